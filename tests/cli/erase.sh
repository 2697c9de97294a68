# The end of an item: proposed, approved by somebody else, carried out before a witness; then its
# content is destroyed, and what another item shares with it stays.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
enrol max "Max Beispiel"
for who in otto:authority lea:legal; do
    person "${who%%:*}" "Person ${who%%:*}"
    ok --as "${who%%:*}" identity show --card card
    ok handler add card --role "${who#*:}"
    rm card
done
incident
noise 300000 shared > shared
noise 300000 secret > secret
noise 300000 other > other
cat shared secret > gone.bin
cat shared other > kept.bin
ok ingest gone.bin -i INC-1 --description "to be destroyed" --label gone
ok ingest kept.bin -i INC-1 --description "to be kept" --label kept

ok iodef emit INC-1 --csirt-name csirt.example.org -o before.xml
ok --json iodef check before.xml
holds '[.statements[] | select(.item == "INC-1/1") | .verdict] | unique == ["held"]'

expect 4 erase gone
complains "not disposed of"
ok disposal propose gone --action destroy --reason "retention ended"
ok --as otto disposal approve INC-1/1 --authority "Ruling 12"
ok --as lea hold place INC-1/1 --reason "appeal"
run --cosign max disposal carry-out gone --method "packs destroyed"
[ "$code" -ne 0 ] || fail "disposed of what is held"
complains "held"
ok --as lea hold release "$("$EXHIBIT" --as lea --json hold list | jq -r '.holds[0].id')" --reason "decided"
ok --cosign max disposal carry-out gone --method "packs destroyed"
ok --json erase gone
json '.items[0]' INC-1/1
holds '.packs_removed >= 1 and .packs_written >= 1 and .bytes_freed > 0'
ok item show gone
says "destroyed by event"
expect 3 export gone -o gone.out --purpose "is it there"
[ ! -e gone.out ] || fail "something was exported"
ok export kept -o kept.out --purpose "is it there"
cmp kept.bin kept.out
ok verify --all
ok check --read-data
says destroyed
ok audit
says BL-DESTROYED
ok custody gone
says "content destroyed"
# A report from before names it: the vault knows it, and has it no more.
ok --json iodef check before.xml
holds '[.statements[] | select(.item == "INC-1/1") | .verdict] | unique == ["destroyed"]'
holds '[.statements[] | select(.item == "INC-1/2") | .verdict] | unique == ["held"]'
# Nothing is left to do.
ok erase gone
says "recorded before"
