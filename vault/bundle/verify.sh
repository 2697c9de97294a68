#!/usr/bin/env bash
# Checks an unpacked bundle of an Exhibit vault without Exhibit: with openssl, sha256sum and jq. It
# shows that
#   1. no file was changed since the bundle was packed,
#   2. the ledger's state (its checkpoint) is signed by the ledger's key,
#   3. every event stands in that ledger, is signed by the person it names, with a key that an
#      earlier event enrolled, and follows the last event about each of its items, and
#   4. the names and descriptions given, and the documents, are those whose digests were signed,
#   5. cosignatures are over this ledger, and by the witnesses whose keys are given.
#
#   bash verify.sh [FOLDER [LOG-VERIFIER-KEY [WITNESS-VERIFIER-KEY...]]]
#
# The log's verifier key should come from somewhere else than the bundle: an earlier bundle, another
# party, the vault's exhibit.json seen in the past. Format: vault/FORMAT.md, sections 4 to 6, 16.
# The rules of custody (who may do what, when) are checked by the report and by Exhibit, not here.
set -euo pipefail
export LC_ALL=C

die() { echo "NOT VERIFIED: $*" >&2; exit 1; }
for tool in openssl sha256sum jq od; do
    command -v "$tool" > /dev/null || { echo "$0: needs $tool" >&2; exit 2; }
done
cd "${1:-$(dirname "$0")}" || exit 2
[ -r data/exhibit.json ] || { echo "$0: no bundle in $PWD" >&2; exit 2; }
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
verify_signature() { # raw key in hex, file with the message, file with the signature
    # openssl wants an Ed25519 key in its usual wrapping: a fixed 12-byte head before the 32 bytes.
    printf '302a300506032b6570032100%s' "$1" | unhex > "$work/key.der"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin \
        -in "$2" -sigfile "$3" > /dev/null 2>&1
}

# --- 1. the files ------------------------------------------------------------------------------
sha256sum --quiet --strict -c manifest-sha256.txt tagmanifest-sha256.txt >&2 \
    || die "files differ from the manifest"
find data -type f | sort > "$work/present"
cut -c67- manifest-sha256.txt | sort | cmp -s - "$work/present" \
    || die "there are files that the manifest does not name"

