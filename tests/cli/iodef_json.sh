# JSON IODEF (RFC 8727): emitted, recorded, validated, checked, imported; and converted.
. "$SOURCE/tests/cli/prelude.sh"

person erika "Erika Muster"
ok --as erika init --no-recovery
export EXHIBIT_AS=erika
enrol max "Max Beispiel"
ok incident open INC-1 --title "Break-in at \"ACME\" & sons"
ok incident grant INC-1 "Max Beispiel" --read content --reason analysis
printf 'one\nneedle & <x>\n' > log.txt
ok ingest log.txt -i INC-1 --description "a log" --label log --field host_name=web1 --field ip=192.0.2.1
ok handoff offer log --to "Max Beispiel" --purpose analysis --place "Room 1"
ok --as max handoff accept INC-1/1 --condition "seal unbroken"

ok iodef emit INC-1 --csirt-name csirt.example.org --format json -o report.json
says "recorded in the"
sha=$(sha256sum report.json | cut -d' ' -f1)
ok --json events
json '[.events[] | select(.type == "exchange.emit") | .payload.body.format] | join(" ")' iodef-v2-json
json '[.events[] | select(.type == "exchange.emit") | .payload.body.digest] | join(" ")' "$sha"
cp report.json out
json '.version' 2.0
json '.Incident[0].EventData[0].RecordData[0].FileData[0].File[0].HashData.Hash[0].DigestMethod | @base64d' \
    'http://www.w3.org/2001/04/xmlenc#sha256'
json '.Incident[0].EventData[0].RecordData[0].FileData[0].File[0].FileSize' 17
wanted=$(openssl dgst -sha256 -binary log.txt | openssl base64)
json '.Incident[0].EventData[0].RecordData[0].FileData[0].File[0].HashData.Hash[0].DigestValue' "$wanted"
json '.Incident[0].EventData[0].System[0].Node.DomainData[0].Name' web1
holds '.Incident[0].EventData[0].System[0].Node | has("Address") | not'
holds '.Incident[0].EventData[0].System[0].AdditionalData[0].value | contains("192.0.2.1")'
json '.Incident[0].History.HistoryItem | length' 1

expect 2 iodef emit INC-1 --csirt-name csirt.example.org --format json --version 1
complains "version 2 only"
expect 2 iodef emit INC-1 --csirt-name csirt.example.org --format json --section record
complains "whole documents only"

ok iodef validate report.json
says "IODEF v2 in JSON (RFC 8727)"
says "0 errors, 0 warnings"
jq 'del(.Incident[0].GenerationTime) | .Incident[0].Surprise = 1' report.json > wrong.json
expect 1 --json iodef validate wrong.json
json '[.messages[] | select(.severity == "error") | .code] | sort | join(" ")' "json.missing json.unknown"
holds '.messages | all(.path == "/Incident/0" or .path == "/Incident/0/Surprise")'
holds '.messages | all(.reference | contains("RFC 8727 section 6"))'

ok --json iodef check report.json
holds '.ok and (.statements | length > 3)'
json '[.statements[] | select(.kind == "digest" and .algorithm == "sha256")][0].verdict' held
line=$(jq -r '[.statements[] | select(.kind == "digest")][0].line' out)
sed -n "${line}p" report.json | grep -q DigestValue || fail "line $line is not that of the digest"
jq '.Incident[0].EventData[0].RecordData[0].FileData[0].File[0].HashData.Hash[0].DigestValue =
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="' report.json > lie.json
expect 1 iodef check lie.json
says mismatch
printf '{"a": 1, "a": 2}' > twice.json
expect 7 iodef check twice.json
complains "stands twice"
ok iodef import report.json INC-1 --from csirt.example.com
says "Kept as"
expect 7 iodef attach report.json INC-1 --csirt-name csirt.example.org
complains "in XML only"

# To v1 and to XML: ids, digests, times and hand-overs stay.
unset EXHIBIT_AS EXHIBIT_VAULT EXHIBIT_PASSPHRASE_FILE
ok iodef convert report.json --to 2 -o two.xml
says "IODEF 2 made of json"
ok iodef convert two.xml --to json -o again.json
cmp report.json again.json || fail "v2 and back gives another JSON"
ok iodef convert two.xml --to 1 -o one.xml
complains "observable-id"
complains "Discovery"
at() { xmllint --xpath "string($2)" "$1"; }
name() { printf '*[local-name()="%s"]' "$1"; }
for file in one.xml two.xml; do
    [ "$(at $file "//$(name IncidentID)")" = INC-1 ] || fail "$file: IncidentID"
    [ "$(at $file "//$(name RecordItem)[contains(@formatid, '#id')]")" = INC-1/1 ] || fail "$file: item"
    [ "$(at $file "//$(name DigestValue)")" = "$wanted" ] || fail "$file: digest"
    [ "$(at $file "//$(name EventData)/$(name StartTime)")" = "$(jq -r '.Incident[0].EventData[0].StartTime' report.json)" ] ||
        fail "$file: StartTime"
    [ "$(at $file "count(//$(name HistoryItem))")" = 1 ] || fail "$file: hand-overs"
    [ "$(at $file "//$(name HandOver)/$(name To)")" = "Max Beispiel" ] || fail "$file: who received"
done
[ "$(at one.xml "//$(name Address)")" = 192.0.2.1 ] || fail "the address is lost"
ok iodef convert one.xml --to 2 -o back.xml
[ "$(at back.xml "//$(name FileSize)")" = 17 ] || fail "the size is lost"
ok iodef validate back.xml
expect 7 iodef convert wrong.json --to 2 -o none.xml
[ ! -e none.xml ] || fail "something was written"
complains "/Incident/0"
printf '<a/>' > other.xml
expect 7 iodef convert other.xml --to 2
complains "no IODEF-Document"
