# Containers whose stored hash was forged, with all checksums right: told, recorded and kept as they
# are. And forms that libewf of this system cannot open: recognised, kept byte for byte, and what
# could not be done is said.
. "$SOURCE/tests/cli/prelude.sh"
for tool in ewfacquire ewfverify python3; do
    command -v "$tool" > /dev/null || { echo "skipped: no $tool"; exit 0; }
done

# forge FILE: gives the sections `hash` and `digest` the MD5 (and SHA-1) of other bytes, and the
# checksums these then have.
forge() {
    python3 - "$1" << 'PY'
import hashlib, struct, sys, zlib
data = bytearray(open(sys.argv[1], "rb").read())
md5, sha1 = hashlib.md5(b"other").digest(), hashlib.sha1(b"other").digest()
at, changed = 13, []
while True:
    kind = bytes(data[at:at + 16]).rstrip(b"\0").decode()
    following, = struct.unpack_from("<Q", data, at + 16)
    body = at + 76
    if kind == "hash":
        data[body:body + 16] = md5
        struct.pack_into("<I", data, body + 32, zlib.adler32(bytes(data[body:body + 32])))
        changed.append(kind)
    if kind == "digest":
        data[body:body + 16], data[body + 16:body + 36] = md5, sha1
        struct.pack_into("<I", data, body + 76, zlib.adler32(bytes(data[body:body + 76])))
        changed.append(kind)
    if kind == "done" or following <= at:
        break
    at = following
open(sys.argv[1], "wb").write(data)
print(" ".join(changed))
PY
}

new_vault
incident
noise 409600 media > disk.raw
ewfacquire -u -q -t true -c fast -d sha1 disk.raw > /dev/null
sha256=$(sha256sum < disk.raw | cut -d' ' -f1)

cp true.E01 forged.E01
[[ " $(forge forged.E01) " == *" hash "* ]] || fail "the container has no hash section"
cmp -s true.E01 forged.E01 && fail "nothing was forged"
ewfverify -q true.E01 > /dev/null || fail "ewfverify on the true one"
ewfverify forged.E01 > said 2>&1 && fail "ewfverify does not see the forgery"
grep -qi "MD5 hash stored in file" said || fail "ewfverify fails for another reason: $(cat said)"
expect 1 --json ingest forged.E01 -i INC-1 --description evidence
json '.items[0].item.container.stored[] | select(.algorithm == "md5") | .result' mismatch
json '.items[0].item.container.stored[] | select(.algorithm == "md5") | .value' \
    "$(printf other | md5sum | cut -d' ' -f1)"
json '.items[0].item.container.media.sha256' "$sha256"
json '.items[0].item.container.media.md5' "$(md5sum < disk.raw | cut -d' ' -f1)"
# The checksums are right: nothing else is wrong with it.
json '.items[0].item.container.problems | length' 0
json '.items[0].item.container.unreadable | length' 0
ok export INC-1/1 -o kept --purpose analysis
cmp forged.E01 kept/forged.E01 || fail "a forged container is not kept as it was"
ok --json verify INC-1/1
run --json audit
holds '[.findings[] | select(.code == "CR-13" and .item == "INC-1/1") | .text |
    select(test("md5 stored"))] | length == 1'
ok ingest true.E01 -i INC-1 --description "the true one"
run --json audit
holds '[.findings[] | select(.code == "CR-13" and .item == "INC-1/2" and .severity == "warning")] |
    length == 0'

# Ex01: ewfacquire of libewf 20140813 takes -f encase7-v2 for encase6, so that there is none to be
# had; where it makes one, the media must be right. kept NAME: as it went in.
kept() {
    ok export "$item" -o "kept-$1" --purpose analysis
    cmp "$1" "kept-$1/$1" || fail "$1 is not kept as it was"
    ok verify "$item"
}
ewfacquire -u -q -f encase7-v2 -t second disk.raw > said 2>&1 || true
if [ -e second.Ex01 ]; then
    ok --json ingest second.Ex01 -i INC-1 --description evidence
    json '.items[0].item.container.media.sha256' "$sha256"
    item=$(jq -r '.items[0].item.id' out)
    kept second.Ex01
fi
# Its first bytes alone, by the description of the format: signature, version 2.1, no compression,
# segment 1, set identifier. There is nothing in it that could be opened.
{
    printf 'EVF2\r\n\x81\0\x02\x01\0\0\x01\0\0\0'
    noise 16 set
    noise 5000 body
} > form.Ex01
expect 8 --json ingest form.Ex01 -i INC-1 --description evidence
json '.items[0].item.kind' ewf
json '.items[0].item.container.format' "EWF 2"
json '.items[0].item.container.media_size' null
holds '.items[0].item.container.problems | length == 1 and (.[0] | test("The media were not read"))'
item=$(jq -r '.items[0].item.id' out)
kept form.Ex01

# L01: no program of Debian writes one. What the two forms begin with is recognised.
{
    printf 'LVF\x09\r\n\xff\0\x01\x01\0\0\0'
    noise 5000 body
} > form.L01
expect 8 --json ingest form.L01 -i INC-1 --description evidence
json '.items[0].item.kind' ewf
json '.items[0].item.container.format' "EWF logical"
holds '.items[0].item.container.problems | any(test("is cut off"))'
item=$(jq -r '.items[0].item.id' out)
kept form.L01
{
    printf 'LEF2\r\n\x81\0\x02\x01\0\0\x01\0\0\0'
    noise 16 set
    noise 5000 body
} > form.Lx01
expect 8 --json ingest form.Lx01 -i INC-1 --description evidence
json '.items[0].item.container.format' "EWF 2 logical"
item=$(jq -r '.items[0].item.id' out)
kept form.Lx01
