# check needs no identity, no passphrase and no memory: a copy of a vault is enough.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
noise 50000 a > a.bin
ok ingest a.bin -i INC-1 --description evidence
cp -a vault copy
rm -rf home passphrase
unset EXHIBIT_AS EXHIBIT_PASSPHRASE_FILE
ok --json check copy --read-data
json .ok true
json .packs 1
json .size 3
rm "$(find copy/packs -type f)"
expect 1 check copy
