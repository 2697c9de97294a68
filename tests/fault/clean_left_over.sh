# What killed ingests leave behind is listed by `check`, removed by `check --clean` and by nothing
# else: never while somebody writes, never what an event needs, never from a damaged vault. What is
# kept stays whole, and the same source can be ingested again.
. "$SOURCE/tests/cli/prelude.sh"

packs() { find vault/packs -type f ! -name '.tmp-*' | sort; }
left() {
    ok --json check
    jq '.left_over | length' out
}

new_vault
incident
noise 3000000 kept > kept.bin
ok ingest kept.bin -i INC-1 --description "to be kept" --label kept
packs > packs.kept

# An ingest that never ends, killed once a pack of its own is stored.
noise 90000000 lost > lost.bin
mkfifo source
exec 3<> source
"$EXHIBIT" ingest - -i INC-1 --description evidence < source > out.killed 2> err.killed &
writer=$!
cat lost.bin >&3 &
feeder=$!
until [ "$(packs | wc -l)" -gt "$(wc -l < packs.kept)" ]; do
    kill -0 "$writer" 2> /dev/null || { cat err.killed >&2; fail "the ingest ended by itself"; }
done
# It is alive: its packs are named by nothing yet, and are not left over.
expect 5 check --clean --yes
complains "another command reads or writes"
[ "$(packs | wc -l)" -gt "$(wc -l < packs.kept)" ] || fail "a pack of a running ingest was removed"
kill -KILL "$writer" "$feeder" 2> /dev/null || true
wait "$writer" "$feeder" 2> /dev/null || true
exec 3>&-
touch vault/packs/.tmp-1-1
orphan=$(packs | comm -13 packs.kept - | head -1)
[ "$(left)" -ge 2 ] || fail "check does not list what is left over"
holds '[.left_over[] | select(startswith("packs/"))] | length >= 2'

# Nobody to ask, a folder instead of a vault, somebody who sees the vault for the first time.
expect 2 check --clean
complains "give --yes"
expect 2 check vault --clean --yes
mkdir other
cp -r home/identities other/identities
expect 5 --home "$PWD/other" check --clean --yes
complains "have not seen this vault before"

# A list that an event needs is missing: the packs it names could be any.
list=$(find vault/lists -type f)
mv "$list" away
expect 7 check --clean --yes
complains "is missing, so that nobody can tell"
# Changed: the keyless check says so already.
{ cat away; echo x; } > "$list"
expect 1 check --clean --yes
complains "repair the vault first"
mv -f away "$list"
[ -f "$orphan" ] || fail "something was removed from a damaged vault"
cmp packs.kept <(packs | comm -12 packs.kept -) || fail "a pack is gone"

# A list of the killed writer names the pack, no event names the list: both go.
name=${orphan##*/}
printf '%s  packs/%s/%s\n' "$name" "${name:0:2}" "$name" > list
digest=$(sha256sum < list | cut -d' ' -f1)
mkdir -p "vault/lists/${digest:0:2}"
cp list "vault/lists/${digest:0:2}/$digest"
# What this program did not make is told, and stays.
echo mine > vault/notes.txt
ln -s nowhere vault/packs/link

count=$(left)
before=$(du -sb vault/packs | cut -f1)
ok --json check --clean --yes
holds ".ok and (.removed | length) >= 3 and .bytes_freed > 1000000"
holds "[.removed[].name] | index(\"lists/${digest:0:2}/$digest\") == 0"
holds "[.removed[].name] | any(. == \"packs/${name:0:2}/$name\") and any(. == \"packs/.tmp-1-1\")"
json '[.kept[].name] | join(" ")' "notes.txt packs/link"
holds '(.removed | map(.bytes) | add) == .bytes_freed'
freed=$(jq .bytes_freed out)
after=$(du -sb vault/packs | cut -f1)
[ $((before - after)) -ge $((freed - 65536)) ] || fail "said $freed freed, $((before - after)) were"
cmp packs.kept <(packs) || fail "other packs than before the ingest: $count were left over"
rm vault/notes.txt vault/packs/link
ok check --clean --yes
says "Nothing is left over"
[ "$(left)" -eq 0 ] || fail "something is left over still"

# The index of this machine knew the packs that are gone: an ingest must not rely on them.
ok --json ingest lost.bin -i INC-1 --description again --label again
json '.items[0].bytes_deduplicated' 0
ok verify --all
ok audit
ok check --read-data
[ "$(left)" -eq 0 ] || fail "an ingest left something over"

# At a terminal somebody is asked; no is no.
touch vault/packs/.tmp-1-2
if command -v script > /dev/null; then
    mkfifo keys
    exec 4<> keys
    : > screen
    script -qfec "$EXHIBIT check --clean > out.asked" screen < keys > /dev/null 2>&1 &
    child=$!
    until grep -q 'Remove 1 object or file' screen; do
        kill -0 "$child" 2> /dev/null || { cat screen >&2; fail "nobody was asked"; }
    done
    printf 'n\n' >&4
    code=0
    wait "$child" || code=$?
    exec 4>&-
    [ "$code" -eq 2 ] || fail "exit $code after no, expected 2"
    [ -e vault/packs/.tmp-1-2 ] || fail "removed although the answer was no"
fi
ok check --clean --yes
says packs/.tmp-1-2
says "1 object or file was removed"
