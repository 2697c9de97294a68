#!/usr/bin/env bash
# A mounted container shows its media as one raw file, the same bytes as ewfexport writes, and its
# segment files beside it. What is damaged or missing is an error, never zeros.
. "$SOURCE/tests/cli/prelude.sh"
[ -w /dev/fuse ] || { echo "skipped: no /dev/fuse here"; exit 0; }
for tool in ewfacquire ewfexport fls icat mkfs.ext4 fusermount3; do
    command -v "$tool" > /dev/null || { echo "skipped: no $tool"; exit 0; }
done
trap 'jobs -p | xargs -r kill -KILL 2> /dev/null || true; umount -l mnt 2> /dev/null || true' EXIT

acquire() { # NAME COMPRESSION
    ewfacquire -u -q -t "$1" -c "deflate:$2" -S "1.4 MiB" -b 64 -w disk.img > /dev/null 2>&1 ||
        ewfacquire -u -q -t "$1" -c "$2" -S "1.4 MiB" -b 64 -w disk.img > /dev/null
}
take() { # FOLDER: leaves the id in $item
    run --json ingest "$1/disk.E01" -i INC-1 --description "a container"
    item=$(jq -r '.items[0].item.id' out)
}
mounted() {
    rm -f said && mkfifo said
    "$EXHIBIT" --json mount "$1" mnt --purpose "a look" "${@:2}" > said 2> err &
    server=$!
    exec 5< said
    until mountpoint -q mnt; do
        kill -0 "$server" 2> /dev/null && continue
        grep -q "the system refused" err && { echo "skipped: no mount allowed here"; exit 0; }
        fail "the mount did not begin"
    done
}
# part FILE OFFSET: 4,096 bytes of it, from that offset.
part() { dd if="$1" bs=4096 skip=$(($2 / 4096)) count=1 status=none; }

new_vault
incident
mkdir files mnt
noise 3000000 a > files/one.bin
printf 'a note\n' > files/note.txt
truncate -s 8M disk.img
mkfs.ext4 -q -F -d files disk.img

for compression in none best; do
    mkdir "$compression"
    acquire "$compression/disk" "$compression"
    [ -e "$compression/disk.E02" ] || fail "ewfacquire made one segment only"
    ewfexport -q -u -f raw -t "exported-$compression" "$compression/disk.E01" > /dev/null 2>&1
    take "$compression"
    [ "$code" -eq 0 ] || fail "ingest: exit $code"

    mounted "$item"
    [ "$(ls mnt)" = "$(printf 'disk.raw\nsegments')" ] || fail "the folder shows $(ls mnt)"
    cmp "exported-$compression.raw" mnt/disk.raw || fail "not what ewfexport writes"
    cmp disk.img mnt/disk.raw || fail "not the disk"
    fls -r -p "exported-$compression.raw" > theirs
    fls -r -p mnt/disk.raw > ours
    cmp theirs ours || fail "The Sleuth Kit lists other files"
    inode=$(awk '/one.bin/ { sub(":", "", $2); print $2 }' ours)
    icat mnt/disk.raw "$inode" | cmp - files/one.bin || fail "icat gives other bytes"
    ( : > mnt/disk.raw ) 2> /dev/null && fail "the media can be written to"
    ended 0
    json '.ranges | map("\(.offset)+\(.length)") | join(" ")' "0+8388608"
    json '.paths | length' 0
    ok --json custody "$item"
    holds '[.. | .note? // empty] | any(test("8,388,608 bytes read, in 1 range"))'

    # Its segments, and how many were looked at.
    mounted "$item"
    diff -r "$compression" mnt/segments || fail "the segment files differ"
    ended 0
    json '.paths | length' "$(find "$compression" -type f | wc -l)"
    json '.ranges | length' 0
    ok --json custody "$item"
    holds '[.. | .note? // empty] | any(test("[1-9] files read"))'
