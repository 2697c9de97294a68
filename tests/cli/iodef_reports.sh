# Evidence in reports of others: put in, looked up, kept.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
incident INC-2
printf 'Nov 1 boot\nNov 2 su: root on tty1\nNov 3 quiet\nNov 4 su: root on tty2\n' > auth.log
noise 40000 a > a.bin
noise 40000 b > b.bin
ok ingest auth.log -i INC-1 --description "log of web1" --label log
ok ingest a.bin -i INC-1 --description "disk" --serial WD-77
ok ingest b.bin -i INC-2 --description "other disk"
name="--csirt-name csirt.example.org"

# Emitted: signed events, receipts that stand on their own, quoted lines.
expect 2 iodef emit INC-1 $name --excerpt "log:su: root"
complains "purpose"
expect 3 iodef emit INC-1 $name --excerpt "log:sudo" --purpose report
expect 2 iodef emit INC-1 $name --excerpt "log" --purpose report
ok iodef emit INC-1 $name --excerpt "log:su: root" --purpose report -o ours.xml
grep -q '<RecordPattern type="regex" offset="17" offsetunit="byte">su: root</RecordPattern>' ours.xml ||
    fail "no pattern at the first line"
grep -q 'meaning="line 4" formatid="urn:exhibit:iodef-evidence-1.0#excerpt">Nov 4 su: root on tty2<' \
    ours.xml || fail "the second line is not quoted"
ok --json events
holds '.events | map(select(.type == "item.access")) | length == 1'
sed -n 's/.*<ev:Receipt[^>]*>//p' ours.xml | head -n 1 | grep -qx 'c2sp.org/tlog-proof@v1' ||
    fail "no receipt"
grep -q '<ev:Attestation .*type="item.ingest">{"payload":' ours.xml || fail "no attestation"
ok iodef emit INC-1 $name --withhold serial --no-proofs
grep -q "WD-77" out && fail "the serial number is in the document"
grep -q "ev:Receipt" out && fail "receipts are in the document"
grep -q "serial" err || fail "the omission is not said"
expect 2 iodef emit INC-1 $name --withhold everything

# Put into a report, whose own bytes stay.
cat > theirs.xml << 'END'
<?xml version="1.0" encoding="UTF-8"?>
<!-- theirs -->
<i:IODEF-Document xmlns:i="urn:ietf:params:xml:ns:iodef-1.0" version="1.00" lang="en">
  <i:Incident purpose="reporting">
    <i:IncidentID name="csirt.example.org">INC-1</i:IncidentID>
    <i:ReportTime>2026-01-01T00:00:00Z</i:ReportTime>
    <i:Assessment><i:Impact/></i:Assessment>
    <i:Contact role="irt" type="organization"/>
    <i:EventData><i:Description>one</i:Description></i:EventData>
    <i:EventData><i:Description>two</i:Description></i:EventData>
  </i:Incident>
</i:IODEF-Document>
END
ok --json iodef attach theirs.xml INC-1 $name -o both.xml
offset=$(jq .offset out) length=$(jq .length out)
json .version 1
json .report_sha256 "$(sha256sum < theirs.xml | cut -d' ' -f1)"
json .sha256 "$(sha256sum < both.xml | cut -d' ' -f1)"
cmp -n "$offset" theirs.xml both.xml || fail "bytes before the insertion changed"
cmp <(tail -c +$((offset + 1)) theirs.xml) <(tail -c +$((offset + length + 1)) both.xml) ||
    fail "bytes after the insertion changed"
if command -v xmllint > /dev/null; then
    xmllint --nonet --noout both.xml || fail "the result is no XML"
fi
expect 5 iodef attach theirs.xml INC-1 $name --into record -o no.xml
complains "2 in line 10 \"two\""
[ ! -e no.xml ] || fail "a document was written"
ok iodef attach theirs.xml INC-1 $name --into record --event-data 2 -o record.xml
ok iodef attach record.xml --item INC-1/2 $name --into record-data -o more.xml
[ "$(grep -c '<i:Record\|<Record ' more.xml)" -eq 1 ] || fail "there is not one Record"
expect 3 iodef attach theirs.xml INC-2 $name -o no.xml
ok iodef attach theirs.xml INC-2 --report-incident 1 -o other.xml
expect 2 iodef attach theirs.xml INC-1 $name --into history

