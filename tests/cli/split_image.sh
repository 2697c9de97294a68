# A split image is one stream; a set that is not whole is refused by the name of what is missing.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
take() { run --json ingest "$@" -i INC-1 --description evidence; }

noise 1000000 a > whole
split -b 300000 -d -a 3 --numeric-suffixes=1 whole disk.
split -b 300000 whole piece.
take disk.001
[ "$code" -eq 0 ] || fail "exit $code"
json '.items[0].item.kind' image
json '.items[0].item.size' 1000000
json '.items[0].item.digests.sha256' "$(sha256sum whole | cut -d' ' -f1)"
json '.items[0].item.segments | map(.name) | join(" ")' "disk.001 disk.002 disk.003 disk.004"
json '.items[0].item.segments[3].size' 100000
json '.items[0].item.notes | length' 0
ok export INC-1/1 -o copy --purpose analysis
cmp -s copy whole || fail "the export is not the whole"
ok item show INC-1/1
says "disk.001 to disk.004"

take piece.aa
json '.items[0].item.digests.sha256' "$(sha256sum whole | cut -d' ' -f1)"

take --single disk.001
json '.items[0].item.size' 300000
json '.items[0].item.segments | length' 0

expect 2 ingest disk.002 -i INC-1 --description evidence
complains "name the first, disk.001"

# Not all inner segments have one size.
cp disk.004 odd.002 && cp disk.001 odd.001 && cp disk.003 odd.003
take odd.001
[ "$code" -eq 0 ] || fail "exit $code"
jq -e '.items[0].item.notes[0] | test("odd.002")' out > /dev/null || fail "no note of the sizes"

rm disk.002
run ingest disk.001 -i INC-1 --description evidence
[ "$code" -ne 0 ] || fail "a set with a hole was taken"
complains "disk.002 is missing, though disk.003 is there"
mv disk.001 kept
run ingest disk.003 -i INC-1 --description evidence
[ "$code" -ne 0 ] || fail "a set without its first was taken"
complains "disk.001 is missing"

# A file alone with such a name is a file.
cp whole alone.001
take alone.001
json '.items[0].item.kind' file
