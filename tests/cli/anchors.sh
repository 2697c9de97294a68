# Time-stamps by files: asked for, kept, verified by us and by openssl, and what they say of events.
. "$SOURCE/tests/cli/prelude.sh"
. "$SOURCE/tests/support/tsa.sh"

new_vault
incident
ok item add -i INC-1 --description thing --label laptop
ok --json audit
json '.claims[] | select(.name == "times") | .holds' false
authority tsa && signer tsa
mkdir anchors

ok --json anchor request -o anchors
json .size 3
cmp anchors/3.checkpoint <("$EXHIBIT" checkpoint) || fail "other bytes than the checkpoint's"
openssl ts -query -in anchors/3.tsq -text > query 2> /dev/null
grep -q 'Hash Algorithm: sha256' query && grep -q 'Certificate required: yes' query &&
    grep -q 'Nonce: 0x' query || fail "not the query that was asked for: $(cat query)"
reply tsa anchors/3.tsq anchors/3.tsr
ok --json anchor attach anchors/3.tsr --ca tsa/ca.pem
json .size 3
json .event 3
json .holds true
json .authority 'CN=Stamp,O=Exhibit tests'
object=$(jq -r .object out)
stamped=$(jq -r .time.utc out)

# What is kept is enough for somebody who has openssl and no Exhibit.
jq -j .checkpoint "vault/$object" > kept.checkpoint
jq -r .response "vault/$object" | base64 -d > kept.tsr
openssl ts -verify -data kept.checkpoint -in kept.tsr -CAfile tsa/ca.pem 2> /dev/null |
    grep -q 'Verification: OK' || fail "openssl does not verify what is kept"
[ "$(sha256sum < "vault/$object" | cut -d' ' -f1)" = "${object##*/}" ] || fail "name and digest"

ok --json anchor verify --ca tsa/ca.pem
json '.anchors[0] | .holds, .trusted' $'true\ntrue'
ok --json anchor verify
json '.anchors[0] | .holds, .trusted' $'true\nfalse'
authority other
expect 1 --json anchor verify --ca other/ca.pem
json '.anchors[0].holds' false
holds '.anchors[0].problem | test("self-signed|issuer")'

# Events below are not after, events that saw the token are not before.
ok item add -i INC-1 --description other --label phone
ok --json event show 2
json '.times.not_after.time.utc' "$stamped"
json '.times.not_before' null
ok --json event show 4
json '.times.not_before.time.utc' "$stamped"
json '.times.not_after' null
ok --json custody laptop
json '.rows[0].times.not_after.by' 'CN=Stamp,O=Exhibit tests'
# The event that names the token is not proved to be later: its signer had not seen it in a tree.
ok --json event show 3
json '.times.not_before, .times.not_after' $'null\nnull'

ok --json audit
json '.claims[] | select(.name == "times") | .holds' false
holds '.claims[] | select(.name == "times") | .scope | contains("--ca")'
ok --json audit --ca tsa/ca.pem
json '.claims[] | select(.name == "times") | .holds' true
holds '.claims[] | select(.name == "times") | .scope | contains("up to size 3")'
json '[.findings[] | select(.code | startswith("TS-"))] | length' 0
holds '[.findings[] | select(.code == "CR-25").text] | length == 1 and (.[0] | contains("from number 3 on"))'
# Whom one does not know is not counted, and nobody is left who attests a time: CR-25.
ok --json audit --ca other/ca.pem
json '.claims[] | select(.name == "times") | .holds' false
holds '[.findings[].code] | contains(["TS-STRANGER", "CR-25"])'

# A changed byte of what is kept is found, with a key and without.
chmod u+w "vault/$object"
sed -i 's/exhibit-anchor-v1/exhibit-anchor-v2/' "vault/$object"
expect 1 --json audit --ca tsa/ca.pem
holds '[.findings[] | select(.code == "ST-DIGEST")] | length == 1'
expect 1 check
