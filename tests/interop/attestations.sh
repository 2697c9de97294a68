#!/usr/bin/env bash
# What witnesses and authorities say is checked here with openssl and shell alone: a cosignature, a
# kept time-stamp, a short code.
. "$SOURCE/tests/cli/prelude.sh"
. "$SOURCE/tests/support/tsa.sh"

new_vault
incident
ok --json witness new --name example.org/w
vkey=$(jq -r .verifier_key out)
ok witness add-log "$(jq -r .log_key vault/exhibit.json)"
ok checkpoint --add-checkpoint -o request.txt
ok witness cosign request.txt -o cosigned.txt

# verify KEY_FILE SIGNATURE MESSAGE: Ed25519, the key as its 32 raw bytes.
verify() {
    { printf '302a300506032b6570032100' | xxd -r -p && cat "$1"; } > key.der
    openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -sigfile "$2" -in "$3" > /dev/null
}
# The key: type 4; its id: the first four bytes of a digest over name, type and key.
cut -d + -f 3- <<< "$vkey" | base64 -d > material
[ "$(head -c 1 material | xxd -p)" = 04 ] || fail "not the type of a witness"
[ "$({ printf 'example.org/w\n' && cat material; } | sha256sum | head -c 8)" = \
    "$(cut -d + -f 2 <<< "$vkey")" ] || fail "the key id"
tail -c 32 material > raw
# The line: id, time, signature over the time and the checkpoint's text.
sed '/^$/,$d' cosigned.txt > text
tail -1 cosigned.txt | cut -d ' ' -f 3 | base64 -d > line
[ "$(head -c 4 line | xxd -p)" = "$(cut -d + -f 2 <<< "$vkey")" ] || fail "the id in the line"
time=$((16#$(tail -c +5 line | head -c 8 | xxd -p)))
[ $((time - $(date +%s))) -le 0 ] && [ $(($(date +%s) - time)) -lt 300 ] || fail "the time $time"
tail -c 64 line > signature
{ printf 'cosignature/v1\ntime %s\n' "$time" && cat text; } > message
verify raw signature message || fail "openssl does not accept the cosignature"
printf x >> message
verify raw signature message 2> /dev/null && fail "openssl accepts anything"

# A short code, from the words of FORMAT.md 12.
ok --json receipt 1
given=$(jq -r .code out)
ok --json event show 1
leaf=$(jq -r .hash out)
ok checkpoint
root=$(sed -n 3p out | base64 -d | xxd -p -c 32)
{
    printf 'exhibit short code v1\n%s\n' "$(jq -r .origin vault/exhibit.json)"
    printf '%s%016x%s' "$leaf" 2 "$root" | xxd -r -p
} | sha256sum | head -c 30 > digest
letters=0123456789ABCDEFGHJKMNPQRSTVWXYZ
bits=''
while read -r -n 1 digit; do
    [ -z "$digit" ] || for weight in 8 4 2 1; do bits+=$((16#$digit / weight % 2)); done
done < digest
body=''
while [ -n "$bits" ]; do
    body+=${letters:$((2#${bits:0:5})):1}
    bits=${bits:5}
done
[ "1-2-$body" = "$(cut -d - -f 1,2 <<< "$given")-$(cut -d - -f 3-8 <<< "$given" | tr -d -)" ] ||
    fail "short code $given, expected 1-2-$body"

# A time-stamp as it is kept, by openssl alone.
authority tsa && signer tsa
mkdir a
ok anchor request -o a
reply tsa a/2.tsq a/2.tsr
ok --json anchor attach a/2.tsr --ca tsa/ca.pem
object=vault/$(jq -r .object out)
jq -j .checkpoint "$object" > kept.checkpoint
jq -r .query "$object" | base64 -d > kept.tsq
jq -r .response "$object" | base64 -d > kept.tsr
{
    echo '-----BEGIN CERTIFICATE-----'
    jq -r '.chain[0]' "$object" | fold -w 64
    echo '-----END CERTIFICATE-----'
} > kept.pem
openssl ts -verify -data kept.checkpoint -in kept.tsr -CAfile kept.pem > /dev/null 2>&1 || fail "data"
openssl ts -verify -queryfile kept.tsq -in kept.tsr -CAfile kept.pem > /dev/null 2>&1 || fail "query"
