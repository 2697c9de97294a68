# Long work: JSON lines with --json, nothing on a pipe, nothing with --quiet; never on stdout.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
noise 4000000 a > a.bin
ok --json ingest a.bin -i INC-1 --description evidence
jq -es 'map(select(.progress)) | length > 0 and (last.progress | .bytes_done == 4000000 and
    (.phase | length > 0))' err > /dev/null || fail "no progress lines"
jq -es 'length == 1' out > /dev/null || fail "progress on standard output"
ok verify INC-1/1
[ ! -s err ] || fail "progress on a pipe"
ok --json --quiet verify INC-1/1
[ ! -s err ] || fail "progress with --quiet"
