# A mounted image is read by others' programs as it is; what was read is recorded, and a mount that
# never ended is a finding.
. "$SOURCE/tests/cli/prelude.sh"
[ -w /dev/fuse ] || { echo "skipped: no /dev/fuse here"; exit 0; }

# A failed claim must not leave the folder mounted.
trap 'jobs -p | xargs -r kill -KILL 2> /dev/null || true; umount -l mnt 2> /dev/null || true' EXIT

new_vault
incident
mkdir files mnt
noise 3000000 a > files/one.bin
printf 'a note\n' > files/note.txt
truncate -s 24M disk.img
mkfs.ext4 -q -F -d files disk.img
ok ingest disk.img -i INC-1 --label disk --description "a disk"
ok ingest files -i INC-1 --label files --description "a folder"

mounted disk
cmp disk.img mnt/disk.img || fail "the mounted image differs"
fls -r -p mnt/disk.img > listing
grep -q note.txt listing || fail "The Sleuth Kit does not see the file"
inode=$(awk '/one.bin/ { sub(":", "", $2); print $2 }' listing)
icat mnt/disk.img "$inode" | cmp - files/one.bin || fail "icat gives other bytes"
( : > mnt/new ) 2> /dev/null && fail "the mount can be written to"
dd if=/dev/zero of=mnt/disk.img bs=1 count=1 conv=notrunc 2> /dev/null && fail "written to"
ended 0
says "24.0 MiB (25,165,824 bytes) in 1 range"

# Part of it only: the record says which.
mounted disk
dd if=mnt/disk.img of=part bs=4096 skip=3000 count=1 2> /dev/null
ended 0
ok --json events
event=$(jq '[.events[] | select(.type == "item.access")] | last | .index' out)
ok --json event show "$event"
holds ".payload.body.action == \"unmount\""
holds '.private_values | map(select(.name | endswith(" ranges")))[0].value
    | length == 1 and .[0][0] <= 12288000 and .[0][0] + .[0][1] >= 12292096'
ok custody disk
says "opened for reading"

# A tree.
mounted files
diff -r files mnt || fail "the mounted folder differs"
ended 0
says "2 files"
ok audit

# Ctrl-C ends it in the same way.
mounted disk
kill -INT "$server"
cat <&5 > out
wait "$server" || fail "ended with $?"
says "Recorded"
mountpoint -q mnt && fail "still mounted"
ok audit

# Killed, it cannot say what was read: the audit does not pass over that.
mounted disk
kill -KILL "$server"
wait "$server" 2> /dev/null || true
fusermount3 -u mnt || umount -l mnt
run audit
[ "$code" -le 1 ] || fail "audit: exit $code"
says "the end of that is not recorded"

# What is damaged is an error, never zeros.
for pack in $(find vault/packs -type f -size +2M); do
    chmod u+w "$pack"
    printf '\377\377\377\377' | dd of="$pack" bs=1 seek=1000000 conv=notrunc 2> /dev/null
done
mounted disk
dd if=mnt/disk.img of=/dev/null bs=4096 2> /dev/null && fail "damage was read without an error"
ended 1
says "disk.img"
expect 2 mount disk mnt --purpose ""
expect 3 mount disk nowhere --purpose test
true
