# A wrong passphrase is refused as such, and nothing of it is shown.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
printf 'Sesame, open yourself\n' > wrong
expect 4 --passphrase-file wrong incident list
complains "passphrase"
silent
grep -q Sesame err && fail "the passphrase is shown"
exec 3< passphrase
ok --passphrase-fd 3 incident list
expect 6 --passphrase-fd 77 incident list
