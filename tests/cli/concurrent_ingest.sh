# Two processes take evidence in at once: two items, both whole.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
noise 8000000 a > a.bin
noise 8000000 b > b.bin
"$EXHIBIT" --json ingest a.bin -i INC-1 --description evidence > out.a 2> err.a &
first=$!
"$EXHIBIT" --json ingest b.bin -i INC-1 --description evidence > out.b 2> err.b &
second=$!
wait "$first" || fail "the first failed: $(tail -1 err.a)"
wait "$second" || fail "the second failed: $(tail -1 err.b)"
ok --json item list
json '[.items[].id] | join(" ")' "INC-1/1 INC-1/2"
ok verify --incident INC-1
for name in a b; do
    item=$(jq -r '.items[0].item.id' "out.$name")
    ok export "$item" -o "copy.$name" --purpose test
    cmp "$name.bin" "copy.$name" || fail "$name came out changed"
done
ok audit
