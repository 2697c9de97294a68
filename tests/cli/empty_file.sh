# An empty file is evidence too: of nothing, with the digests of nothing.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
: > empty
ok --json ingest empty -i INC-1 --description evidence
json '.items[0].item.size' 0
json '.items[0].item.digests.md5' d41d8cd98f00b204e9800998ecf8427e
json '.items[0].item.digests.sha256' \
    e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
ok verify INC-1/1
ok export INC-1/1 -o copy --purpose test
cmp empty copy || fail "the copy is not empty"
ok audit
