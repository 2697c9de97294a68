#!/usr/bin/env bash
# Two vaults talk RID over HTTPS, each in a network of its own; xmlsec1, openssl and xmllint look at
# what they say, and say things themselves.
. "$SOURCE/tests/cli/prelude.sh"
. "$SOURCE/tests/support/rid_pki.sh"
command -v xmlsec1 > /dev/null || { echo "SKIP: xmlsec1 is not installed"; exit 0; }

# Network namespaces where the machine allows them, else one loopback with two ports.
if [ -z "${RID_NETWORK:-}" ]; then
    if unshare -rnm true 2> /dev/null && command -v ip > /dev/null; then
        export RID_NETWORK=namespaces
        exec unshare -rnm bash "$0"
    fi
    export RID_NETWORK=loopback
fi
north=127.0.0.1 south=127.0.0.1 north_port=0 south_port=0
# The network of each side, as words before a command.
in_north=(env) in_south=(env)
if [ "$RID_NETWORK" = namespaces ]; then
    mount -t tmpfs none /run
    ip netns add north && ip netns add south
    ip link add veth-n type veth peer name veth-s
    ip link set veth-n netns north && ip link set veth-s netns south
    north=10.77.0.1 south=10.77.0.2 north_port=4590 south_port=4590
    in_north=(ip netns exec north) in_south=(ip netns exec south)
    "${in_north[@]}" ip addr add $north/24 dev veth-n
    "${in_south[@]}" ip addr add $south/24 dev veth-s
    "${in_north[@]}" ip link set veth-n up
    "${in_south[@]}" ip link set veth-s up
fi
echo "network: $RID_NETWORK"

# Certificates: two peers, one that is trusted but no peer, one that was revoked, one unknown.
rid_authority good
rid_authority other
for name in north south visitor gone; do rid_certificate good $name; done
rid_certificate other mallory
rid_revoke good gone

# One vault each. n and s: the program as the one and the other.
export EXHIBIT_AS=erika
n() { EXHIBIT_HOME=$PWD/n.home EXHIBIT_VAULT=$PWD/n.vault "${in_north[@]}" "$EXHIBIT" "$@" > out 2> err; }
s() { EXHIBIT_HOME=$PWD/s.home EXHIBIT_VAULT=$PWD/s.vault "${in_south[@]}" "$EXHIBIT" "$@" > out 2> err; }
must() { "$@" || fail "$* ended with $?"; }
for side in n s; do
    must $side identity new erika --full-name "Erika Muster of $side"
    must $side init --no-recovery
    must $side incident open RID-INBOX --title "Messages of other teams"
    must $side incident open "INC-$side" --title "Break-in at ACME" --restriction need-to-know
done
noise 100000 disk > disk.img
must n ingest disk.img -i INC-n --description "Disk of web1"
must n incident open SECRET --title "Not for others"
must s ingest disk.img -i INC-s --description "The same disk"

# config SIDE PEER HOST PEER_HOST PORT PEER_PORT MORE
config() {
    cat > "$1.toml" << END
csirt = "$1.example"
inbox = "RID-INBOX"
listen = "$3:$5"
certificate = "good/$1.pem"
key = "good/$1.key"
anchors = "good/ca.pem"
revocation_lists = "good/crl.pem"

[peer.$2]
csirt = "$2.example"
host = "$4"
port = $6
dns_id = "$2"
certificate = "good/$2.pem"
$7
END
}

