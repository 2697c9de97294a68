# A changed byte is found: by check without a key, by audit, by verify, each with exit 1.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
noise 300000 a > a.bin
ok ingest a.bin -i INC-1 --description evidence
pack=$(find vault/packs -type f | head -1)
chmod u+w "$pack"
printf '\377' | dd of="$pack" bs=1 seek=5000 conv=notrunc status=none
expect 1 check --read-data
says "${pack#vault/}"
expect 1 verify INC-1/1
says FAILED
expect 1 --json verify INC-1/1 --no-record
json .ok false
holds '.items[0].findings | length > 0'

# Who takes it over signs that it is not what was taken in, and is told so.
enrol max "Max Beispiel"
ok incident grant INC-1 "Max Beispiel" --read content
ok handoff offer INC-1/1 --to "Max Beispiel" --purpose analysis
expect 1 --as max handoff accept INC-1/1
complains "not what was recorded"
ok audit
says "digest did not match"
