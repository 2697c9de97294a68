# A mounted archive: the file itself, and its members in a folder beside it, expanded while they are
# read; what was read is recorded.
. "$SOURCE/tests/cli/prelude.sh"
[ -w /dev/fuse ] || { echo "skipped: no /dev/fuse here"; exit 0; }
command -v zip > /dev/null || { echo "skipped: no zip here"; exit 0; }

# A failed claim must not leave the folder mounted.
trap 'jobs -p | xargs -r kill -KILL 2> /dev/null || true; umount -l mnt 2> /dev/null || true' EXIT

new_vault
incident
mkdir -p in/d mnt
printf 'alpha\n' > in/a.txt
noise 20000000 a > in/d/noise.bin
truncate -s 3M in/d/zeros
ln -s a.txt in/link
ln in/a.txt in/same
( cd in && zip -q ../inner.zip a.txt d/noise.bin )
tar -C in -czf data.tgz .
tar -rf outer.tar inner.zip
tar -P -rf outer.tar --transform "s,^in,../..," in/a.txt
tar -C in -rf outer.tar a.txt
ok ingest data.tgz -i INC-1 --label data --description "a tar file"
ok ingest outer.tar -i INC-1 --label outer --description "a tar file with a zip file"

mounted data
cmp data.tgz mnt/data.tgz || fail "the archive differs"
diff -r in mnt/data.tgz.members || fail "the members differ"
[ "$(readlink mnt/data.tgz.members/link)" = a.txt ] || fail "the link differs"
# Front, back, and in between: a stream that is started again where it must.
for skip in 4000 100 4500 0; do
    dd if=mnt/data.tgz.members/d/noise.bin bs=4096 count=8 skip=$skip of=part 2> /dev/null
    dd if=in/d/noise.bin bs=4096 count=8 skip=$skip 2> /dev/null | cmp - part || fail "at $skip"
done
( : > mnt/data.tgz.members/new ) 2> /dev/null && fail "the mount can be written to"
ended 0
says "3 files, and of the item itself"
ok audit

mounted outer
[ "$(cd mnt && find . -type f | sort | tr '\n' ' ')" = "./outer.tar ./outer.tar.members/..~/..~/a.txt \
./outer.tar.members/a.txt ./outer.tar.members/inner.zip ./outer.tar.members/inner.zip.members/a.txt \
./outer.tar.members/inner.zip.members/d/noise.bin " ] || { find mnt; fail "other names"; }
cmp in/d/noise.bin mnt/outer.tar.members/inner.zip.members/d/noise.bin || fail "nested differs"
cmp in/a.txt mnt/outer.tar.members/..~/..~/a.txt || fail "the hostile name differs"
ended 0
says "2 files"
ok --json events
event=$(jq '[.events[] | select(.type == "item.access")] | last | .index' out)
ok --json event show "$event"
holds '.private_values | map(select(.name | endswith(" paths")))[0].value
    | contains(["outer.tar.members/inner.zip.members/d/noise.bin"])'

# Damage is an error, never zeros.
for pack in $(find vault/packs -type f -size +2M); do
    chmod u+w "$pack"
    printf '\377\377\377\377' | dd of="$pack" bs=1 seek=1000000 conv=notrunc 2> /dev/null
done
mounted data
cmp in/a.txt mnt/data.tgz.members/a.txt || true
dd if=mnt/data.tgz.members/d/noise.bin of=/dev/null bs=4096 2> /dev/null && fail "no error"
ended 1
says "noise.bin"
