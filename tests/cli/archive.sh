# An archive goes in as it is; its members are listed, found by hash, and come out one by one.
. "$SOURCE/tests/cli/prelude.sh"
for tool in zip unzip; do
    command -v "$tool" > /dev/null || { echo "skipped: no $tool here"; exit 0; }
done

new_vault
incident
sha() { sha256sum "$1" | cut -d' ' -f1; }

mkdir -p in/d
printf 'alpha\n' > in/a.txt
noise 3000000 a > in/d/noise.bin
printf 'caf\351\n' > "in/caf$(printf '\351')"
ln -s /etc/passwd in/link
( cd in && zip -q -r ../inner.zip a.txt d )
tar -C in -czf tree.tgz .
tar -cf outer.tar inner.zip tree.tgz

# The archive is kept byte for byte.
ok --json ingest outer.tar -i INC-1 --label outer --description "a tar file"
json '.items[0].item.kind' archive
json '.items[0].item.digests.sha256' "$(sha outer.tar)"
json '.items[0].item.size' "$(stat -c %s outer.tar)"
json '.items[0].item.archive.format' tar
json '.items[0].item.archive.partial | length' 0
json '.items[0].item.archive.problems' 0
ok item show outer
says "members listed"
ok export outer -o out.tar --purpose test
cmp outer.tar out.tar || fail "the archive changed"

# Every file tar and unzip know is found by its hash, wherever it lies.
for file in a.txt d/noise.bin "caf$(printf '\351')"; do
    ok --json find "$(sha "in/$file")"
    holds '.found | length >= 1'
done
ok --json find "$(sha in/d/noise.bin)"
json '[.found[].member] | sort | join(" ")' "inner.zip!/d/noise.bin tree.tgz!/./d/noise.bin"
ok --json find "$(md5sum in/a.txt | cut -d' ' -f1)"
json '.found | length' 2
ok find noise.bin
says "inner.zip!/d/noise.bin"
ok find "$(sha inner.zip)"

# Members come out as they are in the archive.
ok export outer -o noise.bin --purpose test --member 'tree.tgz!/./d/noise.bin'
cmp in/d/noise.bin noise.bin || fail "the member differs"
says "$(sha in/d/noise.bin)"
says "equals the digest"
ok export outer -o part --purpose test --member 'inner.zip!/d/noise.bin' --range 1000000+4096
dd if=in/d/noise.bin of=wanted bs=8 skip=125000 count=512 2> /dev/null
cmp wanted part || fail "the range differs"
ok export outer -o - --purpose test --member 'inner.zip!/a.txt'
cmp in/a.txt out || fail "standard output differs"
ok export outer -o inner.out --purpose test --member inner.zip
cmp inner.zip inner.out || fail "the nested archive differs"
expect 3 export outer -o nothing --purpose test --member 'inner.zip!/b.txt'
expect 2 export outer -o nothing --purpose test --member 'tree.tgz!/./link'
[ ! -e nothing ] || fail "something was written"
ok verify outer --purpose test
says "and of the listing of"
ok audit

# Through a pipe, and as a plain file when someone says so.
INPUT=tree.tgz ok --json ingest - -i INC-1 --description "a pipe"
json '.items[0].item.kind' archive
json '.items[0].item.archive.format' "tar, gzip"
json '.items[0].item.archive.listed' "$(tar -tzf tree.tgz | wc -l)"
ok --json ingest inner.zip -i INC-1 --description "a zip" --kind file
json '.items[0].item.kind' file
json '.items[0].item.archive' null
gzip -k in/a.txt
ok --json ingest in/a.txt.gz -i INC-1 --description "one compressed file"
json '.items[0].item.kind' file
json '.items[0].item.notes | length' 0

# A depositor may not read the vault: a file is read a second time, a pipe is not listed.
enrol dora "Dora Deponens"
ok incident grant INC-1 "Dora Deponens" --read deposit --reason test
ok --as dora --json ingest tree.tgz -i INC-1 --description "deposited"
json '.items[0].item.kind' archive
INPUT=outer.tar ok --as dora ingest - -i INC-1 --description "deposited through a pipe"
ok --json item list
holds '[.items[] | select(.description == "deposited")][0].archive.listed == '"$(tar -tzf tree.tgz | wc -l)"
holds '[.items[] | select(.description | . != null and endswith("pipe"))][-1]
    | .kind == "archive" and .archive == null and (.notes[0] | test("were not listed"))'

# Members of one name are told apart by number.
printf 'second\n' > second
cp in/a.txt twice
tar -cf twice.tar twice
cp second twice
tar -rf twice.tar twice
ok ingest twice.tar -i INC-1 --label twice --description "the same name twice"
expect 5 export twice -o first --purpose test --member twice
complains "!#1"
ok export twice -o first --purpose test --member '!#1'
cmp in/a.txt first || fail "the first is another"
ok --json find "$(sha second)"
json '.found[0].member' 'twice!#2'
ok export twice -o last --purpose test --member 'twice!#2'
cmp second last || fail "the second is another"

# What is inside can be looked at, with what is wrong with it.
ok item members outer
says "inner.zip!/d/noise.bin"
says "-> /etc/passwd"
ok --json item members outer
json '.members | length' $(($(unzip -Z1 inner.zip | wc -l) + $(tar -tzf tree.tgz | wc -l) + 2))
holds '.members | all(type == "object")'
json '.members[] | select(.path == "inner.zip!/a.txt") | .digests.sha256' "$(sha in/a.txt)"
json '.members[] | select(.path == "tree.tgz!/./a.txt") | .mode' "$((0$(stat -c %a in/a.txt)))"
json '.members[] | select(.path == "tree.tgz!/./link") | .target' /etc/passwd
json '.members[] | select(.path == "inner.zip") | .archive' zip
zip -q -P secret locked.zip second
ok ingest locked.zip -i INC-1 --label locked --description "an encrypted zip"
ok item members locked
says "It is encrypted."
expect 2 item members INC-1/3
expect 4 --as dora item members INC-1/1
ok ingest in -i INC-1 --label folder --description "a folder"
ok --json item members folder
json '.members[] | select(.path == "a.txt") | .digests.sha256' "$(sha in/a.txt)"
