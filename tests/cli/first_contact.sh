# The first contact with a vault is said once, with the id to compare; standard output stays as is.
. "$SOURCE/tests/cli/prelude.sh"

person erika "Erika Muster"
ok --json --as erika init --no-recovery
id=$(jq -r .id out)
cp -a home elsewhere
rm -rf elsewhere/remembered
ok --as erika --json --home "$PWD/elsewhere" incident list
jq -es --arg id "$id" 'any(.[]; .notice and (.notice.message | contains($id)))' err > /dev/null ||
    fail "the vault id is not in the notice"
json '.incidents | length' 0
ok --as erika --json --home "$PWD/elsewhere" incident list
[ ! -s err ] || fail "said twice"