# serve SIDE: in the background; its sentences in SIDE.log, its address in $address.
serve() {
    local side=$1 letter=${1:0:1} network=("${in_south[@]}")
    [ "$side" = south ] || network=("${in_north[@]}")
    rm -f said && mkfifo said
    "${network[@]}" env EXHIBIT_HOME="$PWD/$letter.home" EXHIBIT_VAULT="$PWD/$letter.vault" \
        "$EXHIBIT" rid serve --config "$side.toml" > said 2> "$side.log" &
    servers+=($!)
    read -r -t 60 line < said || fail "$side does not serve: $(cat "$side.log")"
    address=$(awk '{ print $5 }' <<< "$line")
}
servers=()
# On a loopback the ports are known once both were taken: the peer's is put in afterwards.
if [ "$RID_NETWORK" = loopback ]; then
    config north south $north $south 0 1 ''
    serve north && north_port=${address##*:} && kill "${servers[0]}"
    wait "${servers[0]}" || true
    south_port=$((north_port + 1))
    servers=()
fi
config north south $north $south "$north_port" "$south_port" 'incidents = ["INC-n"]
callback = true'
config south north $south $north "$south_port" "$north_port" 'incidents = ["INC-s"]'
serve north
serve south

# heard SIDE TEXT: the log of a server says it, soon.
heard() {
    { timeout 60 tail -n +1 -f "$1.log" || true; } | grep -qF -m1 -- "$2" || fail "$1 did not say: $2
$(cat "$1.log")"
}

# 1. A report, signed and encrypted.
must n --json rid send south --report INC-n --purpose "for your case" --config north.toml
json .status 200
digest=$(jq -r .sha256 out)
must n --json item show "$(jq -r .kept out)"
json '.incident + " " + .digests.sha256' "RID-INBOX $digest"
must n --json events
holds '[.events[] | select(.type == "exchange.emit")] | length == 1'
heard south "A Report of north"
must s --json find "$digest"
kept=$(jq -r '.found[0].item.id' out)
json '.found[0].item.incident' RID-INBOX
grep -q 'signed by CN=north' <(jq -r '.found[0].item.description' out) || fail "the description"
must s export "$kept" -o report.xml --purpose test
[ "$(sha256sum < report.xml | cut -d ' ' -f 1)" = "$digest" ] || fail "other bytes than were sent"
grep -q 'Disk of web1' report.xml && fail "a need-to-know report went in clear"

# verified FILE N: by xmlsec1, the N-th signature in it.
verified() {
    xmlsec1 --verify --trusted-pem good/ca.pem \
        --node-xpath "(//*[local-name()='SignedInfo'])[$2]/.." "$1" 2> err > out
}
verified report.xml 'last()' || fail "xmlsec1 does not verify the message"
verified report.xml 1 && fail "what is signed inside is not encrypted"
xmlsec1 --decrypt --privkey-pem good/south.key --output plain.xml report.xml 2> err ||
    fail "xmlsec1 does not decrypt it"
grep -q 'Disk of web1' plain.xml || fail "there is no report in it"
verified plain.xml 1 || fail "xmlsec1 does not verify what is signed of the report"
xmlsec1 --decrypt --privkey-pem good/north.key report.xml > out 2> err && fail "for anybody"
schemas=$SOURCE/../shared/schemas/local
if [ -d "$schemas" ]; then
    for driver in all all-errata all-milewg; do
        for file in report.xml plain.xml; do
            xmllint --nonet --noout --schema "$schemas/$driver.xsd" $file 2> err ||
                fail "$file is not valid under $driver.xsd"
        done
    done
else
    echo "SKIP: no schemas beside this source tree (../shared/schemas)"
fi
must s --json rid read report.xml --config south.toml
json '.type + " " + .csirt + "#" + .incident' "Report north.example#INC-n"
json .decrypted true
json '.signatures[0].signer' CN=north
holds '.signatures | length > 1'
holds '.document | contains("Disk of web1")'
n rid read report.xml --config north.toml && fail "read by who sent it, without the key"

# 2. A question, and the answer by a connection of the other side.
must s --json rid send north --query INC-n --config south.toml
json .status 202
holds '.token | test("^[A-Za-z0-9_-]{32}$")'
heard north "was delivered (HTTP status 200)"
heard south "it answers what was asked"
must n --json events
holds '[.events[] | select(.type == "exchange.emit")] | length == 2'

# 3. What may not be seen is as if it were not there.
answers() { must s --json rid send north --query "$1" --config south.toml && jq -c .answer out; }
answers SECRET | jq -c 'del(.incident)' > secret
answers NOWHERE | jq -c 'del(.incident)' > nowhere
cmp secret nowhere || fail "an answer tells that an incident exists"
[ "$(jq -r '.type + " " + .authorization' secret)" = "Acknowledgement Denied" ] || fail "$(cat secret)"

# A document as somebody wrote it: a request, for which people decide; a result.
must s iodef emit INC-s --csirt-name south.example -o request.iodef
must s --json rid send north --document request.iodef --type investigation --config south.toml
json '.answer.type + " " + .answer.authorization' "Acknowledgement Pending"
cat > bare.iodef << 'END'
<IODEF-Document version="1.00" lang="en" xmlns="urn:ietf:params:xml:ns:iodef-1.0">
<Incident purpose="traceback" restriction="public"><IncidentID name="south.example">7</IncidentID>
<ReportTime>2026-11-26T00:00:00Z</ReportTime><Assessment><Impact/></Assessment>
<Contact role="creator" type="organization"/></Incident></IODEF-Document>
END
must s --json rid send north --document bare.iodef --type trace --config south.toml
json '.answer | "\(.type) \(.authorization) \(.justification)"' \
    "Acknowledgement Denied AuthenticationOrigin"
must s --json rid send north --document bare.iodef --type result --source-found yes \
    --config south.toml
json .status 200
heard north "A Result of south"

# 4. TLS: nobody without a certificate, nobody revoked or unknown, no trusted stranger.
request() { printf 'GET / HTTP/1.1\r\nHost: north\r\nConnection: close\r\n\r\n'; }
# tls [OPTION...]: from south's network, what openssl gets for standard input.
tls() {
    timeout 20 "${in_south[@]}" openssl s_client -connect "$north:$north_port" \
        -quiet -CAfile good/ca.pem "$@" 2> tls.err
}
request > request.txt
# ask [OPTION...]: sends request.txt, leaves what comes in answer.
ask() { tls "$@" < request.txt > answer || true; }
ask && grep -q HTTP answer && fail "answered without a certificate"
grep -qi 'certificate required\|handshake failure' tls.err || fail "no word of a certificate: $(cat tls.err)"
ask -cert good/gone.pem -key good/gone.key && grep -q HTTP answer && fail "answered somebody revoked"
heard north "certificate revoked"
ask -cert other/mallory.pem -key other/mallory.key && grep -q HTTP answer && fail "answered mallory"
heard north "unable to get local issuer certificate"
ask -cert good/visitor.pem -key good/visitor.key && grep -q HTTP answer && fail "answered a stranger"
heard north "of nobody on the list of peers"
ask -cert good/south.pem -key good/south.key -tls1_1 && grep -q HTTP answer && fail "TLS 1.1"
ask -cert good/south.pem -key good/south.key
head -1 answer | grep -q '^HTTP/1.1 204' || fail "a peer is answered: $(cat answer tls.err)"

# 5. Messages that xmlsec1 made are taken; wrapped, changed and unsigned ones are not.
post() { # FILE: the status of the answer
    { printf 'POST / HTTP/1.1\r\nHost: north\r\nContent-Type: text/xml\r\nConnection: close\r\n'
      printf 'Content-Length: %s\r\n\r\n' "$(wc -c < "$1")"
      cat "$1"; } > request.txt
    ask -cert good/south.pem -key good/south.key
    head -1 answer | cut -d ' ' -f 2
}
cat > unsigned.xml << 'END'
<?xml version="1.0" encoding="UTF-8"?>
<r:RID xmlns:r="urn:ietf:params:xml:ns:iodef-rid-2.0" xmlns:i="urn:ietf:params:xml:ns:iodef-1.0" lang="en">
<r:RIDPolicy MsgType="Query" MsgDestination="RIDSystem"><r:PolicyRegion region="PeerToPeer"/>
<i:Node><i:NodeName>north</i:NodeName></i:Node><r:TrafficType type="Other"/>
<i:IncidentID name="north.example">
  INC-n
</i:IncidentID><r:ReportSchema><r:XMLDocument dtype="xml" meaning="xml"/><r:Signature dtype="xml">
<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>
<CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>
<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>
<Reference URI=""><Transforms>
<Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>
<Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></Transforms>
<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference>
</SignedInfo><SignatureValue/><KeyInfo><X509Data/></KeyInfo></Signature></r:Signature>
</r:ReportSchema></r:RIDPolicy></r:RID>
END
xmlsec1 --sign --privkey-pem good/south.key,good/south.pem --output query.xml unsigned.xml
[ "$(post query.xml)" = 202 ] || fail "a query that xmlsec1 signed: $(cat answer north.log)"
grep -qi '^RID-Callback-Token: ' answer || fail "no token"
items() { must n --json item list -i RID-INBOX && jq '.items | length' out; }
received() { must n --json find "$(sha256sum < query.xml | cut -d ' ' -f 1)" && jq '.found | length' out; }
[ "$(post query.xml)" = 202 ] || fail "the same query again"
[ "$(received)" = 1 ] || fail "the same bytes were kept twice"

refused() { # FILE STATUS WORDS
    [ "$(post "$1")" = "$2" ] || fail "$1 was answered $(head -1 answer), expected $2"
    heard north "$3"
}
sed 's/INC-n/SECRET/' query.xml > changed.xml
refused changed.xml 403 "what was signed has changed since"
# The whole signed message inside another, as its report.
{ sed '/<r:ReportSchema>/,$d' query.xml | sed 's/INC-n/SECRET/'
  printf '</i:IncidentID><r:ReportSchema><r:XMLDocument dtype="xml">'
  sed 1d query.xml
  printf '</r:XMLDocument></r:ReportSchema></r:RIDPolicy></r:RID>'
} > wrapped.xml
xmllint --noout wrapped.xml || fail "the test's own document"
refused wrapped.xml 403 "there is none over the document"
# The signature points at the old message by its name.
sed 's/<r:RID /<r:RID Id="old" /' query.xml | sed 's/<Reference URI="">/<Reference URI="#old">/' > by_id.xml
refused by_id.xml 403 "its reference is not URI"
python3 -c 'import re, sys
sys.stdout.write(re.sub("<r:Signature.*</r:Signature>", "", sys.stdin.read(), flags=re.S))' \
    < query.xml > bare.xml
refused bare.xml 403 "there is none over the document"
xmlsec1 --sign --privkey-pem other/mallory.key,other/mallory.pem --output forged.xml unsigned.xml
refused forged.xml 403 "unable to get local issuer certificate"
xmlsec1 --sign --privkey-pem good/visitor.key,good/visitor.pem --output stranger.xml unsigned.xml
refused stranger.xml 403 "it is signed by somebody else"
{ echo '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'; sed 1d query.xml; } > doctype.xml
refused doctype.xml 400 "document type"

# 6. Both ledgers hold all of it.
for pid in "${servers[@]}"; do
    kill "$pid"
    wait "$pid" || [ $? -eq 130 ] || fail "a server ended badly"
done
servers=()
must n audit
must s audit
must s --json item list -i RID-INBOX
holds '[.items[] | select(.description | test("^RID Report about north.example#INC-n of north"))] |
    length >= 2'
holds '[.items[] | select(.description == "The report in RID-INBOX/1, decrypted")] | length == 1'
echo "done over $RID_NETWORK"
