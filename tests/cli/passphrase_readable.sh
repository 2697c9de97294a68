# A passphrase file that others may read: a warning on standard error, and the command goes on.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
ok --json incident list
[ ! -s err ] || fail "a warning without cause"
chmod 644 passphrase
ok incident list
complains "warning"
complains "passphrase"
ok --json incident list
jq -es 'any(.[]; .warning and (.warning.message | length > 0))' err > /dev/null || fail "no JSON warning"
json '.incidents | length' 0
