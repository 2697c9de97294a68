# What every script of this folder begins with: `. "$SOURCE/tests/cli/prelude.sh"`.
#
# A script runs in an empty folder of its own, with EXHIBIT (the program) and SOURCE (the source
# tree) in its environment. It shows one behaviour and stops at the first claim that does not hold.
set -euo pipefail
: "${EXHIBIT:?path of the program}" "${SOURCE:?path of the source tree}"

unset EXHIBIT_AS XDG_DATA_HOME
export HOME=$PWD EXHIBIT_HOME=$PWD/home EXHIBIT_VAULT=$PWD/vault
export EXHIBIT_PASSPHRASE_FILE=$PWD/passphrase
export TZ=UTC LC_ALL=C.UTF-8
umask 077
printf 'correct horse battery staple\n' > passphrase

# What still runs in the background when a script fails must not outlive it.
trap 'jobs -p | xargs -r kill -KILL 2> /dev/null || true' EXIT

fail() {
    echo "FAILED: $*" >&2
    for file in out err; do
        [ -s "$file" ] && { echo "--- standard $file" >&2; head -c 4000 "$file" >&2; }
    done
    exit 1
}

# run ARGS...: standard output in `out`, standard error in `err`, exit code in $code.
run() {
    code=0
    "$EXHIBIT" "$@" > out 2> err < "${INPUT:-/dev/null}" || code=$?
}

# expect CODE ARGS...: runs and compares the exit code.
expect() {
    local wanted=$1
    shift
    run "$@"
    [ "$code" -eq "$wanted" ] || fail "exhibit $*: exit $code, expected $wanted"
}
ok() { expect 0 "$@"; }

# says TEXT: standard output holds it. complains TEXT: standard error does.
says() { grep -qF -- "$1" out || fail "standard output lacks: $1"; }
complains() { grep -qF -- "$1" err || fail "standard error lacks: $1"; }
silent() { [ ! -s out ] || fail "standard output is not empty"; }

# json FILTER EXPECTED: what jq makes of standard output.
json() {
    local got
    got=$(jq -r "$1" out) || fail "standard output is not JSON"
    [ "$got" = "$2" ] || fail "jq '$1' gives '$got', expected '$2'"
}
# holds FILTER: a condition over standard output in jq's words. jq is content with no input at all.
holds() { [ -s out ] && jq -e "$1" out > /dev/null || fail "does not hold: $1"; }
# error_kind KIND: the JSON error on standard error; progress and notices may stand before it.
error_kind() {
    local got
    got=$(jq -r 'select(.error) | .error.kind' err) || fail "standard error is not JSON lines"
    [ "$got" = "$1" ] || fail "error kind '$got', expected '$1'"
    jq -es 'map(select(.error))[0].error | (.message | length > 0) and (.context | type == "array")' \
        err > /dev/null || fail "the error lacks message or context"
}

# person NAME "FULL NAME": makes an identity.
person() {
    ok identity new "$1" --full-name "$2" --title Examiner --organisation "Police of X" \
        --phone +49-30-1234
}
# new_vault: identity erika, and a vault of hers without a recovery handler.
new_vault() {
    person erika "Erika Muster"
    ok --as erika init --no-recovery
    export EXHIBIT_AS=erika
}
# enrol NAME "FULL NAME": makes an identity and lets erika enrol it.
enrol() {
    person "$1" "$2"
    ok --as "$1" identity show --card "$1.card"
    ok --as erika handler add "$1.card"
}
# incident [ID]: opens one as erika.
incident() { ok --as erika incident open "${1:-INC-1}" --title "Break-in at ACME"; }
# Bytes that do not compress and are the same each time: noise COUNT SEED.
noise() {
    head -c "$1" /dev/zero | openssl enc -aes-128-ctr -nosalt -pass "pass:$2" -pbkdf2 -iter 1 2> /dev/null
}

# mounted ITEM [OPTION...]: in the background; returns once the folder can be read.
mounted() {
    rm -f said && mkfifo said
    "$EXHIBIT" mount "$1" mnt --purpose "a look" "${@:2}" > said 2> err &
    server=$!
    exec 5< said
    if ! read -r line <&5; then
        wait "$server" || true
        grep -q "the system refused" err && { echo "skipped: no mount allowed here"; exit 0; }
        fail "the mount did not begin"
    fi
}
# ended CODE: by unmounting; the result is in out.
ended() {
    fusermount3 -u mnt
    cat <&5 > out
    exec 5<&-
    code=0
    wait "$server" || code=$?
    [ "$code" -eq "$1" ] || fail "mount ended with $code, expected $1"
}
