# The whole life of an item, from its photograph to its disposal, told by `custody` and `item show`.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
enrol max "Max Beispiel"
for role in authority legal witness; do
    person "$role" "The $role"
    ok --as "$role" identity show --card "$role.card"
    ok handler add "$role.card" --role "$role"
done
ok incident open INC-1 --title "Break-in at ACME" --authority "Warrant 7/26" \
    --in-charge "D. Lead" --retention 2099-12-31 --retention-reason "limitation of claims"
ok --json incident show INC-1
json '[.in_charge, .retention, .retention_reason] | join("; ")' \
    "D. Lead; 2099-12-31; limitation of claims"
ok incident grant INC-1 "Max Beispiel" --read content
ok item add -i INC-1 --label laptop --description "grey laptop" --serial SN-1 --seal S-1 \
    --condition off --quantity 1 --collected-from "R. Doe" --collected-place "Desk 4" \
    --place "Locker 7"

noise 90000 photo > front.jpg
ok --json item attach laptop front.jpg --role photograph --taken "by Erika"
json .type item.attach
expect 3 item attach laptop none.jpg
expect 2 item attach laptop front.jpg --role painting
ok --json item show laptop
json '.life.attachments[0].name' front.jpg
json '.life.attachments[0].sha256' "$(sha256sum < front.jpg | cut -d' ' -f1)"
json .life.place "Locker 7"
ok export laptop -o back.jpg --attachment 1 --purpose "for the report"
says "equals the digest"
cmp front.jpg back.jpg || fail "the attachment is another one"
expect 3 export laptop -o no.jpg --attachment 2 --purpose "for the report"

ok item unseal laptop --old-seal S-1 --reason imaging
expect 5 item unseal laptop --old-seal S-1 --reason again
ok item seal laptop --seal S-2
ok item seal laptop --seal S-3 --old-seal S-2 --reason "the disk again"
expect 5 item seal laptop --seal S-4
ok item move laptop --place "Locker 8" --seal S-3 --reason "more room"
expect 4 --as max item move laptop --place "Locker 9"

ok --json item check-out laptop --to "Max Beispiel" --purpose imaging --seal S-3 \
    --due 2099-01-01T00:00:00Z
ok --json item show laptop
json .life.checked_out_to "$("$EXHIBIT" --json identity show max | jq -r .id)"
expect 5 handoff offer laptop --to "Max Beispiel" --purpose court
complains "checked out"
ok --as max item examine laptop --purpose "find the disk" --method "opened" --tool screwdriver \
    --version PH1 --change "screws turned: no other way"
ok item check-in laptop --place "Locker 8" --seal S-3
expect 5 item check-in laptop
complains "not checked out"

ok --json --cosign max inventory laptop --place "Evidence room"
holds '.payload.body.joint != null'
ok --json inventory -i INC-1 --damaged laptop
json '.payload.body.results[0].result' damaged
json '.payload.body.joint' null

noise 50000 disk > disk.img
ok --json ingest disk.img -i INC-1 --from laptop --description "its disk" --label disk \
    --write-blocker "Example T-8" --acquisition physical --method dd
ok --json ingest disk.img -i INC-1 --from disk --derivation working-copy --description copy \
    --derivation-tool cp --derivation-version 9.1 --derivation-parameters -a \
    --input-sha256 "$(sha256sum < disk.img | cut -d' ' -f1)" --label copy
ok --json item show copy
json '.life.derivation + " " + .life.derived_from' "working-copy INC-1/2"
expect 2 ingest disk.img -i INC-1 --derivation carved --description x
expect 2 ingest disk.img -i INC-1 --derivation-tool cp --description x

ok --json correct 7 --field serial --value SN-2 --reason "digits swapped"
ok item show laptop
says 'serial was "SN-1", corrected to "SN-2"'
expect 2 correct 7 --field colour --value red --reason "it is"
complains "what it may say is"

expect 4 --as max hold place -i INC-1 laptop --reason appeal
ok --as legal hold place -i INC-1 --reason "appeal is pending"
ok hold list
says "all of INC-1"
ok --json disposal propose laptop --action return --recipient "ACME Ltd" --reason "case closed"
proposal=$(jq -r '.hash[:12]' out)
expect 5 --as authority disposal approve "$proposal" --authority "Ruling 12/27"
complains "held"
ok --json --as legal hold list
hold=$(jq -r '.holds[0].id[:10]' out)
ok --as legal hold release "$hold" --reason "appeal decided"
expect 4 --as max disposal approve laptop --authority mine
ok --as authority disposal approve INC-1/1 --authority "Ruling 12/27"
expect 2 disposal carry-out laptop --method "handed to the owner"
complains "witness"
ok --cosign witness disposal carry-out laptop --method "handed to the owner" --place court
expect 5 item move laptop --place "Locker 9"
complains "disposed of"
ok --json disposal list --all
json '.disposals[0].state' "carried out"

ok custody laptop
says "Corrected"
[ "$(wc -L < out)" -le 100 ] || fail "wider than 100 columns"
ok --json custody laptop
json '[.rows[].what] | join(", ")' "collected, photograph attached, exported, unsealed, sealed, \
resealed, moved, checked out, examined, and changed by it, checked in, counted by two, counted, \
event 7 corrected, whole incident held, disposal proposed: return, hold lifted, \
disposal approved, returned to its owner"
json '.rows[-1].beside[0]' "$("$EXHIBIT" --json identity show witness | jq -r .id)"
json '.rows[-1].note' "method: handed to the owner"
json '.rows[0].corrections[0] | [.field, .original, .value] | join(" ")' "serial SN-1 SN-2"

ok audit
ok --json audit --item laptop
json '.items | length' 1
holds '.items[0].proved | length > 1'
holds '.findings | map(select(.item != null and .item != "INC-1/1")) | length == 0'
holds '.findings | map(.code) | index("CR-23")'

ok --json stats
json '[.items, .physical, .digital, .disposed, .check_outs, .check_outs_open, .inventories,
       .corrections, .examinations] | map(tostring) | join(" ")' "3 1 2 1 1 0 2 1 1"
json .bytes 100000
json .seconds.collected_to_ingested.count 1
ok stats -i INC-1
says "Disposed of"