done
[ -z "$(find . -name '*.raw' ! -name 'exported*')" ] || fail "media were written to a disk"

# Many readers at once, in no order.
mounted "$item"
for i in 0 1 2 3; do
    (for j in 7 3 1 6 2 5 0 4; do
        offset=$((j * 1048576 + i * 69632))
        cmp <(part mnt/disk.raw "$offset") <(part disk.img "$offset") || exit 1
    done) &
    readers[i]=$!
done
for reader in "${readers[@]}"; do wait "$reader" || fail "a reader got other bytes"; done
ended 0

# One wrong byte in the container itself: that chunk cannot be had, all others can.
cp -r none flipped
printf '\377\0\377\0' | dd of=flipped/disk.E01 bs=1 seek=400000 conv=notrunc status=none
take flipped
json '.items[0].item.container.unreadable | length' 1
bad=$(jq '.items[0].item.container.unreadable[0].offset' out)
mounted "$item"
part mnt/disk.raw "$bad" > got 2> /dev/null && fail "a chunk with a wrong checksum was read"
part mnt/disk.raw "$bad" > got 2> /dev/null && fail "the second time it was read"
[ ! -s got ] || fail "bytes of a chunk with a wrong checksum"
for offset in 0 $((bad - 32768)) $((bad + 32768)) 8384512; do
    cmp <(part mnt/disk.raw "$offset") <(part disk.img "$offset") || fail "a sound chunk at $offset"
done
ended 1
json '.findings | length >= 1' true
mounted "$item" --fill 78
part mnt/disk.raw "$bad" | tr -d x | cmp - /dev/null || fail "the filler was not given"
cmp <(part mnt/disk.raw 0) <(part disk.img 0) || fail "the filler stands elsewhere"
ended 0

# A segment is missing, in the middle or at the end: what it had is an error, if libewf opens the
# media at all; the segments that are there can be read.
last=$(ls none | sort | tail -n 1)
for missing in disk.E02 "$last"; do
    rm -rf hole && cp -r none hole && rm "hole/$missing"
    take hole
    [ "$code" -eq 8 ] || fail "missing segment: exit $code"
    opened=$(jq '.items[0].item.container.media_size != null' out)
    mounted "$item"
    diff -r hole mnt/segments || fail "the segments that are there"
    [ "$opened" = "$([ -e mnt/disk.raw ] && echo true || echo false)" ] || fail "the media file"
    for offset in $([ "$opened" = false ] || seq 0 131072 8384512); do
        part mnt/disk.raw "$offset" > got 2> /dev/null || continue
        cmp got <(part disk.img "$offset") || fail "made-up bytes at $offset"
    done
    fusermount3 -u mnt
    cat <&5 > out
    wait "$server" || true
done

# Damage in the vault: an error, and the reason in the record.
run --json ingest best/disk.E01 -i INC-1 --description "again"
item=$(jq -r '.items[0].item.id' out)
for pack in $(find vault/packs -type f -size +2M); do
    chmod u+w "$pack"
    for at in 600000 1200000 1800000; do
        printf '\377\377\377\377' | dd of="$pack" bs=1 seek="$at" conv=notrunc status=none
    done
done
mounted "$item"
errors=0
for offset in $(seq 0 131072 8384512); do
    if part mnt/disk.raw "$offset" > got 2> /dev/null; then
        cmp got <(part disk.img "$offset") || fail "made-up bytes at $offset"
    else
        errors=$((errors + 1))
    fi
done
[ "$errors" -gt 0 ] || fail "damage was read without an error"
ended 1
json '.findings | map(select(.code == "BL-READ" and .severity == "violation")) | length >= 1' true
jq -e '[.findings[].text | select(test("disk.raw: reading offset [0-9]+ of the media: .*pack"))] |
    length >= 1' out > /dev/null || fail "the reason is not told"
expect 1 export "$item" --media -o never.raw --purpose analysis
complains "pack"
[ ! -e never.raw ] || fail "media with damage were written"
