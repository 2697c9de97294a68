# The help of every command is the one in tests/golden/cli, 100 columns wide and with an example.
# UPDATE_GOLDEN=1 writes it anew.
. "$SOURCE/tests/cli/prelude.sh"

golden=$SOURCE/tests/golden/cli/help
commands() { # GROUP...: names of the commands below it, from its help
    "$EXHIBIT" "$@" --help | awk '/^[A-Z].*:$/ { on = !/^(Options|Arguments|Example)/; next }
        on && /^  [a-z]/ { print $1 }'
}
collect() {
    local name
    for name in $(commands "$@"); do
        printf '%s\n' "${*:+$* }$name"
        collect "$@" "$name"
    done
}
{ echo; collect; } > list
[ "$(wc -l < list)" -gt 40 ] || fail "too few commands: $(cat list)"
[ -z "${UPDATE_GOLDEN:-}" ] || { rm -rf "$golden"; mkdir -p "$golden"; }
while read -r line; do
    # shellcheck disable=SC2086
    ok $line --help
    file=$golden/${line// /_}.txt
    [ -n "$line" ] || file=$golden/exhibit.txt
    [ -z "${UPDATE_GOLDEN:-}" ] || cp out "$file"
    diff -u "$file" out || fail "the help of '$line' changed; UPDATE_GOLDEN=1 accepts it"
    [ "$(wc -L < out)" -le 100 ] || fail "the help of '$line' is wider than 100 columns"
    grep -q "COMMAND" out || grep -q '^Example:' out || fail "'$line' has no example"
done < list
