# What is converted is valid to xmllint and to RFC 8727's own JSON Schema, for a demo incident and for
# every example document printed in the RFCs.
. "$SOURCE/tests/cli/prelude.sh"
shared=$SOURCE/../shared
command -v xmllint > /dev/null || { echo "SKIP: no xmllint"; exit 0; }
[ -d "$shared/schemas/local" ] && [ -d "$shared/rfc" ] || { echo "SKIP: no ../shared/schemas and rfc"; exit 0; }
python=
for one in python3 /usr/bin/python3; do
    "$one" -c "import jsonschema" 2> /dev/null && python=$one && break
done
[ -n "$python" ] || fail "no python3 here has jsonschema (package python3-jsonschema)"
schemas=$shared/schemas/local
json_valid() { "$python" "$SOURCE/tests/interop/iodef_json_schema.py" "$schemas/iodef-json.schema.json" "$@"; }
lint() { xmllint --nonet --noout --schema "$schemas/$1.xsd" "$2" 2> lint; }

person erika "Erika Müster"
ok --as erika init --no-recovery
export EXHIBIT_AS=erika
enrol max "Max Beispiel"
ok incident open INC-1 --title "Break-in at \"ACME\" & sons"
ok incident grant INC-1 "Max Beispiel" --read content --reason analysis
noise 300000 disk > disk.img
printf 'one\nneedle & <x>\n' > log.txt
ok item add -i INC-1 --label laptop --description "black laptop" --serial 5CD1234XYZ
ok ingest disk.img -i INC-1 --description evidence --label disk --from laptop \
    --field host_name=web1 --field ip=2001:db8::1 --field mac=02:00:5e:00:53:01
ok ingest log.txt -i INC-1 --description "a log" --label log
# What is enclosed stays as it is: blanks, no blanks, carriage returns.
printf '<?xml version="1.0"?>\n<m:IDMEF-Message version="1.0" xmlns:m="http://iana.org/idmef"><m:Alert messageid="a-1"><m:Analyzer analyzerid="fim-1"/>\n <m:CreateTime ntpstamp="0xbc71f4f5.0x00000000">2000-03-09T10:01:25Z</m:CreateTime><m:Classification text="A &amp; b"/></m:Alert></m:IDMEF-Message>' > alert.xml
printf 'From: a@example.com\r\nTo: b@example.org\r\nSubject: pay now\r\nDate: Thu, 01 Jan 2026 00:00:00 +0000\r\nMessage-ID: <1@example.com>\r\n\r\nhttp://evil.example/x\r\n' > mail.eml
ok ingest alert.xml -i INC-1 --description alert --label alert
ok ingest mail.eml -i INC-1 --description mail --label mail
ok handoff offer laptop disk --to "Max Beispiel" --purpose analysis --place "Room 1"
ok --as max handoff accept INC-1/2 --condition "seal unbroken"
for language in en de; do
    ok iodef emit INC-1 --csirt-name csirt.example.org --excerpt INC-1/3:needle --purpose test \
        --enclose alert --phishing mail --language $language -o v2-$language.xml
    ok iodef emit INC-1 --csirt-name csirt.example.org --excerpt INC-1/3:needle --purpose test \
        --enclose alert --phishing mail --language $language --format json -o emitted-$language.json
    json_valid emitted-$language.json || fail "the schema refuses what is emitted ($language)"
    ok iodef convert v2-$language.xml --to json -o made.json --yes
    json_valid made.json || fail "the schema refuses what is made of XML ($language)"
    ok iodef convert made.json --to 2 -o back.xml --yes
    cmp <(xmllint --c14n v2-$language.xml) <(xmllint --c14n back.xml) ||
        fail "v2 to JSON and back is another document ($language)"
    ok iodef convert v2-$language.xml --to 1 -o v1.xml --yes
    lint all v1.xml || fail "v1: $(head -3 lint)"
    ok iodef convert v1.xml --to 2 -o v12.xml --yes
    for schema in all all-errata all-milewg; do
        lint $schema v12.xml || fail "v2 made of v1, $schema: $(head -3 lint)"
    done
done

mkdir examples made
"$python" "$SOURCE/tests/interop/iodef_documents.py" examples "$shared/rfc" examples > /dev/null
cp "$shared"/iodef-samples/evidence-*.xml examples
converted=0
for file in examples/*.xml; do
    name=$(basename "$file" .xml)
    for to in 1 2 json; do
        run iodef convert "$file" --to $to -o "made/$name.$to"
        [ "$code" -eq 0 ] || [ "$code" -eq 7 ] || fail "$file to $to: exit $code"
        [ "$code" -eq 0 ] || continue
        converted=$((converted + 1))
        # The RFC's own example has a value that is in no list, and dates between blanks that only
        # xmllint minds.
        case $name in rfc7970-29 | rfc5901-07) continue ;; esac
        if [ $to = json ]; then
            json_valid "made/$name.$to" || fail "$file as JSON"
        else
            lint all "made/$name.$to" || lint all-errata "made/$name.$to" ||
                lint all-milewg "made/$name.$to" || fail "$file to $to: $(head -3 lint)"
        fi
    done
done
[ $converted -ge 45 ] || fail "only $converted conversions were made"
echo "$converted conversions of the RFCs' examples"
