# An identity: made, listed, shown, its passphrase changed, never made twice.
. "$SOURCE/tests/cli/prelude.sh"

ok identity list
says "no identity"
person erika "Erika Muster"
says "Erika Muster"
[ "$(stat -c %a home/identities/erika.identity)" = 600 ] || fail "others may read the identity file"
expect 5 identity new erika --full-name "Somebody Else"
expect 2 identity new "../erika" --full-name "Path Traversal"
expect 2 identity new anna
complains "--full-name"
printf 'short\n' > short
expect 2 --passphrase-file short identity new anna --full-name Anna

ok --json identity list
json '.identities | length' 1
json '.identities[0].profile.phone' "+49-30-1234"
ok --json identity show erika --card -
json '.card | fromjson | .profile.name' "Erika Muster"
printf 'another long passphrase\n' > new
ok identity passwd erika --new-passphrase-file new
expect 4 identity show erika --card -
ok --passphrase-file new identity show erika --card -
