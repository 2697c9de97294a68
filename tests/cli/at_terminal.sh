# At a terminal: the passphrase is asked for and not shown, long work has a bar, Ctrl-C at the prompt
# ends the program, and the recovery code is shown on the terminal only.
. "$SOURCE/tests/cli/prelude.sh"
command -v script > /dev/null || { echo "skipped: no script(1) to make a terminal"; exit 0; }

new_vault
incident
noise 3000000 a > a.bin
unset EXHIBIT_PASSPHRASE_FILE
# Held open here: script(1) would end the terminal at the end of its input.
mkfifo keys
exec 4<> keys

# at_terminal COMMAND: runs it with a terminal of its own; the screen's text goes to `screen`.
at_terminal() {
    : > screen
    script -qfec "$1" screen < keys > /dev/null 2>&1 &
    child=$!
}
# type_after PROMPT COUNT TEXT: types once PROMPT stands on COUNT lines of the screen.
type_after() {
    local prompt=$1 count=$2 text=$3
    until [ "$(grep -c "$prompt" screen)" -ge "$count" ]; do
        kill -0 "$child" 2> /dev/null || { cat screen >&2; fail "no prompt '$prompt'"; }
    done
    printf '%b' "$text" >&4
}
ended() {
    code=0
    wait "$child" || code=$?
    [ "$code" -eq "$1" ] || { cat screen >&2; fail "exit $code at the terminal, expected $1"; }
}

at_terminal "$EXHIBIT ingest a.bin -i INC-1 --description evidence > out"
type_after "Passphrase of erika" 1 'correct horse battery staple\n'
ended 0
grep -q "correct horse" screen && fail "the passphrase is shown"
grep -q '100%' screen || fail "no bar"
grep -q 'INC-1/1' out || fail "no result"

at_terminal "$EXHIBIT identity new anna --full-name Anna"
type_after "New passphrase" 1 'long enough to do\n'
type_after "once more" 1 'something different\n'
ended 2
grep -q "differ" screen || fail "two different passphrases were taken"

at_terminal "$EXHIBIT incident list"
type_after "Passphrase of erika" 1 '\003'
ended 130

at_terminal "$EXHIBIT init second > out"
type_after "Passphrase of erika" 1 'correct horse battery staple\n'
ended 0
grep -qE '([A-Z2-7]{4}-){5,}' screen || fail "the recovery code is not on the terminal"
grep -qE '([A-Z2-7]{4}-){5,}' out && fail "the recovery code is in standard output"
true
