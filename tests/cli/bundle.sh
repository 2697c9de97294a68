# A bundle proves by itself what happened: made, redacted, with content, checked without a vault.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
enrol boris "Boris Beispiel"
enrol carla "Carla Kurier"
incident INC-1
ok incident open INC-2 --title "Another one"
ok incident grant INC-1 "Boris Beispiel" --read record
ok item add -i INC-1 --label laptop --description "black laptop" --serial PF-777 --seal A-1
noise 100000 one > disk.img
ok ingest disk.img -i INC-1 --label disk --description "image of its disk" --from laptop
ok item add -i INC-2 --label secret --description "not of this incident"
ok handoff offer laptop --to "Boris Beispiel" --purpose "examination"

ok bundle INC-1 -o one.zip --json
json .sha256 "$(sha256sum one.zip | cut -c1-64)"
json .events 8
json .size 10
holds '.ok and .disclosed > 0 and .withheld == 0'
sum=$(jq -r .sha256 out)
ok events --json
holds "[.[]? // .events[]] | last | .type == \"exchange.emit\" and .payload.body.digest == \"$sum\" and .payload.body.format == \"bundle-v1\""
expect 5 bundle INC-1 -o one.zip # it is there already

# Without vault, identity and home.
alone() { env -u EXHIBIT_VAULT -u EXHIBIT_AS EXHIBIT_HOME="$PWD/nobody" HOME="$PWD/nobody" "$EXHIBIT" "$@"; }
alone bundle verify one.zip > out || fail "the bundle does not verify alone"
says "The bundle holds as far as the claims above go"
says "8 of the 10 in the ledger"
if grep -q "not of this incident" <(unzip -p one.zip); then fail "another incident is told"; fi
mkdir unpacked && (cd unpacked && unzip -q ../one.zip)
bash unpacked/INC-1/verify.sh > out || fail "verify.sh refuses the bundle"
says "VERIFIED with openssl, sha256sum and jq"
bash unpacked/INC-1/verify.sh unpacked/INC-1 "exhibit/00112233445566778899aabbccddeeff+667e573f+AaULeV1p3wBA6uinqheJnTY2o+BzxDVPMwaqCyOQR9zT" \
    > out 2> err && fail "verify.sh takes a bundle of another log"
complains "NOT VERIFIED"
printf x >> unpacked/INC-1/data/entries/0.json
bash unpacked/INC-1/verify.sh > out 2> err && fail "verify.sh takes a changed file"

# Redacted: fewer values, all else as before.
ok bundle INC-1 -o two.zip --withhold serial --withhold phone
alone bundle verify two.zip --json > out || fail "the redacted bundle does not verify"
holds '.ok and .withheld == 4 and .withheld_names == ["phone", "serial"]'
holds '[.findings[] | select(.code == "BN-WITHHELD" and .severity == "note")] | length == 1'
if unzip -p two.zip | grep -qE "PF-777|$(printf '"PF-777"' | base64 | cut -c1-8)"; then fail "a withheld value is in it"; fi

# For one item, only what is about it.
ok bundle disk -o item.zip --json
json .item INC-1/2
alone bundle verify item.zip --json > out || fail "the item's bundle does not verify"
holds '.ok and .withheld > 0'
if unzip -p item.zip 'INC-1-2/data/disclosures/*' | tr -d '\n' | grep -q "$(printf 'black laptop' | base64 | cut -c1-12)"; then
    fail "another item is told of"
fi

# With content, which takes a purpose and a content grant; what was exported is on record.
expect 2 bundle disk -o full.zip --content
ok bundle disk -o full.zip --content --purpose "for the expert"
alone bundle verify full.zip --json > out || fail "the bundle with content does not verify"
holds '[.claims[] | select(.name == "content" and .holds)] | length == 1'
unzip -p full.zip INC-1-2/data/content/2 | cmp - disk.img || fail "other content"
[ -z "$(ls full.zip.content-* 2> /dev/null)" ] || fail "a temporary file is left"
expect 4 --as boris bundle disk -o denied.zip --content --purpose "curious"
[ ! -e denied.zip ] || fail "a bundle was written"
ok --as boris bundle INC-1 -o boris.zip
expect 4 --as carla bundle INC-1 -o carla.zip
expect 3 bundle INC-9 -o none.zip
expect 2 bundle INC-1
expect 3 bundle verify nothing.zip

# The report: from the vault and from a bundle alone.
ok report INC-1 -o report.html
grep -q "<h1>Incident INC-1</h1>" report.html || fail "not the report"
alone report --bundle two.zip -o again.html > out || fail "no report from a bundle"
grep -q "PF-777" report.html || fail "the serial number is missing"
if grep -q "PF-777" again.html; then fail "the redacted report tells the serial number"; fi
ok report disk -o item.html
grep -q "<h1>Item INC-1/2</h1>" item.html || fail "not the item's report"
if grep -q "black laptop" item.html; then fail "the item's report tells of another item"; fi
expect 2 report INC-1 --bundle one.zip
