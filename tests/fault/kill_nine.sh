# Killed twenty times (SIGKILL) at seeded random moments, twelve times in a large ingest and eight
# times in a hand-over: what is left passes audit and check each time, nothing is half visible, and
# the same command goes through afterwards.
#
# KILL_MIB: size of the sources, 64 unless given.
. "$SOURCE/tests/cli/prelude.sh"

mib=${KILL_MIB:-64}
RANDOM=20261122
kills=0 finished=0

milliseconds() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }
# took ARGS...: runs a command that must succeed and leaves its milliseconds in $took.
took() {
    local begin
    begin=$(milliseconds)
    ok "$@"
    took=$(($(milliseconds) - begin))
}
# killed FROM TO ARGS...: runs and kills after FROM to TO milliseconds; a command that was quicker
# than that does not count, and must have succeeded. $ended is its exit code.
killed() {
    local after=$(($1 + (RANDOM * 32768 + RANDOM) % ($2 - $1)))
    shift 2
    ended=0
    # The braces keep the shell's own "Killed" off the screen.
    {
        timeout -s KILL "$((after / 1000)).$(printf %03d $((after % 1000)))" \
            "$EXHIBIT" "$@" > out 2> err < /dev/null || ended=$?
    } 2> /dev/null
    case $ended in
        137) kills=$((kills + 1)) ;;
        0) finished=$((finished + 1)) ;;
        *) fail "exhibit $*: exit $ended, expected to be killed" ;;
    esac
}
sound() {
    ok audit
    ok check
}
items() {
    ok --json item list
    jq '.items | length' out
}
source_of() { [ -s "source.$1" ] || noise $((mib * 1048576)) "$1" > "source.$1"; }

new_vault
enrol max "Max Beispiel"
incident
ok incident grant INC-1 "Max Beispiel" --read content

# Three sources in turn: most ingests find packs of one that was killed before them.
source_of warm-up
took ingest source.warm-up -i INC-1 --description "warm-up" --label warm-up
rm source.warm-up
ingest_took=$took
count=1
survivors=()
limit=$ingest_took
for round in 1 2 3 4 5 6 7 8 9 10 11 12; do
    name=$((round % 3))
    source_of "$name"
    before=$(items)
    while :; do
        label=round-$round-$finished
        killed 1 "$limit" ingest "source.$name" -i INC-1 --description "round $round" \
            --label "$label"
        sound
        now=$(items)
        if [ "$ended" -eq 137 ]; then break; fi
        limit=$((limit * 3 / 4 + 2)) # what is known already is taken in faster
        [ "$now" -eq $((before + 1)) ] || fail "an ingest succeeded, but there are $now items"
        before=$now
    done
    # Killed after its commit, the item is there, and whole; before, there is nothing of it.
    if [ "$now" -eq $((before + 1)) ]; then
        survivors+=("$label")
    else
        [ "$now" -eq "$before" ] || fail "a killed ingest left $now items, expected $before"
    fi
    count=$now
done
ingest_kills=$kills
for name in 0 1 2; do
    ok ingest "source.$name" -i INC-1 --description "again" --label "again-$name"
    count=$((count + 1))
done
[ "$(items)" -eq "$count" ] || fail "not all ingests are there"
ok verify again-0 again-1 again-2 "${survivors[@]}"
for name in 0 1 2; do
    ok export "again-$name" -o "copy.$name" --purpose test
    cmp "source.$name" "copy.$name" || fail "$name came out changed"
    rm "source.$name" "copy.$name"
done

# The laptop goes to and fro; custody is always with exactly one of the two.
ok item add -i INC-1 --label laptop --description "A closed laptop"
custodian() {
    ok --json item show laptop
    jq -r '.custodian // .item.custodian' out
}
open_offers() {
    ok --json handoff list
    jq '[.offers[] | select(.state == "open")] | length' out
}
erika=$(custodian)
holder=erika to="Max Beispiel" taker=max
took --as max handoff list
limit=$((took * 3 / 2))
while [ "$kills" -lt 20 ]; do
    was=$(custodian)
    killed $((limit / 3)) $((limit + 2)) --as "$holder" handoff offer laptop --to "$to" \
        --purpose "examination"
    sound
    [ "$ended" -eq 137 ] || limit=$((limit * 7 / 8))
    [ "$(custodian)" = "$was" ] || fail "an offer moved custody"
    [ "$(open_offers)" -le 1 ] || fail "two open offers of one item"
    [ "$(open_offers)" -eq 1 ] ||
        ok --as "$holder" handoff offer laptop --to "$to" --purpose "examination"
    if [ "$kills" -lt 20 ]; then
        killed $((limit / 3)) $((limit + 2)) --as "$taker" handoff accept laptop
        sound
    fi
    if [ "$(open_offers)" -eq 1 ]; then
        [ "$ended" -eq 137 ] || fail "an accepted offer is still open"
        [ "$(custodian)" = "$was" ] || fail "custody moved while the offer is still open"
        ok --as "$taker" handoff accept laptop
    fi
    [ "$(custodian)" != "$was" ] || fail "the offer was accepted, but custody did not move"
    if [ "$holder" = erika ]; then
        holder=max to="Erika Muster" taker=erika
    else
        holder=erika to="Max Beispiel" taker=max
    fi
done
sound
ok check --read-data
echo "$kills kills: $ingest_kills in an ingest of $mib MiB ($ingest_took ms)," \
    "$((kills - ingest_kills)) in hand-overs ($limit ms a call)." \
    "${#survivors[@]} items were there although their maker was killed;" \
    "$finished calls were quicker than the kill. Audit and check passed each time."
