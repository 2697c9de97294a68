# An incident that does not exist is said so before anything is read.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
noise 50000 a > a.bin
expect 3 ingest a.bin -i INC-7 --description evidence
complains "INC-7"
[ -z "$(find vault/packs -type f 2> /dev/null)" ] || fail "packs were written all the same"
expect 3 incident show INC-7
expect 3 item list -i INC-7
expect 3 iodef emit INC-7
expect 2 incident open "../INC" --title x
