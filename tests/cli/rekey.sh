# New keys for an incident: who is left out, or whose key was revoked, gets nothing that is written
# later; then all content is written again, and nothing else changes.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
for name in boris lena dora; do enrol "$name" "Person $name"; done
incident
ok incident grant INC-1 "Person boris" --read content
ok incident grant INC-1 "Person lena" --read record
ok incident grant INC-1 "Person dora" --read deposit
noise 3000000 first > first.bin
mkdir tree
noise 200000 a > tree/a
noise 70000 b > tree/b
ok ingest first.bin -i INC-1 --description before --label first
ok ingest tree -i INC-1 --description before --label tree
ok incident show INC-1
! grep -q generation out || fail "the first keys need no words"
ok --json incident show INC-1
json '.keys | length' 1

expect 2 incident rekey INC-1
complains "reason is missing"
expect 4 --as boris incident rekey INC-1 --reason mine
expect 2 incident rekey INC-1 --reason x --without "Erika Muster"
ok --json incident rekey INC-1 --reason "Boris goes" --without "Person boris"
holds '.generation == 2 and (.events | length == 1) and (.kept | length == 3) and (.dropped | length == 1)'
ok incident show INC-1
says "earlier stays"
says "Boris goes"

# Boris has no grant; the others go on, with all that was there before.
expect 4 --as boris export INC-1/1 -o boris.bin --purpose look
ok --as lena item show first
# The same content is stored again, so that nothing after relies on what lies under the old keys.
ok --json ingest first.bin -i INC-1 --description after --label again
holds '.items[0].bytes_deduplicated == 0 and .items[0].bytes_stored > 2900000'
noise 3000000 second > second.bin
cat first.bin second.bin > both.bin
ok --as dora ingest both.bin -i INC-1 --description after --label both
rm -f copy.bin
ok export both -o copy.bin --purpose look
cmp both.bin copy.bin
rm -f copy.bin
ok export first -o copy.bin --purpose look
cmp first.bin copy.bin
ok incident grant INC-1 "Person boris" --read record
ok --as boris item show first
under() { # GENERATION OF-ALL ITEMS
    ok --json audit --incident INC-1
    local text="under generation $1 of $2"
    [ "$(jq --arg text "$text" '[.items[].claimed[] | select(contains($text))] | length' out)" -eq "$3" ] ||
        fail "not $3 items $text"
}
under 1 2 2
under 2 2 2
ok check --read-data

# A key leaked: everything is written again, what is said too.
private_objects() { find vault/private -type f | sort; }
subject_keys() { find vault/keys/subject -type f | sort; }
before=$(find vault/packs -type f | sort)
ok --json item show first
jq -cS '.sha256, .digests, .events' out > was
ok hold place first --reason "appeal" || true
private_objects > values.before
cp -r vault/private private.before
subject_keys > keys.before
ok --json custody first
jq -cS '[.rows[] | {event, purpose, note, place}]' out > custody.was
ok --json incident rekey INC-1 --reason "key on a stolen laptop" --content
holds '.generation == 3 and .complete and .packs_written > 0 and .packs_written == .packs_removed'
holds '.problems == [] and .packs_before == 0 and (.resumed | not)'
holds '.values_written > 8 and .values_removed == .values_written'
written=$(jq .values_written out)
private_objects > values.after
[ "$(comm -12 values.before values.after | wc -l)" -eq \
    "$(($(wc -l < values.before) - written))" ] || fail "not all older values were removed"
# What is left of before are people's profiles, which are not the incident's.
[ "$(comm -13 values.before values.after | wc -l)" -eq "$((written + 1))" ] ||
    fail "not each group of values and the reason lie in a new object"
subject_keys > keys.after
for key in $(comm -12 keys.before keys.after); do
    head -c 8 "$key" | grep -qx EXHSUB02 || fail "$key is a key of the incident's past"
done
ok --json custody first
jq -cS '[.rows[] | {event, purpose, note, place}]' out | cmp - custody.was || fail "words changed"
for pack in $before; do [ ! -e "$pack" ] || fail "$pack is still there"; done
ok --json item show first
jq -cS '.sha256, .digests, .events' out > is
under 3 3 4
holds '[.items[].claimed[] | select(contains("written again as event"))] | length == 4'
! grep -q BL-DESTROYED out || fail "packs that were written again are told as destroyed"
ok check --read-data
ok verify --all --all-digests
for name in first both; do
    rm -f copy.bin
    ok export "$name" -o copy.bin --purpose look
    cmp "$name.bin" copy.bin
done
ok export tree -o copy.tree --purpose look
diff -r tree copy.tree
ok --as lena item show first
says before
ok bundle INC-1 -o case.zip
ok bundle verify case.zip
ok incident show INC-1
says "all, event"

# Cut off between the event and the removal of what it replaces: the same command goes on with that.
old=$(comm -23 values.before values.after | head -1)
mkdir -p "$(dirname "$old")"
cp "private.before/${old#vault/private/}" "$old"
ok --json incident rekey INC-1 --content
holds '.resumed and .complete and .values_written == 0 and .values_removed == 1 and .events == []'
[ ! -e "$old" ] || fail "$old is still there"

# What is whole is not begun again by itself: new keys need a reason.
expect 2 incident rekey INC-1 --content

# A damaged pack stays; everything else is done, and after a repair the same command goes on.
pack=$(find vault/packs -type f -size +100k | head -1)
chmod u+w "$pack"
printf 'XXXXXXXX' | dd of="$pack" bs=1 seek=5000 conv=notrunc status=none
expect 1 --json incident rekey INC-1 --reason "again" --content
holds '(.complete | not) and (.problems | length == 1) and .packs_written > 0'
run audit
says KY-REWRITE
ok repair
ok --json incident rekey INC-1 --content
holds '.resumed and .complete and .packs_before > 0 and .packs_written == 1'
ok check --read-data
ok verify --all --all-digests
ok audit
! grep -q KY-REWRITE out || fail "it is finished"
