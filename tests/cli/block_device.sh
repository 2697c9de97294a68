# What the system says of a block device is in the record, and who might write to it is told.
. "$SOURCE/tests/cli/prelude.sh"
for tool in losetup blockdev mkfs.ext4 mount; do
    command -v "$tool" > /dev/null || { echo "skipped: no $tool"; exit 0; }
done
device=
clean_up() {
    umount -l mnt 2> /dev/null || true
    [ -z "$device" ] || losetup -d "$device" 2> /dev/null || true
}
trap clean_up EXIT

# attach OPTION...: the image as a device.
attach() {
    device=$(losetup "$@" --find --show disk.img 2> /dev/null) ||
        { device=; echo "skipped: no loop devices here"; exit 0; }
}

new_vault
incident
mkdir mnt
truncate -s 4M disk.img
mkfs.ext4 -q -F disk.img

attach --read-only
ok --json ingest "$device" -i INC-1 --description "a disk" --field serial=WD-1234
grep -q "write-protected" err && fail "a warning about a protected device"
json '.items[0].item.kind' image
json '.items[0].item.size' 4194304
json '.items[0].item.notes | length' 0
json '.items[0].item.fields.serial' WD-1234
wanted="block device $(stat -c '%Hr:%Lr' "$device") ($(basename "$device")), logical sectors of 512 bytes"
holds ".items[0].item.fields.device | startswith(\"$wanted\") and endswith(\", write-protected\")"
ok item show INC-1/1
says "logical sectors of 512"
losetup -d "$device"

attach
ok ingest "$device" -i INC-1 --description "a disk"
complains "not write-protected"
says "not write-protected"

mount "$device" mnt 2> /dev/null || { echo "skipped: no mount allowed here"; exit 0; }
ok --json ingest "$device" -i INC-1 --description "a disk"
complains "mounted for writing at $PWD/mnt"
[ "$(jq -r 'select(.warning or .progress) | keys[0]' err | head -n 1)" = warning ] ||
    fail "the warning does not come before the reading"
holds '.items[0].item.notes | map(select(test("mounted for writing"))) | length == 1'
mount -o remount,ro "$device" mnt
ok --json ingest "$device" -i INC-1 --description "a disk"
holds '.items[0].item.notes | map(select(test("mounted for writing"))) | length == 0'
