# File names that drive terminals, reverse text, are not UTF-8 or look like options or lists.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
escape=$(printf 'a\033[31mred\nline')
reversed=$(printf 'photo\342\200\256gpj.exe')
broken=$(printf 'caf\351')
for name in "$escape" "$reversed" "$broken" "[a,b]" "-- json" "%%" ; do
    printf '%s' "$name" > "./$name"
    ok ingest -i INC-1 --description evidence -- "$name"
    grep -q $'\033' out && fail "an escape sequence reaches the terminal"
    grep -q $'\342\200\256' out && fail "a bidirectional override reaches the terminal"
    iconv -f UTF-8 -t UTF-8 out > /dev/null || fail "the output is not UTF-8"
done
ok item list
[ "$(grep -c '^INC-1/' out)" -eq 6 ] || fail "a name made rows of its own"
ok --json item list
json '.items[3].fields.source_name' "[a,b]"
LC_ALL=C grep -q '[^ -~]' out && fail "the JSON is not plain ASCII"

# The same names inside a folder, and a path that leaves it.
mkdir tree
printf x > "tree/$escape"
printf x > "tree/$broken"
ln -s ../../../../etc/passwd "tree/link"
ok ingest tree -i INC-1 --description evidence --label tree
ok export tree -o copy --purpose test
[ -L copy/link ] && [ "$(readlink copy/link)" = ../../../../etc/passwd ] || fail "the link changed"
cmp "tree/$broken" "copy/$broken" || fail "the file with the broken name was lost"
expect 3 export tree -o member --purpose test --member ../../etc/passwd
# A label with a control character stays in its row.
ok item add -i INC-1 --label "$escape" --description "$reversed"
ok item list
grep -q $'\033' out && fail "an escape sequence reaches the terminal"
[ "$(grep -c '^INC-1/' out)" -eq 8 ] || fail "a label made rows of its own"
ok item show INC-1/8
grep -q $'\033' out && fail "an escape sequence reaches the terminal"
expect 3 item show "$reversed"
grep -q $'\342\200\256' err && fail "an error passes on what it was given"
true
