# A ledger that is damaged cannot be opened, but audited: what is wrong is told as findings.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
rm -rf home/remembered  # as for somebody who sees this vault for the first time
ok audit
complains "First contact with this vault"
ls home/remembered/*.audited > kept_by_audits || fail "the first audit remembers nothing"
ok --json audit
root=$(jq -r .root out)

entry=$(cd vault && find ledger/staged -type f | sort | tail -1)
cp "vault/$entry" kept
chmod u+w "vault/$entry"
printf '\377' | dd of="vault/$entry" bs=1 seek=120 conv=notrunc status=none
expect 1 audit
says "$entry"
says "Events from number "
says "The record does not hold"
run incident list
[ "$code" -ne 0 ] || fail "a damaged ledger was opened"
expect 1 --json audit
json .ok false

# With the object back, the same ledger as before.
cp kept "vault/$entry"
ok --json audit
json .root "$root"

# An audit alone remembers what it saw: the vault set back is refused afterwards.
cp -r vault older
incident INC-2
ok audit
rm -rf vault && mv older vault
run audit
[ "$code" -ne 0 ] || fail "a vault that was set back was audited as if nothing had happened"
complains "was rolled back"
