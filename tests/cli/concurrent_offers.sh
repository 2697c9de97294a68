# Ten processes offer ten items at once: each offer is in the ledger exactly once.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
enrol max "Max Beispiel"
incident
for n in 1 2 3 4 5 6 7 8 9 10; do ok item add -i INC-1 --description "thing $n"; done
pids=()
for n in 1 2 3 4 5 6 7 8 9 10; do
    "$EXHIBIT" --json handoff offer "INC-1/$n" --to "Max Beispiel" --purpose "lab $n" \
        > "offer.$n" 2> "error.$n" &
    pids+=($!)
done
for n in 1 2 3 4 5 6 7 8 9 10; do
    wait "${pids[$((n - 1))]}" || { cat "error.$n" >&2; fail "offer $n failed"; }
done
ok --json handoff list
json '.offers | length' 10
json '[.offers[].items[]] | unique | length' 10
ok --json events
json '[.events[] | select(.type == "custody.offer")] | length' 10
json ".events | length == ([.[].hash] | unique | length)" true
ok audit
ok check
