# Alerts of intrusion detection (IDMEF): kept, looked up, put into reports.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
noise 5000 a > passwd
ok ingest passwd -i INC-1 --description "passwd of web1" --label passwd
alert() {
    echo '<?xml version="1.0"?>'
    echo '<m:IDMEF-Message version="1.0" xmlns:m="http://iana.org/idmef"><m:Alert messageid="a-1">'
    echo '<m:Analyzer analyzerid="fim-1"/><m:CreateTime ntpstamp="0xbc71f4f5.0x00000000">2000-03-09T10:01:26Z</m:CreateTime>'
    echo '<m:Target><m:Node><m:name>web1</m:name></m:Node><m:File category="current"><m:name>passwd</m:name><m:path>/etc/passwd</m:path>'
    echo "<m:Checksum algorithm=\"$1\"><m:value>$2</m:value></m:Checksum></m:File></m:Target>"
    echo '<m:Classification text="File changed"/><m:Assessment><m:Impact severity="high" completion="succeeded"/></m:Assessment>'
    echo '</m:Alert></m:IDMEF-Message>'
}
alert SHA1 "$(sha1sum < passwd | cut -d' ' -f1)" > alert.xml
ok ingest alert.xml -i INC-1 --description "alert" --label alert
ok --json item show INC-1/2
json .summary.form idmef
fact() { json ".summary.facts | map(select(.name == \"$1\").value) | join(\" | \")" "$2"; }
fact alert a-1
fact classification "File changed"
fact severity high
fact checksum "SHA1 $(sha1sum < passwd | cut -d' ' -f1) of /etc/passwd"
fact "time disagreement" "created: ntpstamp 0xbc71f4f5.0x00000000 is 2000-03-09T10:01:25Z, the text 2000-03-09T10:01:26Z"
ok item show INC-1/2
says "idmef, by its own words"

# Looked up: the files it names.
ok --json iodef check alert.xml
json '[.form, .version, .alerts] | tojson' '["idmef",null,1]'
json '[.statements[] | .kind + " " + .algorithm + " " + .verdict + " " + .item] | join(", ")' \
    "digest sha1 held INC-1/1"
ok iodef check alert.xml
says "IDMEF (RFC 4765): 1 alert"
for pair in "MD5 $(md5sum < passwd | cut -d' ' -f1) md5 held" \
    "SHA2-256 $(sha256sum < passwd | cut -d' ' -f1) sha256 held" \
    "SHA2-256 $(sha256sum < alert.xml | cut -d' ' -f1) sha256 held" \
    "SHA1 0000000000000000000000000000000000000000 sha1 unknown" \
    "SHA2-512 $(sha512sum < passwd | cut -d' ' -f1) sha512 not-kept" \
    "Haval 00 Haval not-kept"; do
    set -- $pair
    alert "$1" "$2" > other.xml
    ok --json iodef check other.xml
    json '[.statements[] | .algorithm + " " + .verdict] | join(", ")' "$3 $4"
done
alert SHA1 short > other.xml
expect 1 iodef check other.xml
ok --json iodef import alert.xml INC-1
json .alerts 1

# Put into reports, byte for byte; what is said of the files is not said of the alert.
name="--csirt-name csirt.example.org"
expect 2 iodef emit INC-1 $name --enclose alert
complains purpose
element=$(sed 1d alert.xml)
for version in 1 2; do
    ok iodef emit INC-1 $name --version "$version" --enclose alert --purpose report -o "report$version.xml"
    [[ "$(cat report$version.xml)" == *"formatid=\"http://iana.org/idmef\">$element</RecordItem>"* ]] ||
        fail "the alert is not in the report of version $version as it is"
    ok --json iodef check "report$version.xml"
    json .alerts 1
    holds 'all(.statements[]; .verdict == "held")'
    ok --json iodef validate "report$version.xml"
done
ok iodef emit INC-1 $name --enclose passwd --purpose report
grep -q "INC-1/1 is not put in" err || fail "it is not said that a plain file is left out"
ok --json events
holds '.events | map(select(.type == "item.access")) | length == 3'
