# A source that is gone in the middle of it: the ingest ends and records nothing, what was stored is
# kept, and the same command uses it once the source is there again.
. "$SOURCE/tests/cli/prelude.sh"
. "$SOURCE/tests/support/medium.sh"
trap medium_gone EXIT

size=50331648
noise "$size" disk > disk
served --direct -- disk

new_vault
number=0
# The cable fell out (ENODEV); the disk answers nothing any more (EIO), wherever one asks.
for failure in gone-after:"No such device" dead-after:"which could be read before"; do
    number=$((number + 1))
    incident "INC-$number"
    echo 41000000 > "${failure%%:*}"
    expect 6 ingest bad/source -i "INC-$number" --description "a disk"
    silent
    complains "${failure#*:}"
    complains "stays in the vault though nothing was recorded"
    rm "${failure%%:*}"
    ok --json item list -i "INC-$number"
    json '.items | length' 0
    ok check
    ok audit

    # Again: what was stored is not stored twice; the item is whole.
    ok --json ingest bad/source -i "INC-$number" --description "a disk"
    json '.items[0].partial' false
    holds '.items[0].bytes_deduplicated >= 39000000'
    holds ".items[0].bytes_read == $size"
    json '.items[0].item.digests.sha256' "$(sha256sum disk | cut -d' ' -f1)"
    ok verify "INC-$number/1"
done
