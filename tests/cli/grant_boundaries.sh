# What each grant lets its holder read: every command that reads is tried as somebody with no grant,
# deposit, record, content, and with a revoked key; what they get is searched for what they must not
# see. The table of results is in policy/README.md.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
for name in nobody depositor lawyer examiner leaver; do enrol "$name" "Person $name"; done
ok incident open INC-1 --title "Operation Bluebell" --description "about the bluebell" \
    --authority "Warrant bluebell"
mkdir tree
{ echo "CONTENT-MARKER-1"; noise 70000 a; } > tree/CONTENT-NAME.txt
{ echo "CONTENT-MARKER-2"; noise 70000 b; echo "CONTENT-MARKER-3"; } > disk.img
(cd tree && zip -q ../CONTENT.zip CONTENT-NAME.txt)
ok incident grant INC-1 "Person depositor" --read deposit
ok incident grant INC-1 "Person lawyer" --read record
ok incident grant INC-1 "Person examiner" --read content
ok incident grant INC-1 "Person leaver" --read content
ok ingest disk.img -i INC-1 --kind image --label RECORD-LABEL --description RECORD-DESCRIPTION \
    --field seal=RECORD-SEAL
ok ingest tree -i INC-1 --description RECORD-TREE
ok ingest CONTENT.zip -i INC-1 --description RECORD-ZIP
ok item add -i INC-1 --description RECORD-THING --field serial=RECORD-SERIAL
ok verify INC-1/1 --purpose RECORD-PURPOSE
ok handoff offer INC-1/4 --to "Person examiner" --purpose RECORD-HANDOVER --place RECORD-PLACE
ok --as examiner handoff accept INC-1/4
digest=$(sha256sum disk.img | cut -c1-64)

# Every command that shows something, with its words. What it refuses is told in $denied.
reads() {
    cat << END
incident list
incident show INC-1
item list
item show INC-1/1
item show INC-1/4
item members INC-1/2
item members INC-1/3
custody INC-1/1
custody INC-1/4
events
event show 7
event show 12
find RECORD-LABEL
find $digest
find CONTENT-NAME
handoff list
handler list
verify INC-1/1
export INC-1/1 -o got/disk --purpose look
export INC-1/1 --range 0+4096 -o got/range --purpose look
export INC-1/2 -o got/tree --purpose look
export INC-1/2 --member CONTENT-NAME.txt -o got/member --purpose look
export INC-1/3 --member CONTENT-NAME.txt -o got/archived --purpose look
mount INC-1/1 mnt --purpose look
iodef emit INC-1 --csirt-name csirt.example.org
receipt 12
audit
policy show
item show INC-1/2
item show INC-1/3
END
}
all_of() { # NAME: everything that person gets lies in seen.NAME; words of what was refused in $denied
    rm -rf got mnt seen
    mkdir -p got mnt seen
    denied=
    local number=0 line
    while read -r line; do
        number=$((number + 1))
        # Both forms of what tells most; of the others the one that tells more.
        # shellcheck disable=SC2086
        for form in --json ""; do
            rm -rf got/*
            case $line in
                # A mount that is allowed is ended from here.
                mount*)
                    code=0
                    # To the program alone: a second signal would end it at once.
                    timeout --foreground -s INT 3 "$EXHIBIT" --as "$1" $line > out 2> err < /dev/null || code=$?
                    ;;
                *) run --as "$1" $form $line ;;
            esac
            cp out "seen/$number$form.out"
            cp err "seen/$number$form.err"
            cp -r got "seen/$number$form.got"
            case $line in events | custody* | item\ show* | audit) ;; *) break ;; esac
        done
        [ "$code" -ne 4 ] || denied="$denied ${line%% *}"
    done < <(reads)
    # What stays on the machine of that person: the catalogue, the remembered head.
    cp -r home/catalogue seen/ 2> /dev/null || true
    cp -r home/remembered seen/
}
sees() { grep -rqF -- "$1" seen || fail "$2 does not see $1"; }
blind() { ! grep -rlF -- "$1" seen || fail "$2 sees $1"; }
record_marks="Bluebell bluebell RECORD-LABEL RECORD-DESCRIPTION RECORD-SEAL RECORD-TREE RECORD-ZIP
    RECORD-THING RECORD-SERIAL RECORD-PURPOSE RECORD-HANDOVER RECORD-PLACE"
content_marks="CONTENT-MARKER-1 CONTENT-MARKER-2 CONTENT-MARKER-3"

for name in nobody depositor; do
    all_of "$name"
    # The words they search for themselves are in the answers of find, and nowhere else.
    rm -rf seen/13* seen/14* seen/15*
    for mark in $record_marks $content_marks CONTENT-NAME "$digest"; do
        blind "$mark" "$name"
    done
    sees INC-1 "$name" # that there is an incident, and who holds what
    [ "$denied" = " item item verify export export export export export mount iodef" ] ||
        fail "$name was refused:$denied"
done

all_of lawyer
for mark in $record_marks "$digest"; do sees "$mark" lawyer; done
for mark in $content_marks; do blind "$mark" lawyer; done
[ "$denied" = " item item verify export export export export export mount" ] ||
    fail "the lawyer was refused:$denied"

all_of examiner
for mark in $record_marks $content_marks CONTENT-NAME "$digest"; do
    sees "$mark" examiner
done
[ -z "$denied" ] || fail "the examiner was refused:$denied"

# A depositor writes what they cannot read again; somebody without a grant does not write.
noise 50000 c > new.bin
ok --as depositor ingest new.bin -i INC-1 --description DEPOSITED
expect 4 --as depositor export INC-1/5 -o back.bin --purpose mine
ok --as depositor item show INC-1/5
! grep -q DEPOSITED out || fail "a depositor reads what they described"
expect 4 --as lawyer ingest new.bin -i INC-1 --description no
expect 4 --as nobody ingest new.bin -i INC-1 --description no
expect 4 --as depositor incident grant INC-1 "Person nobody" --read content
expect 4 --as lawyer incident grant INC-1 "Person nobody" --read record

# A key that is revoked reads and writes nothing with the program, whatever it was granted.
ok handler revoke "Person leaver" --reason left
all_of leaver
rm -rf seen/13* seen/14* seen/15*
for mark in $record_marks $content_marks CONTENT-NAME "$digest" INC-1/; do
    blind "$mark" leaver
done
[ "$(echo "$denied" | wc -w)" -eq "$(reads | wc -l)" ] || fail "refused only:$denied"
expect 4 --as leaver ingest new.bin -i INC-1 --description no

# Nothing of it lies readable in the vault.
for mark in $record_marks $content_marks CONTENT-NAME "$digest"; do
    ! grep -rqF -- "$mark" vault || fail "$mark is readable in the vault"
done
