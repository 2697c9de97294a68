# The recovery code is never lost silently, is readable by its owner only, and opens the vault.
. "$SOURCE/tests/cli/prelude.sh"

person erika "Erika Muster"
export EXHIBIT_AS=erika
# Without a terminal and without a file there is no place for it.
code=0
setsid -w "$EXHIBIT" init > out 2> err < /dev/null || code=$?
[ "$code" -eq 2 ] || fail "exit $code, expected 2"
complains "--recovery-file"
[ ! -e vault ] || fail "a vault was made all the same"

touch taken
expect 5 init --recovery-file taken
[ ! -e vault ] || fail "a vault was made all the same"
ok init --recovery-file code.txt
[ "$(stat -c %a code.txt)" = 600 ] || fail "others may read the recovery code"
grep -qF "$(cat code.txt)" out err && fail "the code is shown as well"

incident
noise 50000 a > a.bin
ok ingest a.bin -i INC-1 --description evidence
ok identity recover rescue --full-name "Recovery" --code-file code.txt
ok --as rescue export INC-1/1 -o b.bin --purpose "passphrase lost"
cmp a.bin b.bin || fail "the export differs"
tr 'A-Z' 'B-ZA' < code.txt > wrong.txt
expect 7 identity recover other --full-name "Recovery" --code-file wrong.txt
