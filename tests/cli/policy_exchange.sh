# What a policy lets leave the vault, and what the documents say of it.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
ok incident open INC-1 --title "Shared" --restriction public
ok incident open INC-2 --title "Closed" --restriction private
ok incident open INC-3 --title "Between" --restriction need-to-know
printf 'one\ntwo\n' > note.txt
for incident in INC-1 INC-2 INC-3; do
    ok ingest note.txt -i $incident --description "a note" --field serial="SN 99" --field host_name=web1
done
cat > strict.toml << 'END'
format = "exhibit-policy-v1"
name = "strict"
[exchange.public]
tlp = "green"
content = false
withhold = ["serial", "phone"]
[exchange.private]
leaves = false
[exchange.need-to-know]
tlp = "amber+strict"
END
sed 's/"green"/"purple"/' strict.toml > wrong.toml
expect 7 policy check wrong.toml
complains "red, amber+strict, amber, green or clear"
sed 's/"phone"/"everything"/' strict.toml > wrong.toml
expect 7 policy check wrong.toml
ok iodef emit INC-2 --csirt-name csirt.example.org -o before.xml
ok policy adopt strict.toml
ok policy show
says "Nothing of incidents with the restriction private goes to others"

# The colour, and what stays behind.
ok iodef emit INC-1 --csirt-name csirt.example.org -o public.xml
complains "What is recorded as serial is not in the document: the policy strict does not let it"
grep -q '<Incident purpose="reporting" restriction="green"' public.xml || fail "no TLP colour"
grep -q 'restriction="public"' public.xml && fail "the incident's own word beside the colour"
grep -q "SN 99\|+49-30-1234" public.xml && fail "the serial or the telephone number left"
grep -q "web1" public.xml || fail "the host name did not leave"
ok iodef emit INC-1 --csirt-name csirt.example.org --version 1 -o public1.xml
grep -q '<Description>TLP:GREEN</Description>' public1.xml || fail "v1 does not say the colour"
ok iodef emit INC-3 --csirt-name csirt.example.org -o between.xml
grep -q 'restriction="ext-value" ext-restriction="amber+strict"' between.xml ||
    fail "no amber+strict"
for file in public public1 between; do
    ok iodef validate $file.xml
    [ -d "$SOURCE/../shared/schemas/local" ] || continue
    for driver in all all-errata all-milewg; do
        schema=$SOURCE/../shared/schemas/local/$driver.xsd
        [ ! -e "$schema" ] || xmllint --nonet --noout --schema "$schema" $file.xml 2> err ||
            fail "$file.xml under $driver.xsd"
    done
done
ok case export INC-1 -o public.json
complains "What is recorded as serial"
grep -q "SN 99\|+49-30-1234" public.json && fail "the serial or the telephone number left in CASE"
expect 4 iodef emit INC-1 --csirt-name csirt.example.org --excerpt INC-1/1:two --purpose p
complains "the policy lets no line of the content leave"

# Nothing of the closed one, and no file of what could not be recorded.
expect 4 iodef emit INC-2 --csirt-name csirt.example.org -o closed.xml
complains "the policy strict lets nothing of incidents with the restriction private go to others"
expect 4 case export INC-2 -o closed.xml
[ ! -e closed.xml ] || fail "a document that may not leave was written"
ok bundle INC-2 -o closed.zip
ok --json audit
holds '[.findings[] | select(.code == "PL-EXCHANGE")] == []'
