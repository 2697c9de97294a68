# A policy is tried, adopted, enforced when writing and told by the audit; files that are none are
# refused with line and column, and one that would lock the vault is not adopted.
. "$SOURCE/tests/cli/prelude.sh"

policy() { # NAME LINES...: writes NAME.toml
    printf '%s\n' 'format = "exhibit-policy-v1"' "name = \"$1\"" "${@:2}" > "$1.toml"
}

new_vault
enrol max "Max Beispiel"
incident
noise 50000 a > a.bin
ok ingest a.bin -i INC-1 --description evidence --label a
ok verify a

ok policy show
says "built-in"
ok --json policy show
json .object null
expect 3 policy show --toml

# Refused files
policy typo '[times]' 'offer_opens = "2d"'
expect 7 policy check typo.toml
complains 'line 4, column 1'
complains 'the unknown key "offer_opens"'
policy many '[cosign]' '"key.revoke" = { signatures = 40 }'
expect 7 policy adopt many.toml
complains 'line 4'
complains 'a whole number from 1 to 16'
expect 3 policy check missing.toml

# A check changes nothing and shows what would have been forbidden.
policy strict '[fields]' '"item.access" = ["purpose"]' '[may]' '"item.ingest" = ["admin"]' \
    '[cosign]' '"handler.roles" = { signatures = 2 }' '[times]' 'offer_open = "2d"'
ok --json policy check strict.toml
json '.forbidden | length' 1
json '.forbidden[0].type + " " + .forbidden[0].code' "item.access PL-FIELD"
json '.forbidden[0].examples | length' 1
ok policy check strict.toml
says "The policy asks for the field purpose in item.access."
ok --json policy show
json .name built-in

# Adopted, it holds.
expect 4 --as max policy adopt strict.toml
ok policy adopt strict.toml
says "item.access states: purpose."
ok policy show --toml
cmp out strict.toml || fail "the file is not shown as it was adopted"
digest=$(sha256sum strict.toml | cut -c1-64)
[ -f "vault/policy/$digest" ] || fail "the policy is not kept under its digest"
expect 2 verify a
complains "the field purpose"
ok verify a --purpose report
expect 4 handler roles "Max Beispiel" --role handler --role legal
complains "2 different people"
ok --cosign max handler roles "Max Beispiel" --role handler --role legal
says "handler, legal"
ok --as erika incident grant INC-1 "Max Beispiel" --read content
expect 4 --as max ingest a.bin -i INC-1 --description again
complains "lets only admin record item.ingest"
# Refused before the source is opened: this one does not even exist.
expect 4 --as max ingest gone.bin -i INC-1 --description again
ok handoff offer a --to "Max Beispiel" --purpose lab
ok --json handoff list
holds '.offers[0] | (.expires.utc | fromdate) - (.offered.utc | fromdate) - 172800 | . > -3 and . < 3'

# One that would lock the vault
policy lock '[cosign]' '"policy.adopt" = { signatures = 2, roles = ["admin"] }'
expect 5 policy check lock.toml
says "Cannot be adopted"
expect 5 policy adopt lock.toml
complains "would lock the vault"

# The audit holds every event against the policy of its time; the object is needed for that.
ok audit
ok check
mv "vault/policy/$digest" kept
expect 1 audit
says "ST-MISSING"
says "PL-UNREAD"
expect 7 export a -o third.bin --purpose report
complains "policy/$digest"
[ ! -e third.bin ] || fail "something was exported that could not be recorded"
mv kept "vault/policy/$digest"
ok audit
chmod u+w "vault/policy/$digest"
echo '# more' >> "vault/policy/$digest"
expect 1 check
says "policy/$digest"
