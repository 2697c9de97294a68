# The scripts for shells are sound and know every command and option.
. "$SOURCE/tests/cli/prelude.sh"

ok completion bash
bash -n out || fail "not bash"
complete_words() {
    bash -c '. ./completion.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _exhibit
             printf "%s\n" "${COMPREPLY[@]}"' - "$@" > words
}
cp out completion.bash
complete_words exhibit hand
[ "$(tr '\n' ' ' < words)" = "handler handoff " ] || fail "hand completes to $(cat words)"
complete_words exhibit handoff ac
grep -qx accept words || fail "handoff ac does not complete"
complete_words exhibit --as x handoff accept --no
grep -qx -- --no-rehash words || fail "an option does not complete"
complete_words exhibit audit --js
grep -qx -- --json words || fail "an option of the whole program does not complete"
touch evidence.img
complete_words exhibit ingest evid
grep -qx evidence.img words || fail "a file does not complete"

ok completion zsh
if command -v zsh > /dev/null; then zsh -n out || fail "not zsh"; fi
ok completion fish
if command -v fish > /dev/null; then fish -n out || fail "not fish"; fi
says "__exhibit_at"
expect 2 completion tcsh
complains "bash, zsh, fish"
