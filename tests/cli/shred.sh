# Two people destroy what is said of an item: the vault stays whole, and says who did it. Who kept
# the bytes of a catalogue or of the store finds the text in neither.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
enrol max "Max Beispiel"
person lea "Lea Recht"
ok --as lea identity show --card lea.card
ok handler add lea.card --role legal
incident
noise 50000 a > a.bin
ok ingest a.bin -i INC-1 --description "a very private description" --label diary
ok ingest a.bin -i INC-1 --description "another one" --label other
ok find diary
says INC-1/1

expect 4 shred --item diary --basis court-order
complains "second person"
expect 2 --cosign erika shred --item diary --basis court-order
complains "two different ones"
expect 2 --cosign lea shred --item diary --basis whim
ok --cosign lea shred --item diary --basis court-order --reason "Order 7 of 2026"
says "withheld by"
complains "Copies of the vault"
expect 3 find diary
ok item show INC-1/2
says "another one"
ok custody INC-1/1
says "destroyed by event 6"
says "statements destroyed"
says "Order 7 of"
grep -q "private description" out && fail "it is still shown"
ok audit
says "withheld by event"
ok check
expect 3 --cosign lea shred --item INC-1/1 --basis court-order
# The names of people, too.
ok --json --cosign lea shred --handler "Max Beispiel" --basis erasure-request
json .values_removed 1
ok handler list
grep -q "Max" out && fail "the name is still shown"
ok audit
