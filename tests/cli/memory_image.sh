# The ranges of a memory image, and what headers of virtual disks say, are in the record.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
# Little-endian LiME headers: two ranges of 4,096 and 8,192 bytes, the end address inclusive.
{
    printf 'EMiL\1\0\0\0\0\20\0\0\0\0\0\0\377\37\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
    noise 4096 a
    printf 'EMiL\1\0\0\0\0\0\20\0\0\0\0\0\377\37\20\0\0\0\0\0\0\0\0\0\0\0\0\0'
    noise 8192 b
} > ram.lime
ok --json ingest ram.lime -i INC-1 --description memory
json '.items[0].item.kind' memory
json '.items[0].item.memory_ranges | map("\(.offset)+\(.length)") | join(" ")' "4096+4096 1048576+8192"
truncate -s -1 ram.lime
ok --json ingest ram.lime -i INC-1 --description memory
jq -e '.items[0].item.notes[0] | test("do not fit the file")' out > /dev/null || fail "no note"

# AVML 2: each range compressed in chunks of snappy (here one that is not), and its length behind.
{
    printf 'AVML\2\0\0\0\0\20\0\0\0\0\0\0\377\37\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
    printf '\377\6\0\0sNaPpY\1\4\20\0????'
    noise 4096 a
    printf '\22\20\0\0\0\0\0\0'
    printf 'AVML\2\0\0\0\0\0\20\0\0\0\0\0\377\17\20\0\0\0\0\0\0\0\0\0\0\0\0\0'
    printf '\377\6\0\0sNaPpY\0\10\0\0????\200\40xy\26\0\0\0\0\0\0\0'
} > ram.avml
ok --json ingest ram.avml -i INC-1 --description memory
json '.items[0].item.fields.recognised' "AVML 2 memory image, 2 ranges"
json '.items[0].item.notes | length' 0
json '.items[0].item.memory_ranges | map("\(.offset)+\(.length)") | join(" ")' "4096+4096 1048576+4096"
printf 'QFI\373\0\0\0\3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0\0\100\0\0\0\0\0\0\1' > disk.qcow2
ok --json ingest disk.qcow2 -i INC-1 --description "virtual disk"
json '.items[0].item.kind' image
jq -e '.items[0].item.fields.recognised | test("1,073,741,824 bytes, encrypted")' out > /dev/null ||
    fail "not recognised"
