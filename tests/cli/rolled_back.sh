# A vault restored from an older copy is refused by who remembers more, with both sizes named.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
cp -a vault older
incident INC-2
incident INC-3
rm -rf vault
mv older vault
expect 1 --json incident list
error_kind verification
message=$(jq -r .error.message err)
for size in 2 4; do
    case $message in *"$size"*) ;; *) fail "size $size is not named: $message" ;; esac
done
silent
# Who remembers nothing sees an older vault, and is told that it is the first contact.
cp -a home other
rm -rf other/remembered
ok --home "$PWD/other" incident list
complains "First contact"
