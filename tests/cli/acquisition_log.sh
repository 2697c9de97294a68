# Acquisition logs: kept byte for byte, compared with what is read, shown, audited, verified,
# exported again. The logs are made by the real tool, here and now.
. "$SOURCE/tests/cli/prelude.sh"

for tool in dc3dd sha256sum; do
    command -v "$tool" > /dev/null || { echo "skipped: there is no $tool here"; exit 0; }
done
new_vault
incident
noise 1048576 disk > disk.img
dc3dd if=disk.img of=copy.img hash=md5 hash=sha1 log=dc3dd.log > /dev/null 2>&1
printf 'nobody knows this form\n' > unknown.txt

# Agreement: the digest as it was acquired lets the audit say "since acquisition".
ok ingest copy.img -i INC-1 --description image --log dc3dd.log --log unknown.txt
says 'Log 1'
says 'dc3dd'
says 'unrecognized'
ok --json item show INC-1/1
json '.logs | length' 2
json '.logs[0].format' dc3dd
json '.logs[1].format' unrecognized
json '.logs[1].checks | length' 0
json '.logs[0].sha256' "$(sha256sum < dc3dd.log | cut -d' ' -f1)"
holds '[.logs[0].checks[] | select(.what == "md5" and .scope == "acquisition-stream")][0].result == "match"'
holds '[.logs[0].checks[] | select(.result == "mismatch")] == []'
ok audit
says 'That this is the digest of the source when it was acquired'
says 'of no known form'

# The log comes back as it went in, and that is an access, but no reading of the item.
ok export INC-1/1 --log 1 -o back.log --purpose "for the court"
cmp dc3dd.log back.log || fail "the log came back changed"
ok export INC-1/1 --log 2 -o back.txt --purpose "for the court"
cmp unknown.txt back.txt || fail "the unrecognised log came back changed"
expect 3 export INC-1/1 --log 3 -o none.log --purpose "for the court"
expect 2 export INC-1/1 --log 0 -o none.log --purpose "for the court"
ok audit
says 'was not read again since its ingest'
ok verify INC-1/1
says 'and of its acquisition'

# Disagreement is recorded and told, and the evidence is kept.
noise 1048576 other > other.img
expect 1 --json ingest other.img -i INC-1 --description other --log dc3dd.log
holds '[.items[0].item.logs[0].checks[] | select(.what == "md5" and .result == "mismatch")] | length == 1'
complains 'does not agree'
ok audit
says 'does not agree with what was read'
says 'INC-1/2 holds since ingest'

# A list of digests of files, against the members of a folder.
mkdir tree
noise 5000 a > tree/a
noise 5000 b > tree/b
sha256sum tree/a tree/b > list.txt
ok --json ingest tree -i INC-1 --description folder --log list.txt
json '.items[0].item.logs[0].format' digest-list
holds '[.items[0].item.logs[0].checks[] | select(.what == "files" and .result == "match")] | length == 1'
# The same list as a Windows machine would write it.
sed 's|  tree/|  D:\\cases\\tree\\|; s/$/\r/' list.txt > windows.txt
grep -qF ' D:\cases\tree\a' windows.txt
ok --json ingest tree -i INC-1 --description folder --log windows.txt
holds '[.items[0].item.logs[0].checks[] | .what + " " + .result] == ["files match"]'
noise 5000 c > tree/b
expect 1 --json ingest tree -i INC-1 --description changed --log list.txt
holds '[.items[0].item.logs[0].checks[] | select(.scope == "contained-file" and .result == "mismatch")] | length == 1'

# A log that is not there ends it before anything is read.
expect 3 ingest disk.img -i INC-1 --description none --log absent.log
