#!/usr/bin/env bash
# Containers made by ewfacquire go in, come out identical, and their media come out as ewfexport
# writes them; what is wrong with a container is said and recorded, and it is kept all the same.
. "$SOURCE/tests/cli/prelude.sh"

for tool in ewfacquire ewfexport ewfverify; do
    command -v "$tool" > /dev/null || { echo "skipped: no $tool"; exit 0; }
done

# acquire NAME COMPRESSION [SEGMENT_SIZE]
acquire() {
    ewfacquire -u -q -t "$1" -c "deflate:$2" -S "${3:-1.4 MiB}" -C CASE-7 -E EV-1 -e "Erika Müster" \
        -D "a disk" -N "some notes" -b 64 -w disk.raw > /dev/null 2>&1 ||
        ewfacquire -u -q -t "$1" -c "$2" -S "${3:-1.4 MiB}" -C CASE-7 -E EV-1 -e "Erika Müster" \
            -D "a disk" -N "some notes" -b 64 -w disk.raw > /dev/null
}
take() { run --json ingest "$@" -i INC-1 --description evidence; }
# media ITEM
media() {
    rm -rf out.raw
    ok export "$1" --media -o out.raw --purpose analysis
    says "equals the digest"
    cmp -s out.raw disk.raw || fail "the media of $1 are not the disk"
}

new_vault
incident
{ noise 3000000 a; head -c 1500000 /dev/zero; noise 742880 b; } > disk.raw
size=$(stat -c %s disk.raw)
sha256=$(sha256sum disk.raw | cut -d' ' -f1)

for compression in none fast best; do
    mkdir "$compression"
    acquire "$compression/disk" "$compression"
    [ -e "$compression/disk.E02" ] || fail "ewfacquire made one segment only"
    ewfverify -q "$compression/disk.E01" > /dev/null || fail "ewfverify"
    take "$compression/disk.E01" --expect "sha256:$sha256"
    [ "$code" -eq 0 ] || fail "ingest: exit $code"
    json '.items[0].item.kind' ewf
    json '.items[0].item.container.media_size' "$size"
    json '.items[0].item.container.media.sha256' "$sha256"
    json '.items[0].item.container.stored[] | select(.algorithm == "md5") | .result' match
    json '.items[0].item.container.stored[] | select(.algorithm == "sha1") | .result' not-stored
    json '.items[0].item.container.header.case_number' CASE-7
    json '.items[0].item.container.header.evidence_number' EV-1
    json '.items[0].item.container.header.examiner' "Erika Müster"
    json '.items[0].item.container.problems | length' 0
    json '.items[0].item.expected[0].matched' true
    item=$(jq -r '.items[0].item.id' out)
    ok export "$item" -o "back-$compression" --purpose analysis
    diff -r "$compression" "back-$compression" || fail "the segment files are not identical"
    media "$item"
    [ -z "$(find . -name '*.segments*')" ] || fail "the folder of segments was left behind"
    ok verify "$item"
done
ewfexport -q -u -f raw -t exported best/disk.E01 > /dev/null 2>&1
cmp -s exported.raw out.raw || fail "ewfexport writes other media"
ok item show "$item"
says "Media SHA-256"
says "CASE-7"
ok --json audit
jq -e '[.findings[].text | select(test("media|container"))] | length == 0' out > /dev/null ||
    fail "an intact container has findings"

# A segment in the middle is missing.
cp -r none hole && rm hole/disk.E02
take hole/disk.E01
[ "$code" -eq 8 ] || fail "missing segment: exit $code"
jq -e '.items[0].item.container.problems[0] | test("Segment 2 is missing")' out > /dev/null ||
    fail "the missing segment is not named"
item=$(jq -r '.items[0].item.id' out)
ok export "$item" -o back-hole --purpose analysis
diff -r hole back-hole || fail "a damaged container is not kept as it was"
expect 1 export "$item" --media -o never.raw --purpose analysis
[ ! -e never.raw ] || fail "media of a container with a hole were written"

# Two segments have each other's names.
cp -r none swapped && mv swapped/disk.E02 x && mv swapped/disk.E03 swapped/disk.E02 && mv x swapped/disk.E03
take swapped/disk.E01
[ "$code" -eq 8 ] || fail "swapped segments: exit $code"
jq -e '.items[0].item.container.problems[0] | test("E02 says it is segment 3")' out > /dev/null ||
    fail "the swapped segment is not named"

# A segment of another acquisition: ewfacquire writes no set identifier, the digest tells.
mkdir other && noise 5242880 c > disk.raw && acquire other/disk none
cp -r none foreign && cp other/disk.E02 foreign/disk.E02
take foreign/disk.E01
[ "$code" -eq 1 ] || fail "foreign segment: exit $code"
json '.items[0].item.container.stored[] | select(.algorithm == "md5") | .result' mismatch

# The last segment is cut off.
last=$(ls none | sort | tail -n 1)
cp -r none cut && truncate -s -5000 "cut/$last"
take cut/disk.E01
[ "$code" -eq 8 ] || fail "truncated segment: exit $code"
jq -e --arg last "$last" '[.items[0].item.container.problems[] | select(test($last + " is cut off"))] |
    length == 1' out > /dev/null || fail "the truncated segment is not named"

# One byte of a chunk is another: the checksum tells, and the stored digest.
cp -r none flipped
printf '\xff\x00\xff\x00' | dd of=flipped/disk.E01 bs=1 seek=400000 conv=notrunc status=none
take flipped/disk.E01
[ "$code" -eq 1 ] || fail "flipped byte: exit $code"
json '.items[0].partial' true
json '.items[0].item.container.unreadable | length' 1
json '.items[0].item.container.stored[] | select(.algorithm == "md5") | .result' mismatch
item=$(jq -r '.items[0].item.id' out)
expect 1 export "$item" --media -o never.raw --purpose analysis
ok export "$item" --media --fill 00 -o wiped.raw --purpose analysis
ewfexport -q -u -w -f raw -t wiped-by-ewfexport flipped/disk.E01 > /dev/null 2>&1 || true
cmp -s wiped-by-ewfexport.raw wiped.raw || fail "ewfexport -w writes other media"
run --json audit
jq -e '[.findings[] | select(.code == "CR-14") | .text | select(test("wrong checksum"))] |
    length >= 1' out > /dev/null || fail "the audit does not tell of the checksum"
jq -e '[.findings[] | select(.code == "CR-13") | .text | select(test("md5 stored"))] |
    length >= 1' out > /dev/null || fail "the audit does not tell of the stored digest"

# A segment that is not the first; and alone.
expect 2 ingest none/disk.E02 -i INC-1 --description evidence
complains "name the first segment, disk.E01"
ok --json ingest --single none/disk.E02 -i INC-1 --description evidence
json '.items[0].item.kind' file
expect 1 ingest none/disk.E01 -i INC-1 --description evidence --expect "md5:$(printf '0%.0s' {1..32})"
