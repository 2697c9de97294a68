# Extended attributes of a folder's members on its mount: names and values as they were, told by
# getfattr; of links, of hard links, of the root; and nothing can be set.
. "$SOURCE/tests/cli/prelude.sh"
[ -w /dev/fuse ] || { echo "skipped: no /dev/fuse here"; exit 0; }
for tool in setfattr getfattr; do
    command -v "$tool" > /dev/null || { echo "skipped: no $tool"; exit 0; }
done
trap 'jobs -p | xargs -r kill -KILL 2> /dev/null || true; umount -l mnt 2> /dev/null || true' EXIT

mkdir -p tree/folder mnt
noise 3000 a > tree/file
printf 'x' > tree/folder/inner
printf 'y' > tree/bare
ln -s file tree/link
ln tree/file tree/hard
setfattr -n user.comment -v "a note" tree/file 2> /dev/null ||
    { echo "skipped: this file system has no extended attributes"; exit 0; }
setfattr -n user.binary -v 0x00ff0a22 tree/file
setfattr -n user.empty tree/file
setfattr -n user.long -v "0x$(noise 3000 x | xxd -p | tr -d '\n')" tree/folder/inner
setfattr -n user.folder -v one tree/folder
setfattr -n user.root -v two tree

attributes() { (cd "$1" && getfattr -R -h -d -m '^user' -e hex --absolute-names . | sort); }

new_vault
incident
ok ingest tree -i INC-1 --description "a folder" --label tree
attributes tree > theirs
[ "$(grep -c '^user\.' theirs)" -ge 9 ] || fail "the test set no attributes"
mounted tree
attributes mnt > ours
diff theirs ours || fail "the mount has other attributes"
[ "$(getfattr -n user.comment --only-values mnt/hard)" = "a note" ] || fail "a hard link lacks them"
getfattr -n user.absent mnt/file > said 2>&1 && fail "an attribute that is not there"
grep -qi "no such attribute" said || fail "absent: $(cat said)"
[ -z "$(getfattr -d -m '^user' mnt/bare)" ] || fail "a file without has some"
setfattr -n user.new -v 1 mnt/file 2> /dev/null && fail "an attribute could be set"
setfattr -x user.comment mnt/file 2> /dev/null && fail "an attribute could be removed"
# Too little room is said, not filled with half a value.
python3 - << 'PY'
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
room = ctypes.create_string_buffer(10)
assert libc.getxattr(b"mnt/folder/inner", b"user.long", room, 10) == -1
assert ctypes.get_errno() == errno.ERANGE, ctypes.get_errno()
assert libc.getxattr(b"mnt/folder/inner", b"user.long", None, 0) == 3000
assert libc.listxattr(b"mnt/file", room, 10) == -1 and ctypes.get_errno() == errno.ERANGE
PY
ended 0
