# An offer is accepted once, by the one it is made to, in time.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
enrol max "Max Beispiel"
enrol anna "Anna Beispiel"
incident
ok incident grant INC-1 "Max Beispiel" --read content
ok incident grant INC-1 "Anna Beispiel" --read content
ok item add -i INC-1 --label laptop --description "a laptop"

expect 3 handoff accept laptop
ok handoff offer laptop --to "Max Beispiel" --purpose analysis
expect 4 --as anna handoff accept laptop
complains "not to you"
expect 4 handoff refuse laptop --reason mine
expect 4 --as max handoff cancel laptop
expect 4 handoff offer laptop --to "Anna Beispiel" --purpose analysis
complains "on offer"
ok handoff cancel laptop --reason "wrong person"
expect 5 --as max handoff accept laptop
complains "cancelled"

ok --json handoff offer laptop --to "Max Beispiel" --purpose analysis
offer=$(jq -r '.id[:12]' out)
ok --as max handoff accept "$offer"
expect 5 --as max handoff accept "$offer"
complains "accepted"
expect 4 handoff offer laptop --to "Anna Beispiel" --purpose again
expect 4 --as max handoff offer laptop --to "Max Beispiel" --purpose "to myself"

ok --as max handoff offer laptop --to "Anna Beispiel" --purpose court
ok --as anna handoff refuse laptop --reason "seal is broken"
expect 5 --as anna handoff accept laptop
complains "refused"

expires=$(($(date +%s) + 2))
ok --as max handoff offer laptop --to "Anna Beispiel" --purpose court \
    --expires "$(date -u -d "@$expires" +%Y-%m-%dT%H:%M:%SZ)"
until [ "$(date +%s)" -gt "$expires" ]; do :; done
expect 5 --as anna handoff accept laptop
complains "expired"
ok --as max --json handoff list --all
json '[.offers[].state] | join(" ")' "cancelled accepted refused expired"
ok --json item show laptop
json .custodian "$("$EXHIBIT" --json identity show max | jq -r .id)"
ok audit
