# Logs that are odd: each is kept byte for byte or refused by its name, before anything is recorded.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
noise 100000 disk > disk.img
md5=$(md5sum < disk.img | cut -d' ' -f1)
item=0

# kept LOG FORMAT WARNING: is taken, says what it is and why no more of it, and comes back as it was.
kept() {
    item=$((item + 1))
    ok --json ingest disk.img -i INC-1 --description odd --log "$1"
    json '.items[0].item.logs[0].format' "$2"
    json '.items[0].item.logs[0].size' "$(stat -c %s "$1")"
    json '.items[0].item.logs[0].sha256' "$(sha256sum < "$1" | cut -d' ' -f1)"
    json '.items[0].item.logs[0].warnings | join(" ")' "$3"
    ok export "INC-1/$item" --log 1 -o back --purpose check
    cmp back "$1" || fail "$1 came back changed"
    rm back
    ok --json audit
    if [ "$2" = unrecognized ]; then
        holds '[.findings[] | select(.code == "CR-12" and .severity == "note" and
            .item == "INC-1/'$item'" and (.text | test("of no known form")))] | length == 1'
    fi
}
nothing="Nothing was read from this log: "

: > empty.log
kept empty.log unrecognized "${nothing}it is empty."
printf '%s  disk\0.img\n' "$md5" > nul.log
kept nul.log unrecognized "${nothing}it is no plain text, for it holds NUL."
printf '%s  disk.img\nand mo' "$md5" > cut.log
kept cut.log unrecognized "${nothing}it has the form of no tool that is known here."
printf 'Nothing here\n' > other.log
kept other.log unrecognized "${nothing}it has the form of no tool that is known here."

# Latin-1, in the log and in its name; a name in the log that is cut in the middle of a character.
printf '%s  M\374ller.img\n' "$md5" > "$(printf 'L\366g.txt')"
kept "$(printf 'L\366g.txt')" digest-list ""
printf '%s  disk.img\n%s  M\303' "$md5" "$md5" > multibyte.log
kept multibyte.log digest-list ""
{ printf '\377\376'; printf '%s  disk.img\n' "$md5" | iconv -t UTF-16LE; printf 'x'; } > utf16.log
kept utf16.log digest-list "The log is cut in the middle of a character."
printf '\377\376\001\334' > surrogate.log
kept surrogate.log unrecognized "${nothing}it is no well-formed UTF-16."

# As long as a log may be, and longer by one byte.
{ printf '%s  disk.img\n' "$md5"; head -c 67108864 /dev/zero | tr '\0' '\n'; } |
    head -c 67108864 > long.log
kept long.log unrecognized "${nothing}it has more than 4,000,000 lines."
{ cat long.log; echo; } > longer.log

# What is refused leaves no event.
ok --json events
events=$(jq '.events | length' out)
refused() {
    expect "$1" ingest disk.img -i INC-1 --description refused --log "$2"
    complains "reading the acquisition log $2: $3"
    ok --json events
    json '.events | length' "$events"
}
refused 7 longer.log "it is longer than 64 MiB"
refused 3 absent.log "it does not exist"
mkdir folder
refused 2 folder "it is a folder, expected a file"
mkfifo pipe
refused 2 pipe "it is a pipe, expected a file"
refused 2 /dev/zero "it is a device, expected a file"
