# Ctrl-C: exit 130, a sentence, a vault as it was; the same command goes through afterwards.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
mkfifo source
exec 3<> source
"$EXHIBIT" --json ingest - -i INC-1 --description evidence < source > out 2> err &
pid=$!
noise 30000000 a > a.bin
yes "a source that never ends" >&3 &
feeder=$!
until grep -q progress err; do kill -0 "$pid" 2> /dev/null || fail "ended by itself"; done
kill -INT "$pid"
code=0
wait "$pid" || code=$?
kill "$feeder" 2> /dev/null || true
exec 3>&-
[ "$code" -eq 130 ] || fail "exit $code, expected 130"
error_kind interrupted
silent
ok --json item list
json '.items | length' 0
ok audit
ok ingest a.bin -i INC-1 --description evidence
ok verify INC-1/1
