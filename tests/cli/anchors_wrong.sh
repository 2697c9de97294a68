# A time-stamp that is not over this checkpoint, not for this query, not by an authority, or has
# something behind it is refused with a reason, and nothing is recorded.
. "$SOURCE/tests/cli/prelude.sh"
. "$SOURCE/tests/support/tsa.sh"

new_vault
authority tsa && signer tsa
mkdir a
ok anchor request -o a
reply tsa a/1.tsq a/1.tsr

refused() { # CODE TEXT ARGS...: attaching ends like this, and the ledger stays as it was
    expect "$1" anchor attach "${@:3}"
    complains "$2"
    ok --json checkpoint
    holds '.checkpoint | contains("\n1\n")'
}
{ cat a/1.tsr; printf '\0'; } > a/behind.tsr
openssl ts -verify -data a/1.checkpoint -in a/behind.tsr -CAfile tsa/ca.pem > /dev/null 2>&1 ||
    fail "openssl is stricter than it was; say so in the notes on RFC 3161"
refused 7 "nothing behind" a/behind.tsr --query a/1.tsq --checkpoint a/1.checkpoint --ca tsa/ca.pem
head -c 300 a/1.tsr > a/cut.tsr
refused 7 "response in DER" a/cut.tsr --query a/1.tsq --checkpoint a/1.checkpoint --ca tsa/ca.pem
{ cat a/1.tsq; printf '\0'; } > a/behind.tsq
refused 7 "nothing behind" a/1.tsr --query a/behind.tsq --ca tsa/ca.pem

# Another query of ours: the nonce differs. Another text: the imprint differs.
mkdir b
ok anchor request -o b
refused 1 "nonce mismatch" a/1.tsr --query b/1.tsq --ca tsa/ca.pem
echo other > text
openssl ts -query -data text -sha256 -cert -out text.tsq 2> /dev/null
reply tsa text.tsq text.tsr
refused 1 "message imprint mismatch" text.tsr --query a/1.tsq --checkpoint a/1.checkpoint \
    --ca tsa/ca.pem
refused 1 "exactly this checkpoint" text.tsr --query text.tsq --checkpoint a/1.checkpoint \
    --ca tsa/ca.pem
openssl ts -query -data a/1.checkpoint -sha256 -no_nonce -cert -out none.tsq 2> /dev/null
refused 1 "no nonce" a/1.tsr --query none.tsq --checkpoint a/1.checkpoint --ca tsa/ca.pem

# The authority said no.
printf '\x30\x05\x30\x03\x02\x01\x02' > no.tsr
refused 1 "refused the request" no.tsr --query a/1.tsq --checkpoint a/1.checkpoint --ca tsa/ca.pem

# Who signed: a certificate for something else, one not critical, one expired, another root.
for usage in timeStamping critical,codeSigning critical,timeStamping,codeSigning; do
    authority eku && signer eku 365 "$usage"
    forge eku a/1.tsr eku.tsr
    refused 1 "unsuitable certificate purpose" eku.tsr --query a/1.tsq \
        --checkpoint a/1.checkpoint --ca eku/ca.pem
done
authority right && signer right
forge right a/1.tsr right.tsr # the same way, with the right usage: the reason was the usage
openssl ts -verify -data a/1.checkpoint -in right.tsr -CAfile right/ca.pem > /dev/null 2>&1 ||
    fail "the forged response is broken for another reason"
authority old && signer old -1
reply old a/1.tsq old.tsr
refused 1 "certificate has expired" old.tsr --query a/1.tsq --checkpoint a/1.checkpoint \
    --ca old/ca.pem
refused 1 "issuer" a/1.tsr --ca right/ca.pem
refused 7 "certificates in PEM" a/1.tsr --ca a/1.checkpoint

# A changed byte in the token. The last one is in the signature.
cp a/1.tsr a/x.tsr
size=$(wc -c < a/x.tsr)
printf '\x00' | dd of=a/x.tsr bs=1 seek=$((size - 1)) conv=notrunc 2> /dev/null
cmp -s a/1.tsr a/x.tsr || refused 1 "signature" a/x.tsr --query a/1.tsq \
    --checkpoint a/1.checkpoint --ca tsa/ca.pem

# A checkpoint of another vault.
EXHIBIT_VAULT=$PWD/second ok init --no-recovery
mkdir c
EXHIBIT_VAULT=$PWD/second ok anchor request -o c
reply tsa c/1.tsq c/1.tsr
refused 1 "" c/1.tsr --ca tsa/ca.pem
ok anchor attach a/1.tsr --ca tsa/ca.pem
