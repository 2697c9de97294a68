# What of an image is lost is told as blocks of its file systems: by the numbers under which The
# Sleuth Kit has the same bytes, for ext4, FAT and NTFS, in partitions and without.
. "$SOURCE/tests/cli/prelude.sh"
for tool in mkfs.ext4 mkfs.vfat mkfs.ntfs sfdisk blkcat fsstat dumpe2fs; do
    command -v "$tool" > /dev/null || PATH=$PATH:/sbin:/usr/sbin
    command -v "$tool" > /dev/null || { echo "skipped: no $tool"; exit 0; }
done

# spoil PACK OFFSET: changes 64 bytes, as a bad disk would.
spoil() {
    chmod u+w "$1"
    noise 64 "spoil $2" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
packs() { find vault -path 'vault/packs/*' -type f | sort; }
# The one pack of what was taken in last.
pack_of() { comm -13 packs.before <(packs); }
take() { # IMAGE LABEL
    packs > packs.before
    ok --json ingest "$1" -i INC-1 --description disk --label "$2"
    json '.items[0].item.kind' image
}
# The bytes of the first and the last block, by others' program, are those of the image there.
compare_blocks() { # IMAGE
    local offset length volume type first last bytes lost_from lost_to
    jq -r '.items[0].lost[] | select(.volume.blocks) | [.offset, .length, .volume.offset, .volume.type,
        .volume.blocks.first, .volume.blocks.last, .volume.blocks.bytes] | @tsv' out > places
    [ -s places ] || fail "no blocks are told"
    while read -r offset length volume type first last bytes; do
        for block in "$first" "$last"; do
            blkcat -o $((volume / 512)) "$1" "$block" > by-sleuthkit
            dd if="$1" of=by-offset iflag=skip_bytes,count_bytes skip=$((volume + block * bytes)) \
                count="$bytes" bs=64K status=none
            cmp by-sleuthkit by-offset || fail "block $block of $type at $volume is another one"
        done
        lost_from=$((volume + first * bytes)) lost_to=$((volume + (last + 1) * bytes))
        [ "$lost_from" -le "$offset" ] && [ $((offset - lost_from)) -lt "$bytes" ] &&
            [ "$lost_to" -ge $((offset + length)) ] && [ $((lost_to - offset - length)) -lt "$bytes" ] ||
            fail "blocks $first to $last are not bytes $offset and $length more"
    done < places
}

new_vault
incident
mkdir files
for i in 1 2 3 4; do noise 1500000 "file $i" > "files/$i"; done

# A file system without partitions.
truncate -s 32M plain.img
mkfs.ext4 -q -F -b 1024 -d files plain.img
take plain.img plain
pack=$(pack_of)
bytes=$(stat -c %s "$pack")
spoil "$pack" $((bytes / 2))
expect 1 --json verify plain
json '[.items[0].lost[].volume.type] | unique | join(" ")' ext4
json '.items[0].lost[0].volume.partition' null
json '.items[0].lost[0].volume.blocks.bytes' "$(dumpe2fs -h plain.img 2> /dev/null |
    awk '/^Block size/ { print $3 }')"
compare_blocks plain.img
holds '[.items[0].findings[] | select(.code == "BL-PLACE" and .severity == "note")] | length >= 1'
offset=$(jq '.items[0].lost[0].offset' out) length=$(jq '.items[0].lost[0].length' out)
expect 1 verify plain
grep -q "ext4 at byte 0, its blocks $(printf "%'d" $((offset / 1024)) | tr . ,)" out ||
    grep -q "ext4 at byte 0, its" out || fail "the words lack the file system"
# The file that has the block, by debugfs and by the Sleuth Kit: one of those that went in.
inode=$(ifind -d $(((offset + length / 2) / 1024)) plain.img)
[[ $(ffind plain.img "$inode") == /[1-4] ]] || fail "the block is of no file that went in"

# Three partitions in a GPT.
truncate -s 96M disk.img
sfdisk -q disk.img << 'TABLE'
label: gpt
start=2048, size=65536
start=67584, size=65536
start=133120, size=40960
TABLE
truncate -s 32M ext.img ntfs.img
truncate -s 20M fat.img
mkfs.ext4 -q -F -b 4096 -d files ext.img
mkfs.ntfs -q -F ntfs.img > ntfs.said 2>&1
noise 4000000 ntfs | dd of=ntfs.img bs=1M seek=20 conv=notrunc status=none
mkfs.vfat -F 16 fat.img > /dev/null
noise 6000000 fat | dd of=fat.img bs=1M seek=8 conv=notrunc status=none
dd if=ext.img of=disk.img bs=1M seek=1 conv=notrunc,sparse status=none
dd if=ntfs.img of=disk.img bs=1M seek=33 conv=notrunc,sparse status=none
dd if=fat.img of=disk.img bs=1M seek=65 conv=notrunc,sparse status=none
take disk.img disk
pack=$(pack_of)
bytes=$(stat -c %s "$pack")
cp "$pack" sound
# Packs hold blocks in the order of the stream.
for part in 20 30 40 55 60 70 80 90; do spoil "$pack" $((bytes * part / 100)); done
expect 1 --json verify disk
json '[.items[0].lost[].volume | "\(.partition) \(.type) \(.offset)"] | unique | join(", ")' \
    "1 ext4 1048576, 2 ntfs 34603008, 3 vfat 68157440"
compare_blocks disk.img
json '[.items[0].lost[].volume | select(.type == "ext4") | .blocks.bytes] | unique[0]' \
    "$(fsstat -o 2048 disk.img | awk '/^Block Size:/ { print $3 }')"
json '[.items[0].lost[].volume | select(.type == "ntfs") | .blocks.bytes] | unique[0]' \
    "$(fsstat -o 67584 disk.img | awk '/^Cluster Size:/ { print $3 }')"
json '[.items[0].lost[].volume | select(.type == "vfat") | .blocks.bytes] | unique[0]' \
    "$(fsstat -o 133120 disk.img | awk '/^Sector Size:/ { print $3 }')"

# The table is lost, or the superblock: nothing is said that could be wrong. The copy of a GPT at
# the end of a disk is as good as the first.
cp -f sound "$pack"
spoil "$pack" 300
expect 1 --json verify disk
json '.items[0].lost | length' 1
json '.items[0].lost[0].offset' 0
json '.items[0].lost[0].volume' null
json '[.items[0].findings[] | select(.code == "BL-PLACE")] | length' 0
cp -f sound "$pack"
ok verify disk
rm -rf "$pack"
cp sound "$pack" && chmod 444 "$pack"
first=$("$EXHIBIT" --json verify disk --no-record | jq '.items[0].lost | length')
[ "$first" -eq 0 ] || fail "a sound image has lost ranges"

