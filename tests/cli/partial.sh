# Sources that cannot all be read: what could be is taken in, what could not is recorded, exit 8.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
mkdir tree
noise 20000 a > tree/readable
noise 20000 b > tree/locked
chmod 000 tree/locked
prefix=()
if [ "$(id -u)" -eq 0 ]; then
    # Root may read everything; nobody may not. Everything but the locked file becomes theirs.
    command -v setpriv > /dev/null || { echo "skipped: root without setpriv"; exit 0; }
    chown -R 65534:65534 .
    chown 0:0 tree/locked
    prefix=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    "${prefix[@]}" test -x "$EXHIBIT" -a -r passphrase || { echo "skipped: nobody has no way here"; exit 0; }
fi
code=0
"${prefix[@]}" "$EXHIBIT" --json ingest tree -i INC-1 --description evidence > out 2> err || code=$?
[ "$code" -eq 8 ] || fail "exit $code, expected 8"
json '.items[0].partial' true
json '.items[0].item.id' INC-1/1
