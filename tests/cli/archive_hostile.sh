# Archives made to do harm: bombs, cut ones, encrypted ones, names that leave their folder.
. "$SOURCE/tests/cli/prelude.sh"
for tool in zip unzip; do
    command -v "$tool" > /dev/null || { echo "skipped: no $tool here"; exit 0; }
done

new_vault
incident
# taken FILE: goes in whole, and is an archive.
taken() {
    ok --json ingest "$1" -i INC-1 --label "$1" --description evidence
    json '.items[0].item.kind' archive
    json '.items[0].item.digests.sha256' "$(sha256sum "$1" | cut -d' ' -f1)"
}

# 600 MB of zeros in a tar.gz of 600 KB, and the same in a zip, before another member.
truncate -s 600M zeros
printf 'after\n' > after
tar -czf bomb.tgz zeros after
zip -q bomb.zip zeros after
taken bomb.tgz
holds '.items[0].item.archive.partial | length == 1'
holds '.items[0].item.notes | any(test("expands to more than 250 times"))'
holds '.items[0].item.archive.bytes < 100000000'
taken bomb.zip
json '.items[0].item.archive.listed' 2
json '.items[0].item.archive.files' 1
holds '.items[0].item.archive.bytes < 100000000'
holds '.items[0].item.notes | any(test("zeros: It expands to more than 250 times"))'
ok find "$(sha256sum after | cut -d' ' -f1)"
expect 2 export bomb.zip -o nothing --purpose test --member zeros
complains "expands to more than"

# As 42.zip: 16 archives of 16 archives of 16 archives of zeros.
truncate -s 60M level
for depth in 1 2 3 4; do
    rm -f pack.zip
    for i in a b c d e f g h i j k l m n o p; do ln -f level "z$i"; done
    zip -q pack.zip z[a-p]
    rm -f z[a-p]
    mv pack.zip level
done
mv level nested.zip
taken nested.zip
holds '.items[0].item.archive.bytes < 2300000000'
holds '.items[0].item.archive.partial[0] | test("expand to more than 2.0 GiB")'
rm -f zeros

# Cut off: what is there is listed.
noise 500000 a > noise
zip -q whole.zip after noise
tar -czf whole.tgz after noise
for form in zip tgz; do
    head -c 300000 "whole.$form" > "cut.$form"
    taken "cut.$form"
    json '.items[0].item.archive.listed' 2
    json '.items[0].item.archive.files' 1
    json '.items[0].item.archive.problems' 1
    holds '.items[0].item.archive.partial | length == 1'
done

# Encrypted: names and sizes, no content.
zip -q -P secret locked.zip after noise
taken locked.zip
json '.items[0].item.archive.listed' 2
json '.items[0].item.archive.files' 0
json '.items[0].item.archive.problems' 2
holds '.items[0].item.notes == ["Of the members of the archive 2 have a problem, which the listing tells."]'

# Names that lead elsewhere stay names: a member comes out only where it is told to.
tar -P -cf names.tar --transform 's,^,../../,' after
tar -P -rf names.tar --transform 's,^,/tmp/exhibit-test/,' after
long=$(printf '\377%.0s' $(seq 255))
printf 'odd\n' > "$long"
tar -rf names.tar -- "$long"
taken names.tar
json '.items[0].item.archive.files' 3
json '.items[0].item.archive.problems' 0
mkdir clean
( cd clean && ok export names.tar -o copy --purpose test --member ../../after ) || exit 1
cmp after clean/copy || fail "the member differs"
[ "$(ls clean)" = "copy
err
out" ] || fail "something else was written"
[ ! -e /tmp/exhibit-test ] || fail "an absolute name was written to"
ok --json find "$(sha256sum "$long" | cut -d' ' -f1)"
json '.found | length' 1

# 50,000 members.
mkdir many
( cd many && seq 50000 | split -l 1 -a 5 - f )
tar -cf many.tar many
taken many.tar
json '.items[0].item.archive.files' 50000
ok --json find "$(printf '41234\n' | sha256sum | cut -d' ' -f1)"
json '.found | length' 1
ok audit
