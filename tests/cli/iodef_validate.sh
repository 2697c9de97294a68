# iodef validate says of a document what is wrong with it and where, and needs no vault.
. "$SOURCE/tests/cli/prelude.sh"

document() { # CONTENT OF EventData
    cat << END
<?xml version="1.0" encoding="UTF-8"?>
<IODEF-Document version="2.00" xml:lang="en" xmlns="urn:ietf:params:xml:ns:iodef-2.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="urn:ietf:params:xml:ns:iodef-2.0 iodef-2.0.xsd">
  <Incident purpose="reporting">
    <IncidentID name="csirt.example.org">7</IncidentID>
    <GenerationTime>2026-01-02T03:04:05Z</GenerationTime>
    <Contact role="creator" type="organization"><ContactName>X</ContactName></Contact>
    <EventData>$1</EventData>
  </Incident>
</IODEF-Document>
END
}
document '<Description>x</Description>' > good.xml
ok iodef validate good.xml
says "IODEF v2"
says "Valid, read strictly: 0 errors, 0 warnings."
INPUT=good.xml ok iodef validate -

document '<Record><RecordData><Description>x</Description></RecordData></Record><Flow/>' > bad.xml
expect 1 iodef validate bad.xml
says "Line 9, column 24: error class.empty"
says "/IODEF-Document/Incident[1]/EventData[1]/Record/RecordData[1]"
says "(RFC 7970 section 3.22.1)"
says "Not valid, read strictly: 3 errors, 0 warnings."
expect 1 --json iodef validate bad.xml
json '[.messages[].code] | join(" ")' "class.empty element.order element.missing"
json '.messages[1] | "\(.line):\(.column) \(.path)"' \
    "9:86 /IODEF-Document/Incident[1]/EventData[1]"

# What only the strict reading forbids is a warning in the lenient one.
document '' > empty.xml
expect 1 iodef validate empty.xml
says "EventData must hold something."
ok --json iodef validate --lenient empty.xml
json '"\(.valid) \(.errors) \(.warnings)"' "true 0 1"

# Not XML, not IODEF, not there; what it quotes cannot drive a terminal.
printf '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' > doctype.xml
expect 1 iodef validate doctype.xml
says "error xml.doctype"
printf '<a b="\302\233"/>' > other.xml
expect 1 iodef validate other.xml
says "root.unknown"
says "neither IODEF nor RID"
printf '<IODEF-Document xmlns="urn:ietf:params:xml:ns:iodef-2.0" x="\302\2332J"/>' > hostile.xml
expect 1 iodef validate hostile.xml
! LC_ALL=C grep -q "$(printf '\302\233')" out || fail "a control character came through"
expect 3 iodef validate nowhere.xml
: > nothing.xml
expect 1 --json iodef validate nothing.xml
json '.messages[0].code' xml.no_root

# At most a hundred messages; how many more there are is said.
document "$(for i in $(seq 150); do printf '<Flow/>'; done)" > many.xml
expect 1 --json iodef validate many.xml
json '"\(.errors) \(.messages | length) \(.not_shown)"' "150 100 50"
