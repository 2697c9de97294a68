# The cable of a disk falls out in the middle of its acquisition: with --resume the same command goes
# on where it was, asks the disk for the rest only, and says in the record that it did.
. "$SOURCE/tests/cli/prelude.sh"
. "$SOURCE/tests/support/medium.sh"
trap medium_gone EXIT

size=50331648
noise "$size" disk > disk
touch -d 2026-11-01 disk
served --direct -- disk
new_vault
incident

# Nothing is known of it yet.
expect 3 ingest bad/source -i INC-1 --description "a disk" --resume
complains "without --resume it is read from its beginning"
expect 2 ingest bad/source -i INC-1 --description "a disk" --retry-unreadable

echo 41000000 > gone-after
expect 6 ingest bad/source -i INC-1 --description "a disk"
complains "with --resume goes on at byte 40,"
rm gone-after
ok --json item list
json '.items | length' 0

# Another disk of that size, and one whose first 30 MB can no longer be read but for a few places.
noise "$size" other > other
unserved
served --direct -- other
expect 1 ingest bad/source -i INC-1 --description "a disk" --resume
complains "another medium or was changed meanwhile"
unserved
served --direct -- disk 200000+30000000
ok --json ingest bad/source -i INC-1 --description "a disk" --resume
json '.items[0].partial' false
json '.items[0].item.digests.sha256' "$(sha256sum disk | cut -d' ' -f1)"
json '.items[0].item.digests.md5' "$(md5sum disk | cut -d' ' -f1)"
holds '.items[0].resumed_at >= 39000000 and .items[0].resumed_at <= 41000000'
holds '.items[0].item.notes[0] | startswith("The source was read in 2 sittings: from byte 0 between ")'
holds '.items[0].item.notes[1] | test("; [0-9]+ places of it were read from the source again")'
ok verify INC-1/1
ok audit
ok check

# It came to its end: there is nothing to go on with. The same command without --resume begins anew.
expect 3 ingest bad/source -i INC-1 --description "a disk" --resume

# Begun anew by mistake, the bookmark of the longer acquisition stays.
incident INC-2
unserved
served --direct -- disk
echo 41000000 > gone-after
expect 6 ingest bad/source -i INC-2 --description "a disk"
rm gone-after
head -c 1 bad/source > /dev/null # it is there again
echo 20000000 > gone-after
expect 6 ingest bad/source -i INC-2 --description "a disk"
complains "came to byte 40,"
complains "--resume goes on there"
complains "with --resume goes on at byte 40,"
rm gone-after

# What lies in the vault is taken from there, which a depositor cannot read; and it has to be there.
enrol anna "Anna Beispiel"
ok incident grant INC-2 "Anna Beispiel" --read deposit --reason test
expect 3 --as anna ingest bad/source -i INC-2 --description "a disk" --resume
ok check --clean --yes
expect 5 ingest bad/source -i INC-2 --description "a disk" --resume
complains "cannot be found in the vault any more"
expect 3 ingest bad/source -i INC-2 --description "a disk" --resume
ok --json ingest bad/source -i INC-2 --description "a disk"
json '.items[0].resumed_at' 0
json '.items[0].item.digests.sha256' "$(sha256sum disk | cut -d' ' -f1)"
