# Extended attributes and ACLs of a folder's members: recorded, given back by an export into a
# folder and in a tar stream, where getfattr, getfacl and tar are the witnesses; holes stay holes.
. "$SOURCE/tests/cli/prelude.sh"
for tool in setfattr getfattr setfacl getfacl tar; do
    command -v "$tool" > /dev/null || { echo "skipped: no $tool"; exit 0; }
done

mkdir -p tree/folder
noise 3000 a > tree/file
noise 2000000 b > tree/large
printf 'x' > tree/folder/inner
ln -s file tree/link
ln tree/file tree/hard
truncate -s 3M tree/holes
noise 5000 c | dd of=tree/holes bs=1 seek=1048576 conv=notrunc status=none
truncate -s 600K tree/small-holes
noise 5000 d | dd of=tree/small-holes bs=1 seek=300000 conv=notrunc status=none
setfattr -n user.comment -v "a note" tree/file 2> /dev/null ||
    { echo "skipped: this file system has no extended attributes"; exit 0; }
setfattr -n user.binary -v 0x00ff0a22 tree/file
setfattr -n user.empty tree/large
setfattr -n user.origin -v 0x$(noise 1500 x | xxd -p | tr -d '\n') tree/large
setfattr -n user.folder -v one tree/folder
setfattr -n user.root -v two tree
setfacl -m u:12345:r--,g:54321:rwx,m::r-x tree/file 2> /dev/null ||
    { echo "skipped: this file system has no ACLs"; exit 0; }
setfacl -d -m u:12345:rwx tree/folder
setfacl -m u:12345:--x tree/folder

# attributes FOLDER, acls FOLDER: what the tools say of all members.
attributes() { (cd "$1" && getfattr -R -h -d -m '^(user|system)' -e hex --absolute-names . | sort); }
acls() { (cd "$1" && getfacl -R -n -p . | grep -v '^# \(owner\|group\)'); }

new_vault
incident
ok ingest tree -i INC-1 --description "a folder"

# In the listing: names and values, byte for byte.
ok --json item show INC-1/1
json '.kind' tree
json '.notes | length' 0

ok export INC-1/1 -o out-folder --purpose "a look"
attributes tree > theirs
attributes out-folder > ours
[ "$(grep -c '^user\.' theirs)" -ge 7 ] || fail "the test set no attributes"
cmp theirs ours || fail "an export into a folder has other attributes"
acls tree > theirs
acls out-folder > ours
grep -q '^default:user:12345:rwx' theirs || fail "the test set no ACLs"
cmp theirs ours || fail "an export into a folder has other ACLs"
diff -r tree out-folder || fail "other bytes"

# Holes: no more room than the source takes.
for file in holes small-holes; do
    there=$(stat -c %b "tree/$file") here=$(stat -c %b "out-folder/$file")
    [ "$here" -le $((there + 256)) ] || fail "$file takes $here blocks, its source $there"
done

# As a tar stream.
ok export INC-1/1 -o out.tar --purpose "a look"
mkdir out-tar
tar -C out-tar --xattrs --xattrs-include='user.*' --acls -xpf out.tar 2> said
[ ! -s said ] || fail "tar says: $(cat said)"
attributes tree | grep -v '^system.posix_acl' > theirs
attributes out-tar | grep -v '^system.posix_acl' > ours
cmp theirs ours || fail "a tar stream has other attributes"
acls tree > theirs
acls out-tar > ours
diff theirs ours || fail "a tar stream has other ACLs"

# Verified like all else.
ok verify INC-1/1

# What is not given again is said.
if [ "$(id -u)" -eq 0 ] && setfattr -n trusted.mark -v 1 tree/file 2> /dev/null; then
    setfattr -n trusted.mark -v 1 tree/folder
    ok ingest tree -i INC-1 --description "again"
    ok --json export INC-1/2 -o out-again --purpose "a look"
    holds '.findings | map(select(.code == "EX-ATTRIBUTE" and .severity == "note")) | length == 1'
    holds '.findings[0].text | test("trusted.mark of 2 members \\(first file\\) was not set")'
    [ -z "$(getfattr -R -d -m trusted out-again)" ] || fail "an attribute of the system was set"
fi
