#!/usr/bin/env bash
# What Exhibit signs is checked here with openssl and jq alone: an envelope (DSSE), a checkpoint's
# form (signed note), canonical JSON. The inputs are seeds of tests/fuzz, written by the library.
set -euo pipefail

seeds=$SOURCE/tests/fuzz/corpus

# verify KEY_HEX SIGNATURE_FILE MESSAGE_FILE: Ed25519, the key given as its 32 raw bytes.
verify() {
    # An Ed25519 SubjectPublicKeyInfo is this header and the raw key (RFC 8410).
    printf '302a300506032b6570032100%s' "$1" | xxd -r -p >key.der
    openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -sigfile "$2" -in "$3"
}

refused() {
    if "$@" >/dev/null 2>&1; then
        echo "accepted: $*" >&2
        return 1
    fi
}

# The key whose Ed25519 seed is 32 bytes of 07.
signer=ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c
envelope=$seeds/dsse/signed
jq -j .payload "$envelope" | base64 -d >payload
type=$(jq -j .payloadType "$envelope")
jq -j '.signatures[0].sig' "$envelope" | base64 -d >signature
{
    printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(stat -c %s payload)"
    cat payload
} >message
verify "$signer" signature message
test "$(jq -j '.signatures[0].keyid' "$envelope")" = \
    "$(printf %s "$signer" | xxd -r -p | sha256sum | cut -d ' ' -f 1)"
printf . >>message
refused verify "$signer" signature message

# Signed note: the text is what stands before the last empty line, with its newline.
note=$seeds/note/published
sed '/^$/,$d' "$note" >text
tail -n 1 "$note" | cut -d ' ' -f 3 | base64 -d | tail -c +5 >signature
peter=$(cut -d + -f 3- "$seeds/note/vkey" | base64 -d | tail -c +2 | xxd -p -c 32)
verify "$peter" signature text
sed -i 1s/If/if/ text
refused verify "$peter" signature text

# jq sorts keys by code point and writes no white space: for ASCII keys that is canonical.
for json in "$envelope" "$seeds/json/event" "$seeds/dsse/two_signers"; do
    jq -cSj . "$json" | cmp - "$json"
done
