# A medium with bad sectors at its beginning, in its middle and at its end: the item, its manifest,
# the logs of other tools and IODEF all say the same ranges; nothing is made up without being told.
. "$SOURCE/tests/cli/prelude.sh"
. "$SOURCE/tests/support/medium.sh"
for tool in ddrescue ewfacquire fusermount3; do
    command -v "$tool" > /dev/null || { echo "skipped: no $tool"; exit 0; }
done

device=
clean_up() {
    [ -z "$device" ] || losetup -d "$device" 2> /dev/null || true
    medium_gone
}
trap clean_up EXIT

# bad/source has the bytes of disk, but for these sectors.
size=1048576
sectors=(0+512 524800+1024 $((size - 512))+512)
# wiped FILE RANGE...: the disk with the byte 'x' in these ranges.
wiped() {
    cp disk "$1"
    local range
    for range in "${@:2}"; do
        head -c "${range#*+}" /dev/zero | tr '\0' x |
            dd of="$1" bs=512 oflag=seek_bytes seek="${range%+*}" conv=notrunc status=none
    done
}
# unreadable ITEM RANGE...: every place says these ranges, and no others.
unreadable() {
    local item=$1 list="${*:2}"
    ok --json item show "$item"
    json '.unreadable | map("\(.offset)+\(.length)") | join(" ")' "$list"
    json .unreadable_bytes "$(($(tr ' ' '\n' <<< "$list" | cut -d+ -f2 | paste -sd+)))"
    ok item show "$item"
    says "in $(($# - 1)) ranges"
    # The manifest: what cannot be read is not made up ...
    expect 1 export "$item" -o never --purpose "a copy"
    [ ! -e never ] || fail "an export without filler wrote a file"
    complains "say which byte to put in its place"
    # ... and with a filler, that stands there and nowhere else.
    rm -f filled
    ok --json export "$item" --fill 78 -o filled --purpose "a copy"
    wiped wanted "${@:2}"
    cmp filled wanted || fail "the filler stands elsewhere than in the ranges"
    ok --json events
    event=$(jq '[.events[] | select(.type == "item.access")] | last | .index' out)
    ok --json event show "$event"
    holds '.private_values[] | select(.name | endswith(" filler")) | .value == "byte 0x78"'
    # IODEF, both versions.
    local version range
    for version in 1 2; do
        ok iodef emit INC-1 --item "$item" --version "$version" --csirt-name csirt.example.org
        for range in "${@:2}"; do
            says "<ev:Unreadable offset=\"${range%+*}\" length=\"${range#*+}\" />"
        done
        [ "$(grep -c '<ev:Unreadable ' out)" -eq $(($# - 1)) ] || fail "IODEF has other ranges"
        says "$(($# - 1)) ranges (${list// /, })"
    done
}
# compared ITEM RESULT: how the log's ranges compare.
compared() {
    ok --json item show "$1"
    json '[.logs[0].checks[] | select(.what == "unreadable").result] | join(" ")' "$2"
}
take() { run --json ingest "$@" -i INC-1 --description "a failing disk"; }

new_vault
incident
noise "$size" disk > disk

# A file: the page cache gives or refuses pages of 4,096 bytes.
served -- disk "${sectors[@]}"
ranges=(0+4096 524288+4096 $((size - 4096))+4096)
[ "$(getconf PAGESIZE)" = 4096 ] || { echo "skipped: pages are not of 4,096 bytes"; exit 0; }
ddrescue -q -r0 bad/source rescued rescued.map
take bad/source --log rescued.map
[ "$code" -eq 8 ] || fail "ingest of a failing file: exit $code"
complains "could not be read"
json '.items[0].partial' true
json '.items[0].item.id' INC-1/1
unreadable INC-1/1 "${ranges[@]}"
compared INC-1/1 match
ok audit
says "12,288 bytes in 3 ranges"

# The digests are those of what ddrescue rescued, which leaves zeros there (and the end away).
truncate -s "$size" rescued
ok --json item show INC-1/1
json .digests.sha256 "$(sha256sum rescued | cut -d' ' -f1)"

# A map with one range more is not this reading's.
sed 's/^0x00001000 .*$/0x00001000  0x00001000  -\n0x00002000  0x0007E000  +/' rescued.map > other.map
cmp -s rescued.map other.map && fail "the other map is the same"
take bad/source --log other.map
[ "$code" -eq 1 ] || fail "a map with other ranges: exit $code"
compared INC-1/2 mismatch

unserved

# A block device: single sectors, past the page cache.
command -v losetup > /dev/null || { echo "skipped: no losetup, devices were not tried"; exit 0; }
served --direct -- disk "${sectors[@]}"
device=$(losetup --read-only --direct-io=on --find --show bad/source 2> /dev/null) ||
    { device=; echo "skipped: no loop devices here, devices were not tried"; exit 0; }
[ "$(blockdev --getss "$device")" = 512 ] || fail "the loop device has other sectors"
ddrescue -q -d -r0 "$device" rescued2 rescued2.map
take "$device" --log rescued2.map
[ "$code" -eq 8 ] || fail "ingest of a failing device: exit $code"
json '.items[0].item.kind' image
unreadable "$(jq -r '.items[0].item.id' out)" "${sectors[@]}"
compared INC-1/3 match

# What ewfacquire says of the same device. It gives up more around a bad sector than this reading,
# which is a mismatch; a log with these ranges is a match.
ewfacquire -u -t image -c none -g 1 -b 64 "$device" > ewfacquire.txt 2>&1
grep -q "Errors reading device" ewfacquire.txt || fail "ewfacquire met no errors"
take "$device" --log ewfacquire.txt
[ "$code" -eq 1 ] || fail "ewfacquire's other ranges: exit $code"
compared INC-1/4 mismatch
awk '/at sector\(s\):/ { n++; split("0 - 1 number: 1,1025 - 1027 number: 2,2047 - 2048 number: 1", r, ",")
    print "\tat sector(s): " r[n]; next } { print }' ewfacquire.txt > same.txt
take "$device" --log same.txt
compared INC-1/5 match
ok iodef emit INC-1 --item INC-1/5 --csirt-name csirt.example.org
says '<ev:Check what="unreadable" result="match">'
says '<ev:BadRange offset="1048064" length="512" />'
