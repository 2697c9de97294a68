# Killed (SIGKILL) at seeded random moments while all content of an incident is written again under
# new keys: what is left passes audit, check and verify each time, and the same command goes on to
# the end, saying how much was done before.
#
# REKEY_MIB: size of the content, 200 unless given. REKEY_KILLS: 8 unless given.
. "$SOURCE/tests/cli/prelude.sh"

mib=${REKEY_MIB:-200}
kills=${REKEY_KILLS:-8}
RANDOM=20261126

milliseconds() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }

new_vault
incident
incident INC-2
for number in 1 2; do
    noise $((mib * 1048576 / 2)) "$number" > "source.$number"
    ok ingest "source.$number" -i INC-1 --description "image $number" --label "image-$number"
done
noise 1000000 other > other
ok ingest other -i INC-2 --description "of another incident" --label other
# Without what a killed writer had not renamed yet: `check` lists that as left over and harmless.
packs() { find vault/packs -type f ! -name '.tmp-*' | sort; }
values() { "$EXHIBIT" --json item show image-1 | jq -cS '.label, .description, .sha256, .fields'; }
for number in $(seq 60); do
    ok item move image-1 --place "Locker $number" --reason "work $number"
done
ingests() { "$EXHIBIT" --json events | jq -cS '[.events[] | select(.type == "item.ingest")]'; }
was=$(ingests)
said=$(values)
count=$(packs | wc -l)

# How long it takes, on a copy.
cp -r vault trial
cp -r home trial-home
begin=$(milliseconds)
EXHIBIT_VAULT=$PWD/trial EXHIBIT_HOME=$PWD/trial-home \
    ok --json incident rekey INC-1 --reason trial --content
took=$(($(milliseconds) - begin))
rm -rf trial trial-home

reason=(--reason "a key leaked")
killed=0 finished=0 resumed=0 before=0 reused=0 generations=1
while [ "$killed" -lt "$kills" ] || [ ${#reason[@]} -eq 0 ]; do
    after=$((RANDOM % (took + 1) + 1))
    [ "$killed" -lt "$kills" ] || after=600000
    ended=0
    {
        timeout -s KILL "$((after / 1000)).$(printf %03d $((after % 1000)))" \
            "$EXHIBIT" --json incident rekey INC-1 "${reason[@]}" --content > out 2> err \
            < /dev/null || ended=$?
    } 2> /dev/null
    case $ended in
        137)
            killed=$((killed + 1))
            ok audit
            ok check
            [ $((killed % 3)) -ne 0 ] || ok verify --all
            ;;
        0)
            finished=$((finished + 1))
            holds '.complete and .problems == []'
            if [ ${#reason[@]} -eq 0 ]; then
                holds .resumed
                resumed=$((resumed + 1))
                before=$((before + $(jq .packs_before out)))
                reused=$((reused + $(jq .packs_reused out)))
            fi
            ;;
        *) fail "exhibit incident rekey: exit $ended, expected to be killed" ;;
    esac
    # Killed before the new keys were in the ledger, there is nothing to go on with.
    ok --json incident show INC-1
    reason=(--reason "a key leaked")
    [ "$(jq '.keys[-1] | .content and .rewritten_at == null' out)" = false ] || reason=()
    now=$(jq '.keys | length' out)
    [ "$now" -ge "$generations" ] || fail "a generation was lost"
    generations=$now
done
ok --json incident rekey INC-1 "${reason[@]}" --content
holds '.complete and .problems == []'

[ "$(packs | wc -l)" -eq "$count" ] || fail "$(packs | wc -l) packs, $count before: some are left over"
[ "$(ingests)" = "$was" ] || fail "events of items changed"
[ "$(values)" = "$said" ] || fail "what is said of items changed"
# Of private values nothing is left but the reason of a call that was killed before its event.
ok --json audit
for folder in private/ keys/subject/; do
    left=$(jq --arg folder $folder \
        '[.findings[] | select(.code == "ST-LEFT-OVER" and ((.object // "") | startswith($folder)))] | length' out)
    [ "$left" -le "$killed" ] || fail "$left objects of $folder are left over"
done
ok audit
ok check --read-data
! grep -q "left over" out || fail "something is left over"
ok verify --all --all-digests
for number in 1 2; do
    ok export "image-$number" -o copy --purpose test
    cmp "source.$number" copy
    rm copy
done
# Parity was kept: damage in each new pack is repaired without a copy.
for pack in $(find vault/packs -type f ! -name '.tmp-*' -size +1M); do
    chmod u+w "$pack"
    noise 20000 damage | dd of="$pack" bs=1 seek=70000 conv=notrunc status=none
done
ok repair
ok check --read-data
echo "$killed kills in $took ms each, $finished runs to the end, $resumed of them gone on with;" \
    "$before packs were done before, $reused more found written; $generations generations"