# --- 2. the checkpoint -------------------------------------------------------------------------
vkey=${2:-$(jq -r .log_key data/exhibit.json)}
witnesses=("${@:3}")
stated=$(jq -r .log_key data/exhibit.json)
[ "$vkey" = "$stated" ] || die "the bundle is of another log: $stated"
origin=$(sed -n 1p data/checkpoint)
size=$(sed -n 2p data/checkpoint)
root=$(sed -n 3p data/checkpoint | unbase64 | tohex)
case $size in '' | *[!0-9]*) die "the checkpoint has no size" ;; esac
name=${vkey%%+*}
rest=${vkey#*+}
raw=$(printf '%s' "${rest#*+}" | unbase64 | tohex)
[ "${raw:0:2}" = 01 ] || die "the log's verifier key is not an Ed25519 key"
[ "$name" = "$origin" ] || die "the checkpoint is of another ledger than the log's key"
sed '/^$/,$d' data/checkpoint > "$work/note"
id=$({ printf '%s\n' "$name"; printf '%s' "$raw" | unhex; } | sha256sum | cut -c1-8)
sed '1,/^$/d' data/checkpoint | while read -r dash signer value; do
    [ "$dash" = "—" ] && [ "$signer" = "$name" ] || continue
    full=$(printf '%s' "$value" | unbase64 | tohex)
    [ "${full:0:8}" = "$id" ] && printf '%s' "${full:8}" && break
done | unhex > "$work/notesig"
[ -s "$work/notesig" ] || die "the checkpoint is not signed by $name"
verify_signature "${raw:2}" "$work/note" "$work/notesig" \
    || die "the checkpoint's signature is wrong"

# --- 3a. the tree: every tile hangs on the signed root --------------------------------------------
hashes_of() { od -An -v -w32 -tx1 "$1" | tr -d ' '; }
# One round halves a list of hashes: node = SHA-256(0x01, left, right). All nodes of a round are
# digested by one call of sha256sum.
halve() { # list on standard input; an odd last hash is left out
    local left right n=0 names=()
    rm -f "$work"/node.*
    while read -r left && read -r right; do
        local file; printf -v file '%s/node.%03d' "$work" $n
        local text="01$left$right" escaped=""
        local i; for ((i = 0; i < 130; i += 2)); do escaped+="\\x${text:i:2}"; done
        # shellcheck disable=SC2059
        printf "$escaped" > "$file"
        names+=("$file")
        n=$((n + 1))
    done
    [ $n -eq 0 ] || sha256sum "${names[@]}" | cut -c1-64
}
tlog_path() { # number to the path of C2SP tlog-tiles
    local n=$1 path; printf -v path '%03d' $((n % 1000))
    while [ "$n" -ge 1000 ]; do
        n=$((n / 1000))
        printf -v path 'x%03d/%s' $((n % 1000)) "$path"
    done
    printf '%s' "$path"
}
tile_file() { # level, number: the file of that tile in this tree, full or partial
    local width=$((size >> (8 * $1)))
    if [ "$2" -lt $((width / 256)) ]; then printf 'data/tile/%s/%s' "$1" "$(tlog_path "$2")"
    else printf 'data/tile/%s/%s.p/%s' "$1" "$(tlog_path "$2")" $((width % 256)); fi
}
node() { printf '01%s%s' "$1" "$2" | unhex | digest; }
# The right edge gives the root: complete subtrees, joined from the smallest to the largest.
total=""
for ((level = 0; (size >> (8 * level)) > 0; level++)); do
    width=$(((size >> (8 * level)) % 256))
    [ "$width" -gt 0 ] || continue
    file=$(tile_file "$level" $(((size >> (8 * level)) / 256)))
    [ -r "$file" ] || die "$file is missing"
    hashes_of "$file" > "$work/row"
    [ "$(wc -l < "$work/row")" -eq "$width" ] || die "$file has a wrong length"
    while [ "$width" -gt 0 ]; do
        if [ $((width % 2)) -eq 1 ]; then
            last=$(tail -n 1 "$work/row")
            if [ -z "$total" ]; then total=$last; else total=$(node "$last" "$total"); fi
        fi
        halve < "$work/row" > "$work/next"
        mv "$work/next" "$work/row"
        width=$((width / 2))
    done
done
[ "$total" = "$root" ] || die "the tiles do not give the root of the checkpoint"
# Every full tile stands in its parent.
find data/tile -type f ! -path '*.p/*' | sort > "$work/tiles"
while read -r file; do
    level=${file#data/tile/} number=${file#data/tile/*/}
    level=${level%%/*}
    number=$(printf '%s' "$number" | tr -d 'x/' | sed 's/^0*//')
    number=${number:-0}
    hashes_of "$file" > "$work/row"
    [ "$(wc -l < "$work/row")" -eq 256 ] || die "$file has a wrong length"
    for _ in 1 2 3 4 5 6 7 8; do
        halve < "$work/row" > "$work/next"
        mv "$work/next" "$work/row"
    done
    parent=$(tile_file $((level + 1)) $((number / 256)))
    [ -r "$parent" ] || die "$parent is missing"
    [ "$(hashes_of "$parent" | sed -n "$((number % 256 + 1))p")" = "$(cat "$work/row")" ] \
        || die "$file is not part of the tree"
done < "$work/tiles"

# --- 3b. the events ----------------------------------------------------------------------------
: > "$work/keys" # key id, raw key: filled by the events that enrol them
declare -A item_last attached
documents=0 cosignatures=0 witnessed=0
events=0 values=0 withheld=0
find data/entries -type f -name '*.json' | sed 's:.*/::; s:\.json$::' | sort -n > "$work/indexes"
while read -r index; do
    entry=data/entries/$index.json
    leaf=$({ printf '\000'; cat "$entry"; } | digest)
    tile=$(tile_file 0 $((index / 256)))
    [ "$(hashes_of "$tile" | sed -n "$((index % 256 + 1))p")" = "$leaf" ] \
        || die "event $index is not in the ledger"
    jq -j .payload "$entry" | unbase64 > "$work/payload"
    type=$(jq -r .payloadType "$entry")
    [ "$type" = "application/vnd.exhibit.event.v1+json" ] \
        || die "event $index is none of this format"
    [ "$(jq -r .log "$work/payload")" = "$origin" ] || die "event $index is of another vault"
    # Keys enrolled by an event count from the next one on; the first event enrols its own signer.
    jq -r '.body | (.enrol? // .) | select(type == "object") | select(.handler and .sign)
           | .handler + " " + .sign' "$work/payload" > "$work/enrolled"
    [ "$index" -eq 0 ] && cat "$work/enrolled" >> "$work/keys"
    {
        printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(wc -c < "$work/payload")"
        cat "$work/payload"
    } > "$work/signed"
    actor=$(jq -r .actor.key "$work/payload")
    by_actor=no
    jq -r '.signatures[] | .keyid + " " + .sig' "$entry" > "$work/signatures"
    while read -r keyid sig; do
        key=$(sed -n "s/^$keyid //p" "$work/keys" | head -n 1)
        [ -n "$key" ] || die "event $index is signed by $keyid, whom no earlier event enrols"
        [ "$(printf '%s' "$key" | unhex | digest)" = "$keyid" ] \
            || die "the key of $keyid is another"
        printf '%s' "$sig" | unbase64 > "$work/sig"
        verify_signature "$key" "$work/signed" "$work/sig" \
            || die "event $index: wrong signature by $keyid"
        [ "$keyid" = "$actor" ] && by_actor=yes
    done < "$work/signatures"
    [ "$by_actor" = yes ] || die "event $index is not signed by the person it names"
    while read -r item prev; do
        [ "${item_last[$item]:-null}" = "$prev" ] \
            || die "event $index does not follow the last one about $item"
        item_last[$item]=$leaf
    done < <(jq -r '.items[] | .id + " " + (.prev // "null")' "$work/payload")
    [ "$index" -eq 0 ] && vault=$leaf
    [ "$index" -eq 0 ] || cat "$work/enrolled" >> "$work/keys"

    # --- 4. private values -----------------------------------------------------------------------
    jq -r '.private[]' "$work/payload" | sort > "$work/fixed"
    : > "$work/told"
    if [ -r "data/disclosures/$index.json" ]; then
        jq -r '.[][]' "data/disclosures/$index.json" > "$work/disclosures"
        while read -r disclosure; do
            printf '%s' "$disclosure" | openssl dgst -sha256 -binary | openssl base64 -A \
                | tr '+/' '-_' | tr -d '='
            echo
        done < "$work/disclosures" | sort > "$work/told"
    fi
    [ -z "$(comm -13 "$work/fixed" "$work/told")" ] \
        || die "event $index: a value is given that nobody signed"
    # The k-th item.attach of an item fixes data/documents/<item>/<k>.
    if [ "$(jq -r .type "$work/payload")" = item.attach ]; then
        item=$(jq -r '.items[0].id' "$work/payload")
        attached[$item]=$((${attached[$item]:-0} + 1))
        file=data/documents/${item##*/}/${attached[$item]}
        if [ -e "$file" ]; then
            fixed=""
            while read -r disclosure; do
                one=$(printf '%s' "$disclosure" | tr -- '-_' '+/')
                while [ $((${#one} % 4)) -ne 0 ]; do one+="="; done
                printf '%s' "$one" | unbase64 > "$work/value"
                [ "$(jq -r '.[1]' "$work/value")" != sha256 ] || fixed=$(jq -r '.[2]' "$work/value")
            done < <(jq -r '.[][]' "data/disclosures/$index.json" 2> /dev/null)
            [ "$(digest < "$file")" = "$fixed" ] \
                || die "$file is not what event $index attached to $item"
            documents=$((documents + 1))
        fi
    fi
    values=$((values + $(wc -l < "$work/told")))
    withheld=$((withheld + $(comm -23 "$work/fixed" "$work/told" | wc -l)))
    events=$((events + 1))
    printf '%8s  %-20s %s  %s\n' "$index" "$(jq -r .time "$work/payload")" "${actor:0:12}" \
        "$(jq -r '.type + "  " + ([.items[].id] | join(" "))' "$work/payload")"
done < "$work/indexes"
[ -n "${vault:-}" ] || die "the first event of the ledger is missing"

[ "$(find data/documents -type f 2> /dev/null | wc -l)" -eq "$documents" ] \
    || die "there are documents that no event attached"

# --- 5. witnesses ------------------------------------------------------------------------------
line_of() { # note, name, key id: the rest of that line's value, in hex
    sed '1,/^$/d' "$1" | while read -r dash signer value; do
        [ "$dash" = "—" ] && [ "$signer" = "$2" ] || continue
        full=$(printf '%s' "$value" | unbase64 | tohex)
        [ "${full:0:8}" = "$3" ] && printf '%s' "${full:8}" && break
    done
}
while read -r file; do
    sed '/^$/,$d' "$file" > "$work/note"
    [ "$(sed -n 1p "$work/note")" = "$origin" ] || die "$file is of another ledger"
    [ "$(sed -n 2p "$work/note")" = "$(echo "$file" | cut -d/ -f3)" ] \
        || die "$file is of another size than its name says"
    line_of "$file" "$name" "$id" | unhex > "$work/sig"
    verify_signature "${raw:2}" "$work/note" "$work/sig" || die "$file is not signed by the log"
    cosignatures=$((cosignatures + 1))
    for witness in "${witnesses[@]}"; do
        wname=${witness%%+*}
        wrest=${witness#*+}
        wraw=$(printf '%s' "${wrest#*+}" | unbase64 | tohex)
        [ "${wraw:0:2}" = 04 ] || die "$witness is not the key of a witness"
        [ "$(printf '%s' "${wraw:2}" | unhex | digest)" = "${file##*/}" ] || continue
        wid=$({ printf '%s\n' "$wname"; printf '%s' "$wraw" | unhex; } | sha256sum | cut -c1-8)
        said=$(line_of "$file" "$wname" "$wid")
        [ -n "$said" ] || die "$file is not cosigned by $wname"
        { printf 'cosignature/v1\ntime %d\n' "$((16#${said:0:16}))"; cat "$work/note"; } \
            > "$work/signed"
        printf '%s' "${said:16}" | unhex > "$work/sig"
        verify_signature "${wraw:2}" "$work/signed" "$work/sig" \
            || die "$file: the cosignature of $wname is wrong"
        # That its tree is the beginning of this one is checked where the sizes are the same.
        [ "$(sed -n 2p "$work/note")" != "$size" ] \
            || [ "$(sed -n 3p "$work/note" | unbase64 | tohex)" = "$root" ] \
            || die "$file is over another tree of size $size"
        witnessed=$((witnessed + 1))
        printf 'witness %s: no tree larger than %s events at %s\n' "$wname" \
            "$(sed -n 2p "$work/note")" "$(date -u -d "@$((16#${said:0:16}))" +%Y-%m-%dT%H:%M:%SZ)"
    done
done < <(find data/cosig -type f 2> /dev/null | sort)

echo
echo "VERIFIED with openssl, sha256sum and jq"
echo "  about      $(jq -r '.item // .incident' data/bundle.json)"
echo "  events     $events of the $size in the ledger, each signed and in its place"
echo "  values     $values given, $withheld withheld"
echo "  documents  $documents, as attached to items"
echo "  witnesses  $cosignatures cosignatures, $witnessed of them by a witness whose key was given"
echo "  origin     $origin"
echo "  vault id   $vault"
echo "  root       $root"
[ $# -ge 2 ] \
    || echo "  note       the log's key was taken from the bundle itself; compare it: $vkey"
echo "Not checked here: the rules of custody, and the times people's clocks showed."
