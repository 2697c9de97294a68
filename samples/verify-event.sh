#!/usr/bin/env bash
# Checks one receipt of an Exhibit vault without Exhibit: with openssl, sha256sum and jq, on any
# machine. It shows that
#   1. the event in the receipt was signed by the key whose SHA-256 it names,
#   2. the event is entry number N of a ledger with a certain root, and
#   3. that root was signed by the ledger's log key.
#
#   verify-event.sh RECEIPT.tlog-proof [LOG-VERIFIER-KEY]
#
# The log's verifier key should come from somewhere else than the receipt: a checkpoint printed
# earlier, another party, the vault's exhibit.json seen in the past. Without it the key in the
# receipt is used, and the script says so. The format is in vault/FORMAT.md, sections 4 and 12.
set -euo pipefail

die() { echo "NOT VERIFIED: $*" >&2; exit 1; }
[ $# -ge 1 ] && [ $# -le 2 ] || { echo "usage: $0 RECEIPT.tlog-proof [LOG-VERIFIER-KEY]" >&2; exit 2; }
for tool in openssl sha256sum jq; do
    command -v "$tool" > /dev/null || { echo "$0: needs $tool" >&2; exit 2; }
done
receipt=$1
[ -r "$receipt" ] || { echo "$0: cannot read $receipt" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# --- small tools -------------------------------------------------------------------------------
unhex() { # hexadecimal on standard input to bytes
    local hex; hex=$(cat)
    # shellcheck disable=SC2059  # the escapes are the point
    printf "$(printf '%s' "$hex" | sed 's/../\\x&/g')"
}
unbase64() { openssl base64 -d -A; }
tohex() { od -An -v -tx1 | tr -d ' \n'; }
digest() { sha256sum | cut -c1-64; }
node() { { printf '\001'; printf '%s%s' "$1" "$2" | unhex; } | digest; }

# openssl wants an Ed25519 key in its usual wrapping: a fixed 12-byte head before the 32 raw bytes.
verify_signature() { # raw key in hex, file with the message, file with the signature
    printf '302a300506032b6570032100%s' "$1" | unhex > "$work/key.der"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin \
        -in "$2" -sigfile "$3" > /dev/null 2>&1
}

# --- take the receipt apart ----------------------------------------------------------------------
[ "$(sed -n 1p "$receipt")" = "c2sp.org/tlog-proof@v1" ] || die "$receipt is not a tlog-proof receipt"
sed -n '2s/^extra //p' "$receipt" | unbase64 > "$work/extra.json"
jq -e . "$work/extra.json" > /dev/null || die "the receipt holds no event"
jq -j .entry "$work/extra.json" > "$work/entry"
index=$(sed -n '3s/^index //p' "$receipt")
case $index in '' | *[!0-9]*) die "the receipt has no index" ;; esac
sed -n '4,/^$/p' "$receipt" | sed '$d' > "$work/proof"
sed '1,/^$/d' "$receipt" > "$work/checkpoint"

# --- 1. the signature of the event ---------------------------------------------------------------
jq -j .payload "$work/entry" | unbase64 > "$work/payload"
type=$(jq -r .payloadType "$work/entry")
[ "$type" = "application/vnd.exhibit.event.v1+json" ] || die "the entry is no event of this format"
{
    printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(wc -c < "$work/payload")"
    cat "$work/payload"
} > "$work/signed"
actor=$(jq -r .actor.key "$work/payload")
jq -r '.signatures[] | .keyid + " " + .sig' "$work/entry" > "$work/signatures"
by_actor=no
while read -r keyid sig; do
    key=
    for candidate in $(jq -r '.sign_keys[]' "$work/extra.json"); do
        [ "$(printf '%s' "$candidate" | unhex | digest)" = "$keyid" ] && key=$candidate
    done
    [ -n "$key" ] || die "no key in the receipt has the id $keyid"
    printf '%s' "$sig" | unbase64 > "$work/sig"
    verify_signature "$key" "$work/signed" "$work/sig" || die "the signature by $keyid is wrong"
    [ "$keyid" = "$actor" ] && by_actor=yes
done < "$work/signatures"
[ "$by_actor" = yes ] || die "the event is not signed by the person it names"

# --- 2. its place in the ledger ------------------------------------------------------------------
origin=$(sed -n 1p "$work/checkpoint")
size=$(sed -n 2p "$work/checkpoint")
root=$(sed -n 3p "$work/checkpoint" | unbase64 | tohex)
[ "$(jq -r .log "$work/payload")" = "$origin" ] || die "the event belongs to another vault"
[ "$index" -lt "$size" ] || die "index $index is outside a ledger of $size events"
leaf=$({ printf '\000'; cat "$work/entry"; } | digest)
# RFC 9162 section 2.1.3.2: climb from the leaf to the root.
hash=$leaf first=$index last=$((size - 1))
while read -r line; do
    sibling=$(printf '%s' "$line" | unbase64 | tohex)
    [ "$last" -gt 0 ] || die "the inclusion proof is too long"
    if [ $((first % 2)) -eq 1 ] || [ "$first" -eq "$last" ]; then
        hash=$(node "$sibling" "$hash")
        while [ $((first % 2)) -eq 0 ] && [ "$first" -gt 0 ]; do
            first=$((first / 2)) last=$((last / 2))
        done
    else
        hash=$(node "$hash" "$sibling")
    fi
    first=$((first / 2)) last=$((last / 2))
done < "$work/proof"
[ "$last" -eq 0 ] || die "the inclusion proof is too short"
[ "$hash" = "$root" ] || die "the event is not in the ledger of this checkpoint"

# --- 3. the signature of the checkpoint ----------------------------------------------------------
vkey=${2:-$(jq -r .log_key "$work/extra.json")}
name=${vkey%%+*}
rest=${vkey#*+}
raw=$(printf '%s' "${rest#*+}" | unbase64 | tohex)
[ "${raw:0:2}" = 01 ] || die "the log's verifier key is not an Ed25519 key"
id=$({ printf '%s\n' "$name"; printf '%s' "$raw" | unhex; } | sha256sum | cut -c1-8)
[ "$id" = "${rest%%+*}" ] || die "the log's verifier key is damaged"
sed '/^$/,$d' "$work/checkpoint" > "$work/note"
# A signature line is: em dash, name, base64 of 4 bytes key id and 64 bytes signature.
sed '1,/^$/d' "$work/checkpoint" | while read -r dash signer value; do
    [ "$dash" = "—" ] && [ "$signer" = "$name" ] || continue
    full=$(printf '%s' "$value" | unbase64 | tohex)
    [ "${full:0:8}" = "$id" ] && printf '%s' "${full:8}" && break
done | unhex > "$work/notesig"
[ -s "$work/notesig" ] || die "the checkpoint is not signed by $name"
verify_signature "${raw:2}" "$work/note" "$work/notesig" || die "the checkpoint's signature is wrong"

echo "VERIFIED with openssl, sha256sum and jq"
echo "  event      $(jq -r .type "$work/payload"), recorded $(jq -r .time "$work/payload")"
echo "  items      $(jq -r '[.items[].id] | join(", ") | if . == "" then "-" else . end' "$work/payload")"
echo "  signed by  key $actor"
echo "  leaf hash  $leaf"
echo "  place      entry $index of $size in $origin"
echo "  root       $root"
[ $# -eq 2 ] || echo "  note       the log's key was taken from the receipt itself; compare it: $vkey"
