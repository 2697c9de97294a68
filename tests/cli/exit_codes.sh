# Each exit code, and the kind that goes with it in --json.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
noise 100000 a > a.bin

ok version
expect 2 --json no-such-command
error_kind usage
expect 2 --json incident open INC-2
error_kind usage
expect 3 --json item show INC-1/9
error_kind not_found
printf 'not the passphrase\n' > wrong
expect 4 --json --passphrase-file wrong incident list
error_kind denied
expect 5 --json incident open INC-1 --title again
error_kind conflict
expect 6 --json --home "$PWD/passphrase/home" identity new x --full-name X
error_kind io
head -c 100 home/identities/erika.identity > home/identities/cut.identity
expect 7 --json identity show cut
error_kind malformed
rm home/identities/cut.identity
expect 1 ingest a.bin -i INC-1 --description evidence --expect "md5:00000000000000000000000000000000"
complains "not the expected one"

code=0
"$EXHIBIT" version > /dev/full 2> err || code=$?
[ "$code" -eq 6 ] || fail "a full disk under standard output: exit $code, expected 6"