# A signature over all of it.
sed 's|^</i:IODEF|<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><Reference URI=""/></SignedInfo></Signature>\n&|' \
    theirs.xml > signed.xml
expect 5 iodef attach signed.xml INC-1 $name -o no.xml
complains "signature in line 12"
[ ! -e no.xml ] || fail "a document was written"
ok iodef attach signed.xml INC-1 $name --force -o forced.xml
grep -q "signature in line 12" err || fail "the broken signature is not told"

# Looked up.
ok --json iodef check ours.xml
holds '[.statements[] | select(.kind == "digest")] | length == 6 and all(.verdict == "held")'
holds '[.statements[] | select(.kind == "item")] | length == 2 and all(.verdict == "held")'
sha256=$(sha256sum < a.bin | cut -d' ' -f1)
sha1=$(sha1sum < a.bin | cut -d' ' -f1)
base64=$(openssl dgst -sha256 -binary a.bin | base64)
other=$(openssl dgst -sha256 -binary b.bin | base64)
hash() { echo "<Hash><d:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#$1\"/><d:DigestValue>$2</d:DigestValue></Hash>"; }
report() {
    echo '<IODEF-Document xmlns="urn:ietf:params:xml:ns:iodef-2.0" xmlns:d="http://www.w3.org/2000/09/xmldsig#">'
    echo '<Incident><IncidentID name="csirt.example.org">INC-1</IncidentID><EventData><Record>'
    cat
    echo '</Record></EventData></Incident></IODEF-Document>'
}
file() { echo "<RecordData><FileData><File><HashData>$1</HashData></File></FileData></RecordData>"; }
{
    file "$(hash sha256 "$base64")"
    file "$(hash sha256 "$sha256")"
    file "$(hash sha1 "$(printf 0x%s "$sha1" | base64 -w0)")"
    file "$(hash sha256 "$other")"
    file "$(hash sha256 "$(head -c 32 /dev/zero | base64)")"
    file "$(hash sha512 "$(head -c 64 /dev/zero | base64)")"
} | report > dialects.xml
ok --json iodef check dialects.xml
verdicts='[.statements[] | select(.kind == "digest") | .dialect + " " + .verdict] | join(", ")'
json "$verdicts" "base64 held, hex held, base64-of-0x-hex held, base64 elsewhere, base64 unknown, base64 not-kept"
holds '.statements[3].note | contains("There is no algorithm")'
ok iodef check dialects.xml
says "Wrongly written (hex)"

origin=$(sed -n 's/.*<ev:Vault origin="\([^"]*\)".*/\1/p' ours.xml | head -n 1)
{
    echo "<RecordData><URL>exhibit:$origin/INC-1/2</URL><FileData><File><HashData>$(hash sha256 "$other")"
    echo "</HashData></File></FileData></RecordData>"
    echo "<RecordData><URL>exhibit:$origin/INC-1/9</URL><URL>https://example.com/x</URL></RecordData>"
    file "$(hash sha256 abc)"
} | report > wrong.xml
expect 1 --json iodef check wrong.xml
json '[.statements[1:][].verdict] | join(" ")' "held mismatch unknown foreign unreadable"
echo '<!DOCTYPE x><x/>' > doctype.xml
expect 7 iodef check doctype.xml
expect 7 iodef attach doctype.xml INC-1 $name

# Kept as evidence.
expect 7 iodef import doctype.xml INC-1
ok --json iodef import theirs.xml INC-1 --from csirt.example.com
json .item INC-1/3
json .events 2
ok item show INC-1/3
says "Received report, IODEF 1: 1 incident, 2 EventData"
ok export INC-1/3 -o kept.xml --purpose compare
cmp theirs.xml kept.xml || fail "what was kept is another file"
ok audit
