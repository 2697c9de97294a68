# History of another vault: exported there as CASE, imported here as that document's word. Every step
# appears, as imported; what does not hold together is said and not taken.
. "$SOURCE/tests/cli/prelude.sh"

person erika "Erika Muster"
ok --as erika init --no-recovery
export EXHIBIT_AS=erika
enrol max "Max Beispiel"
noise 50000 disk > disk.img
cp disk.img same.img
ok incident open INC-1 --title "There"
ok incident grant INC-1 "Max Beispiel" --read content --reason analysis
ok ingest disk.img -i INC-1 --description evidence --label disk
ok item add -i INC-1 --label laptop --description "black laptop"
ok handoff offer disk laptop --to "Max Beispiel" --purpose "first analysis" --place "Room 1"
ok --as max handoff accept INC-1/1 --condition "seal unbroken"
ok case export INC-1 -o history.jsonld
cp history.jsonld out
actions=$(jq '[."@graph"[] | select(."@type" == "case-investigation:InvestigativeAction")] | length' out)
[ "$actions" -eq 6 ] || fail "$actions actions were exported"

# Another vault, of other people, that got a copy.
export EXHIBIT_VAULT=$PWD/other
person olga "Olga Other"
export EXHIBIT_AS=olga
ok init --no-recovery
ok incident open CASE-9 --title "Here"
ok ingest same.img -i CASE-9 --description "copy from CERT X" --label copy
ok item add -i CASE-9 --label thing --description "black laptop"

ok --json case import history.jsonld --incident CASE-9 --item INC-1/2=thing
json '.sha256' "$(sha256sum history.jsonld | cut -d' ' -f1)"
json '[.items[] | "\(.item) \(.matched) \(.steps | length)"] | sort | join(", ")' \
    "CASE-9/1 sha256 3, CASE-9/2 told 3"
json '.unmatched | length' 0
json '[.items[] | select(.item == "CASE-9/1") | .steps[].name] | join(", ")' "ingested, offered, taken over"
json '[.items[] | select(.item == "CASE-9/1") | .steps[].performer] | join(", ")' \
    "Erika Muster, Erika Muster, Max Beispiel"
ok --json custody copy
holds '[.rows[] | select(.what == "history imported")] | length == 1'
for step in "imported: ingested by Erika Muster" "imported: offered by Erika Muster" \
    "imported: taken over by Max Beispiel"; do
    jq -r '.rows[] | select(.what == "history imported") | .note' out | grep -qF "$step" ||
        fail "custody lacks: $step"
done
holds '.rows | map(select(.what != "history imported")) | all(.note | contains("by the word of") | not)'
ok custody copy
says "history imported"
ok --json audit
json '[.findings[] | select(.code == "IM-HISTORY") | .severity] | unique | join(" ")' note
holds '[.findings[] | select(.code == "IM-HISTORY")] | length == 2'
holds '.findings | map(select(.code == "IM-HISTORY")) | all(.text | contains("history.jsonld"))'
ok report CASE-9 -o report.html
grep -qF "imported: taken over by Max Beispiel" report.html || fail "the report lacks a step"
grep -qF "by the word of history.jsonld" report.html || fail "the report does not say by whose word"
ok bundle CASE-9 -o bundle.zip
ok bundle verify bundle.zip
unzip -p bundle.zip CASE-9/report.html > inside.html
grep -qF "imported: offered by Erika Muster" inside.html || fail "the bundle lacks the steps"

# What does not hold together, or is not here.
change() { jq "$1" history.jsonld > changed.jsonld; }
refused() { # TEXT: nothing of both items, and why
    expect 3 case import changed.jsonld --incident CASE-9 --item INC-1/2=thing
    complains "$1"
    complains "nothing was recorded"
}
is_action='."@type" == "case-investigation:InvestigativeAction"'
change "(.\"@graph\"[] | select($is_action)) |= (.\"case-investigation:wasInformedBy\" = {\"@id\": .\"@id\"})"
refused "in a circle"
change "(.\"@graph\"[] | select($is_action)).\"case-investigation:wasInformedBy\" = {\"@id\": \"kb:gone\"}"
refused "chain is broken"
change "(.\"@graph\"[] | select($is_action)).\"uco-action:endTime\" = \"2001-01-01T00:00:00Z\""
refused "ends before it begins"
expect 3 case import history.jsonld --incident CASE-9 --item NO-SUCH=thing
complains "NO-SUCH"
change 'del(."@graph"[] | select(."uco-types:hashMethod" == "SHA256"))'
ok --json case import changed.jsonld --incident CASE-9
json '.items[0].matched' sha1
json '.unmatched | length' 1
holds '.unmatched[0].text | contains("no digest to find an item by")'
ok ingest disk.img -i CASE-9 --description "a second copy" --label second
expect 3 case import history.jsonld --incident CASE-9
complains "2 items have its digest"
printf '{"@context": "http://example.org/x", "@graph": []}' > remote.jsonld
expect 7 case import remote.jsonld --incident CASE-9
complains "nothing is fetched"
before=$("$EXHIBIT" --json events | jq '.events | length')
expect 2 case import history.jsonld --incident CASE-9 --item thing
[ "$("$EXHIBIT" --json events | jq '.events | length')" = "$before" ] || fail "an event was written"
