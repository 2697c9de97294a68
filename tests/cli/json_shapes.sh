# Every command prints one JSON object with --json; lists hold objects.
. "$SOURCE/tests/cli/prelude.sh"

object() {
    ok --json "$@"
    jq -es 'length == 1 and (.[0] | type == "object")' out > /dev/null ||
        fail "exhibit $*: not one JSON object"
}
object identity new erika --full-name "Erika Muster"
export EXHIBIT_AS=erika
holds '.id | test("^[0-9a-f]{64}$")'
object identity list
object identity show erika
object init --no-recovery
holds '.id and .origin and .log_key and .size == 1'
ok --json identity new max --full-name "Max Beispiel"
ok --as max identity show --card max.card
object handler add max.card
json '.roles | join(",")' handler
object handler list
holds '.handlers | length == 2 and all(type == "object")'
object handler show "Max Beispiel"
object handler roles "Max Beispiel" --role handler --role legal
json '.roles | join(",")' handler,legal
object policy show
json .mode formal
object policy check "$SOURCE/policy/default.toml"
json '.forbidden | length' 0
object policy adopt "$SOURCE/policy/default.toml"
holds '(.rules | length > 3) and (.adopted_at | type == "number")'
object incident open INC-1 --title T --restriction private --class crime
json .class crime
json .restriction private
object incident list
object incident show INC-1
object incident grant INC-1 "Max Beispiel" --read content
holds '[.grants[].access] | length == 2'
object incident rekey INC-1 --reason "a test"
json '.generation, .content' $'2\nfalse'
noise 50000 a > a.bin
object ingest a.bin -i INC-1 --description evidence --label a --happened 2026-01-02T03:04:05+01:00
json '.items[0].item.registered.utc' 2026-01-02T02:04:05Z
json '.items[0].item.registered.local' "2026-01-02 02:04:05 +00:00"
holds '.failed == []'
object item add -i INC-1 --description thing --field asset_tag=T-1
json .fields.asset_tag T-1
object item list
object item show a
object find a.bin
json '.found[0].item.id' INC-1/1
object handoff offer INC-1/2 --to "Max Beispiel" --purpose lab
json .state open
object handoff list
object --as max handoff accept INC-1/2
json .state accepted
object handoff offer INC-1/1 --to "Max Beispiel" --purpose lab
object --as max handoff refuse INC-1/1 --reason no
object handoff offer INC-1/1 --to "Max Beispiel" --purpose lab
object handoff cancel INC-1/1
person legal "Lea Legal"
ok --as legal identity show --card legal.card
ok handler add legal.card --role legal --role authority
object item attach INC-1/1 a.bin --role form
json .type item.attach
holds '.payload.body.role == "form"'
object item seal INC-1/1 --seal S-1
object item unseal INC-1/1 --old-seal S-1 --reason look
object item move INC-1/1 --place shelf
object item check-out INC-1/1 --purpose look --due 2099-01-01T00:00:00Z
object item check-in INC-1/1
object item examine INC-1/1 --purpose look
object inventory INC-1/1
json '.payload.body.results[0].result' present
object --as legal hold place -i INC-1 --reason appeal
object hold list
json '.holds[0].items | length' 0
object --as legal hold release "$(jq -r '.holds[0].id' out)" --reason decided
object disposal propose INC-1/1 --action destroy --reason closed
object --as legal disposal decline INC-1/1 --reason no
object disposal propose INC-1/1 --action destroy --reason closed
object --as legal disposal approve INC-1/1 --authority "Ruling 1"
object disposal list
json '.disposals[0].state' approved
object disposal decline INC-1/1 --reason "not yet"
ok --json events
opened=$(jq '.events[] | select(.type == "incident.open") | .index' out | head -1)
object correct "$opened" --field title --value "Another title" --reason typing
object stats
holds '.seconds.happened_to_recorded.count > 0'
object audit --import "$SOURCE/tests/fuzz/corpus/csv/form.csv"
object custody INC-1/1
holds '.rows | all(.event_hash | test("^[0-9a-f]{64}$"))'
holds '.persons | length == 3'
holds '.rows | all((.corrections | type == "array") and (.beside | type == "array"))'
object verify a
json '.items[0].lost | length' 0
json '.items[0].ok' true
holds '.items[0].scope | length > 0'
object audit
object export a -o copy --purpose test
json .matches_record true
object events
holds '.events | all(.payload | type == "object")'
object event show 0
json .type vault.genesis
object receipt 0
holds '.receipt | startswith("c2sp.org/tlog-proof@v1\n")'
object receipt 0 -o receipt.txt
json .output receipt.txt
object receipt check "$("$EXHIBIT" --json receipt 1 | jq -r .code)"
json .holds true
object checkpoint
object checkpoint compare <("$EXHIBIT" checkpoint) <("$EXHIBIT" checkpoint)
json .relation same
object checkpoint --add-checkpoint --since 1
holds '.request | startswith("old 1\n")'
mkdir anchors
object anchor request -o anchors
object anchor verify
holds '.anchors == []'
object witness new --name example.org/w
holds '.verifier_key | startswith("example.org/w+")'
object witness add-log "$(jq -r .log_key vault/exhibit.json)"
object witness show
object witness list
object witness cosign <("$EXHIBIT" checkpoint --add-checkpoint --since 0) -o cosigned.txt
object witness attach cosigned.txt --witness "$(jq -r .verifier_key <("$EXHIBIT" --json witness show))"
holds '.cosignatures | length == 1'
object bundle INC-1 -o bundle.zip
object bundle verify bundle.zip
object report INC-1
holds '.document | startswith("<!DOCTYPE html>")'
object iodef emit INC-1 --csirt-name csirt.example.org
holds '.document | contains("IODEF-Document")'
jq -r .document out > incident.xml
object iodef validate incident.xml
holds '.valid and (.messages == []) and .kind == "IODEF v2"'
object iodef convert incident.xml --to json
holds '.from == "2" and .to == "json" and (.document | fromjson | .version == "2.0")'
cp incident.xml report.xml
object iodef check report.xml
holds '.statements | length > 3'
object iodef attach report.xml INC-1 --csirt-name csirt.example.org
holds '.document | contains("IODEF-Document")'
object iodef import report.xml INC-1
holds '.item | startswith("INC-1/")'
object case export INC-1 -o record.jsonld
object case import record.jsonld --incident INC-1
holds '.items | length > 0'
object case export INC-1
holds '.document | fromjson | ."@graph" | length > 0'
pki=$SOURCE/tests/golden/rid
cat > rid.toml << END
csirt = "csirt.example.org"
inbox = "INC-1"
certificate = "$pki/erika.pem"
key = "$pki/erika.key"
anchors = "$pki/ca.pem"
revocation_lists = "$pki/crl.pem"
END
object rid read "$SOURCE/tests/fuzz/corpus/rid/query_signed.xml"
json '.type + " " + .incident + " " + .signatures[0].signer' "Query INC-n CN=erika"
object check
touch vault/.tmp-1-1
object --yes check --clean
json '[.removed[].name] | join(" ")' .tmp-1-1
json '.bytes_freed, (.kept | length)' $'0\n0'
object repair
holds ".repairs == []"
object catalogue rebuild
holds '.events > 5'
object identity new max2 --full-name "Max Beispiel"
json .signer file
ok --as max2 identity show --card max2.card
object --as max handler rotate max2.card
holds '.in_force and .predecessor and (.successor == null)'
object handler revoke "Max Beispiel" --reason left
holds '(.in_force | not) and (.ended == "left") and (.last_good | type == "number")'
object completion bash
object version
