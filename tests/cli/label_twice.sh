# A label names one item of an incident; the same item is not named twice in an offer.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
enrol max "Max Beispiel"
incident
noise 50000 a > a.bin
noise 50000 b > b.bin
ok ingest a.bin -i INC-1 --description evidence --label disk
expect 5 ingest b.bin -i INC-1 --description evidence --label disk
complains "INC-1/1"
expect 5 item add -i INC-1 --label disk --description "a disk"
ok --json item list
json '.items | length' 1
expect 2 ingest a.bin b.bin -i INC-1 --description evidence --label both
expect 2 handoff offer disk INC-1/1 --to "Max Beispiel" --purpose x
complains "twice"
# Of another incident it may be the label too; then it names two items.
incident INC-2
ok ingest b.bin -i INC-2 --description evidence --label disk
expect 5 item show disk
complains "INC-2/1"
