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
holds '.ok and .disclosed > 0 and .withheld == 4' # Carla has nothing to do with it: who she is
sum=$(jq -r .sha256 out)
ok events --json
holds ".events | last | .type == \"exchange.emit\" and .payload.body.digest == \"$sum\" and .payload.body.format == \"bundle-v1\""
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
holds '.ok and .withheld == 7 and .withheld_names == ["phone", "serial"]'
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

# With what is attached, and with cosignatures: told by whom only to who has the witness's key.
noise 5000 photo > photo.jpg
noise 3000 form > form.pdf
ok item attach laptop photo.jpg --role photograph
ok item attach disk form.pdf --role form
log=$(jq -r .log_key vault/exhibit.json)
for name in w1 w2; do
    ok --json witness new --name "example.org/$name" --state "$name"
    eval "$name=\$(jq -r .verifier_key out)"
    ok witness add-log "$log" --state "$name"
    ok checkpoint --add-checkpoint -o "request.$name" -y
    ok witness cosign "request.$name" --state "$name" -o "cosigned.$name"
done
ok witness attach cosigned.w1 --witness "$w1"
expect 2 bundle INC-1 -o papers.zip --documents
expect 4 --as boris bundle INC-1 -o papers.zip --documents --purpose "curious"
ok bundle INC-1 -o papers.zip --documents --purpose "for the court"
alone bundle verify papers.zip --json > out || fail "the bundle with documents does not verify"
holds '.documents == 2 and .documents_out == 0 and .cosignatures == 1'
holds '[.claims[] | select(.name == "documents" and .holds)] | length == 1'
holds '[.claims[] | select(.name == "witnesses" and (.holds | not))] | length == 1'
unzip -p papers.zip INC-1/data/documents/1/1 | cmp - photo.jpg || fail "another photograph"
unzip -p papers.zip INC-1/data/documents/2/1 | cmp - form.pdf || fail "another form"
[ -z "$(ls papers.zip.document-* 2> /dev/null)" ] || fail "a temporary file is left"
trust() { # NAME KEY
    printf 'log %s\nwitness w %s\nquorum w\n' "$log" "$2" > "trust.$1"
}
trust w1 "$w1"
trust w2 "$w2"
alone bundle verify papers.zip --trust trust.w1 --json > out || fail "the witness is not believed"
holds '[.claims[] | select(.name == "witnesses" and .holds)] | length == 1'
alone bundle verify papers.zip --trust trust.w2 --json > out || fail "another witness breaks nothing"
holds '[.claims[] | select(.name == "witnesses" and (.holds | not))] | length == 1'
sed 's/^log .*/log exhibit\/00112233445566778899aabbccddeeff+667e573f+AaULeV1p3wBA6uinqheJnTY2o+BzxDVPMwaqCyOQR9zT/' \
    trust.w1 > trust.other
alone bundle verify papers.zip --trust trust.other --json > out && fail "a bundle of another log"
mkdir papers && (cd papers && unzip -q ../papers.zip)
bash papers/INC-1/verify.sh papers/INC-1 "$log" "$w1" > out || fail "verify.sh refuses documents"
says "documents  2, as attached to items"
says "1 cosignatures, 1 of them by a witness whose key was given"
says "witness example.org/w1"
bash papers/INC-1/verify.sh papers/INC-1 "$log" "$w2" > out || fail "verify.sh wants all witnesses"
says "1 cosignatures, 0 of them"
# A photograph that was exchanged, manifest and all.
(
    cd papers/INC-1
    cp data/documents/2/1 data/documents/1/1
    sed -i "s/^[0-9a-f]*  data\/documents\/1\/1$/$(sha256sum < data/documents/1/1 | cut -c1-64)  data\/documents\/1\/1/" \
        manifest-sha256.txt
    sed -i "s/^[0-9a-f]*  manifest-sha256.txt$/$(sha256sum < manifest-sha256.txt | cut -c1-64)  manifest-sha256.txt/" \
        tagmanifest-sha256.txt
)
bash papers/INC-1/verify.sh > out 2> err && fail "verify.sh takes an exchanged photograph"
complains "is not what event"

# Redacted: whose digest is withheld, or what was said of them destroyed, is left out and counted.
ok bundle INC-1 -o untold.zip --documents --purpose "for the press" --withhold sha256
alone bundle verify untold.zip --json > out || fail "without documents"
holds '.documents == 0 and .documents_out == 2'
holds '[.findings[] | select(.code == "BN-NO-DOCUMENT" and .severity == "note")] | length == 1'
if unzip -l untold.zip | grep -q data/documents; then fail "a document that nobody can compare"; fi
person lea "Lea Legal"
ok --as lea identity show --card lea.card
ok handler add lea.card --role legal
ok --cosign lea shred --item laptop --basis court-order
ok bundle INC-1 -o shredded.zip --documents --purpose "for the court"
alone bundle verify shredded.zip --json > out || fail "after a shredding"
holds '.documents == 1 and .documents_out == 1'
holds '[.findings[] | select(.code == "BN-NO-DOCUMENT" and (.text | contains("destroyed")))] | length == 1'
if unzip -l shredded.zip | grep -q data/documents/1/; then fail "a document of a shredded item"; fi
