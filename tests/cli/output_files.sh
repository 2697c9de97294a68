# A file that exists is not replaced unless that was said.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
noise 50000 a > a.bin
ok ingest a.bin -i INC-1 --description evidence
echo precious > receipt.txt
expect 5 receipt 0 -o receipt.txt
[ "$(cat receipt.txt)" = precious ] || fail "it was replaced"
ok --yes receipt 0 -o receipt.txt
grep -q tlog-proof receipt.txt || fail "it was not replaced"
expect 5 export INC-1/1 -o a.bin --purpose test
expect 6 checkpoint -o no/such/folder/x
[ -z "$(find . -name '*.tmp-*' -not -path './vault/*')" ] || fail "a temporary file is left"

ok export INC-1/1 -o - --purpose test
cmp a.bin out || fail "standard output differs from the evidence"
expect 2 --json export INC-1/1 -o - --purpose test
ok export INC-1/1 -o part --purpose test --range 100+50
cmp part <(tail -c +101 a.bin | head -c 50) || fail "the range is another one"
expect 2 export INC-1/1 -o part2 --purpose test --range 100-150
expect 2 export INC-1/1 -o part2 --purpose test --fill 256
