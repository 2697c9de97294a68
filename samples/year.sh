#!/usr/bin/env bash
# A year of a small laboratory: two incidents, six handlers and two who decide, thirteen items. Custody
# passes through a courier and an outside laboratory; there is a correction, a refused offer, a lost
# seal, a hold, two inventories, a lost key and a disposal.
#
#   EXHIBIT=path/to/exhibit samples/year.sh [--clean] [DIR]
#
# The year is told twice. As it is, nine things go wrong in it, and the audit must find these and
# nothing else; with --clean nobody makes a mistake, and the audit must find none. The script ends
# with 1 when the audit finds anything else. Time is that of the `faketime` program; DIR (default: a
# new temporary folder) gets everything.
set -euo pipefail
exhibit=${EXHIBIT:?EXHIBIT names the program}
exhibit=$(cd "$(dirname "$exhibit")" && pwd)/$(basename "$exhibit")
flawed=1
if [[ ${1:-} == --clean ]]; then
    flawed=
    shift
fi
dir=${1:-$(mktemp -d "${TMPDIR:-/tmp}/exhibit-year.XXXXXX")}
mkdir -p "$dir"
cd "$dir"
if [[ -e vault ]]; then
    echo "$dir already holds a vault; give another folder." >&2
    exit 1
fi
export TZ=UTC LC_ALL=C.UTF-8 FAKETIME_DONT_FAKE_MONOTONIC=1
a=INC-2025-001
b=INC-2025-002

now=0
day() { # DATE [TIME]: what follows happens then, a minute apart
    now=$(date -u -d "$1 ${2:-09:00:00}" +%s)
    printf '\n-- %s %s\n' "$1" "${2:-09:00:00}"
}
as() { # NAME ARGUMENT...: that person runs exhibit on their own machine
    local who=$1
    shift
    now=$((now + 60))
    EXHIBIT_HOME=$dir/home-$who EXHIBIT_AS=$who EXHIBIT_VAULT=$dir/vault \
        EXHIBIT_PASSPHRASE_FILE=$dir/passphrase faketime "$(date -u -d "@$now" '+%F %T')" \
        "$exhibit" --quiet "$@" >last.out || { local code=$?; cat last.out; return "$code"; }
}
person() { # NAME ROLE... -- IDENTITY OPTION...
    local name=$1 roles=()
    shift
    while [[ $1 != -- ]]; do
        roles+=(--role "$1")
        shift
    done
    shift
    as "$name" identity new "$name" "$@"
    as "$name" identity show "$name" --card "$name.card"
    if [[ $name != erika ]]; then as erika handler add "$name.card" "${roles[@]}"; fi
}
# Somebody's identity on erika's machine, to sign beside her: they are in the same room.
visit() { cp "home-$2/identities/$2.identity" "home-$1/identities/"; }
hand_over() { # FROM TO "TO'S NAME" SEAL PURPOSE PLACE ITEM...: and accepted the same hour
    local from=$1 to=$2 name=$3 seal=$4 purpose=$5 place=$6
    shift 6
    as "$from" handoff offer "$@" --to "$name" --purpose "$purpose" --place "$place" \
        --travel "carried by hand" --seal "$seal" --condition "as described"
    as "$to" handoff accept "$1" --place "$place" --seal "${found_seal:-$seal}" \
        --condition "as described"
}
(umask 077 && printf 'a passphrase for the sample\n' >passphrase)

# What is examined: made by rule, so that it is the same in each run.
mkdir -p sources
bytes() { head -c "$1" /dev/zero | openssl enc -aes-128-ctr -K "$(printf "%032d" "$2")" -iv 0 2>/dev/null; }
bytes 3000000 1 >sources/web1.img
bytes 2000000 2 >sources/laptop.img
bytes 1000000 3 >sources/memory.bin
bytes 1500000 4 >sources/phone.bin
printf 'From: offers@bank.example\r\nTo: victim@example.com\r\nSubject: Your account\r\n\r\nClick.\r\n' \
    >sources/mail.eml
bytes 200000 5 >sources/atm.jpg
bytes 90000 6 >sources/front.jpg
printf 'Jan  7 03:11:02 web1 sshd[311]: Accepted password for root from 192.0.2.66\n' >sources/auth.log
sha() { sha256sum "$1" | cut -d' ' -f1; }

day 2025-01-07
person erika admin handler -- --full-name "Erika Muster" --title "Head of laboratory" --phone "+49 30 5550101" --organisation "Example CSIRT"
as erika init "$dir/vault" --origin csirt.example.com --no-recovery
person max handler -- --full-name "Max Beispiel" --title "First responder" --phone "+49 30 5550102" --organisation "Example CSIRT"
person nora handler -- --full-name "Nora Kammer" --title "Evidence custodian" --phone "+49 30 5550103" --organisation "Example CSIRT"
if [[ $flawed ]]; then # 1: a courier of whom nobody can say who he works for
    person paul handler -- --full-name "Paul Bote" --title "Courier" --phone "+49 30 5550104"
else
    person paul handler -- --full-name "Paul Bote" --title "Courier" --phone "+49 30 5550104" --organisation "Kurier GmbH"
fi
person ilse handler -- --full-name "Ilse Labor" --title "Forensic analyst" --phone "+49 40 5550105" --organisation "Labor Nord"
person hugo handler -- --full-name "Hugo Zeuge" --title "Examiner" --phone "+49 30 5550106" --organisation "Example CSIRT"
person lea legal -- --full-name "Lea Recht" --title "Counsel" --phone "+49 30 5550107" --organisation "Example AG"
person otto authority -- --full-name "Otto Richter" --title "Judge" --phone "+49 30 5550108" --organisation "District Court"

day 2025-01-08
as erika incident open $a --title "Break-in on web1" --authority "Order of 2025-01-08" \
    --in-charge "Erika Muster" --class intrusion --retention 2035-12-31 --retention-reason "criminal case"
grant() { # INCIDENT
    local name
    for name in "Max Beispiel" "Nora Kammer" "Ilse Labor" "Hugo Zeuge"; do
        as erika incident grant "$1" "$name" --read content
    done
    for name in "Paul Bote" "Lea Recht" "Otto Richter"; do as erika incident grant "$1" "$name" --read record; done
}
grant $a
collect=(--collected-place "Rack 7, Berlin" --collected-from "D. Ministrator" --place "Car safe of M. Beispiel")
as max item add -i $a --label web1-disk --description "Disk of web1, no damage" --field serial=WD-1234 \
    --field make=WD --field model=Gold --condition good --field quantity=1 --seal S-0801 "${collect[@]}"
as max item add -i $a --label laptop --description "Laptop of the administrator" --field serial=PF-3X9K21 \
    --condition "closed, no damage" --field quantity=1 --seal S-0802 "${collect[@]}"
for item in web1-disk laptop; do
    as max item attach $item sources/front.jpg --role photograph --description "front" --taken "2025-01-08, M. Beispiel"
done
how=(--acquisition physical --method "read once, block by block" --write-blocker "WB-3, firmware 2.1")
as max item unseal web1-disk --old-seal S-0801 --reason imaging --place "Rack 7, Berlin"
as max ingest sources/web1.img -i $a --label web1-image --description "Image of the disk of web1" --kind image \
    --from web1-disk --expect "sha256:$(sha sources/web1.img)" "${how[@]}"
as max item seal web1-disk --seal S-0803 --old-seal S-0801 --place "Rack 7, Berlin"
if [[ $flawed ]]; then # 2: the digest on the form is not that of the copy
    digest=$(sha sources/web1.img)
else
    digest=$(sha sources/memory.bin)
fi
as max ingest sources/memory.bin -i $a --label memory --description "Memory of web1" --kind memory \
    --expect "sha256:$digest" "${collect[@]}" --acquisition live --method "AVML 0.14" || [[ $flawed ]]
as max ingest sources/auth.log -i $a --label auth-log --description "Log of web1" \
    --expect "sha256:$(sha sources/auth.log)" "${collect[@]}"

day 2025-01-09
# The evidence room: web1-disk goes with its new seal, the laptop with its first one.
hand_over max nora "Nora Kammer" S-0803 "Custody in the evidence room" "Evidence room, Berlin" web1-disk
hand_over max nora "Nora Kammer" S-0802 "Custody in the evidence room" "Evidence room, Berlin" laptop
as nora item move web1-disk laptop --place "Evidence room, locker 7" --from "Evidence room, Berlin" --storage locker
hand_over max hugo "Hugo Zeuge" "none, digital" "Forensic analysis" "Lab 1, Berlin" web1-image memory auth-log
as max --json item show web1-disk
as max correct "$(jq -r '.events[0]' last.out)" --field serial --value WD-1243 --reason "digits swapped"

day 2025-02-03
as erika incident open $b --title "Card fraud at ATM 17" --authority "Order of 2025-02-03" \
    --in-charge "Erika Muster" --class fraud --retention 2030-12-31 --retention-reason "limitation of claims"
grant $b
collect=(--collected-place "Bank branch, Potsdam" --collected-from "F. Iliale" --place "Car safe of M. Beispiel")
when=(--happened 2025-02-03T09:00:00Z)
if [[ $flawed ]]; then day 2025-02-14; fi # 3: written down eleven days after it happened
as max item add -i $b --label phone --description "Phone found at the ATM" --field serial=353912 \
    --condition "display cracked" --field quantity=1 --seal S-0901 "${collect[@]}" "${when[@]}"
day 2025-02-14 11:00:00
as max item add -i $b --label folder --description "Paper folder, 12 sheets" --field asset_tag=F-12 \
    --condition good --field quantity=1 --seal S-0902 "${collect[@]}"
for item in phone folder; do
    as max item attach $item sources/front.jpg --role photograph --description "front" --taken "2025-02-14, M. Beispiel"
done
as max ingest sources/mail.eml -i $b --label mail --description "Phishing mail" \
    --expect "sha256:$(sha sources/mail.eml)" "${collect[@]}"
as max ingest sources/atm.jpg -i $b --label atm --description "Picture of the ATM" \
    --expect "sha256:$(sha sources/atm.jpg)" "${collect[@]}"
hand_over max nora "Nora Kammer" S-0902 "Custody in the evidence room" "Evidence room, Berlin" folder
hand_over max nora "Nora Kammer" "none, digital" "Custody in the evidence room" "Evidence room, Berlin" mail atm

day 2025-02-20
# By courier to the outside laboratory, which first refuses: the papers are missing.
hand_over max paul "Paul Bote" S-0901 "Transport to Labor Nord" "Potsdam" phone
as paul handoff offer phone --to "Ilse Labor" --purpose "Extraction" --place "Labor Nord, Hamburg" \
    --travel "car, sealed box" --seal S-0901
as ilse handoff refuse phone --reason "the order of the court is missing"
day 2025-02-21
if [[ $flawed ]]; then found_seal=S-0907; fi # 4: another seal than the one that was put on
hand_over paul ilse "Ilse Labor" S-0901 "Extraction of the phone" "Labor Nord, Hamburg" phone
unset found_seal
as ilse item unseal phone --old-seal "$(if [[ $flawed ]]; then echo S-0907; else echo S-0901; fi)" --reason "extraction" --place "Labor Nord, Hamburg"
as ilse ingest sources/phone.bin -i $b --label phone-image --description "Physical extraction" --kind image \
    --from phone --expect "sha256:$(sha sources/phone.bin)" "${how[@]}"
as ilse item examine phone --purpose "Extraction" --method "chip-off, as in the attached notes" --tool "Reader X" \
    --version 4.2 --place "Labor Nord, Hamburg" --result "128 MB read" --authority "Order of 2025-02-03" \
    --change "housing opened, memory chip removed"
as ilse item seal phone --seal S-0910 --old-seal S-0901 --place "Labor Nord, Hamburg"
as ilse verify phone-image --purpose "Before hand-over"
day 2025-03-03
hand_over ilse nora "Nora Kammer" S-0910 "Return after extraction" "Evidence room, Berlin" phone
hand_over ilse hugo "Hugo Zeuge" "none, digital" "Forensic analysis" "Lab 1, Berlin" phone-image

day 2025-03-10
# The disk is lent for a second look.
as nora item check-out web1-disk --to "Hugo Zeuge" --purpose "Second imaging" --due 2025-03-14T18:00:00Z \
    --place "Lab 1, Berlin" --seal S-0803 --authority "Order of 2025-01-08"
if [[ $flawed ]]; then # 5: and comes back ten days late
    day 2025-03-24
else
    day 2025-03-13
fi
as nora item check-in web1-disk --place "Evidence room, locker 7" --seal S-0803 --condition "as lent"
day 2025-03-25
as hugo ingest sources/web1.img -i $a --label web1-copy --description "Working copy of the image of web1" --kind image \
    --from web1-image --derivation working-copy --derivation-tool exhibit --derivation-version 0.1 \
    --derivation-parameters "export web1-image" --input-sha256 "$(sha sources/web1.img)" \
    --expect "sha256:$(sha sources/web1.img)"
bytes 40000 7 >sources/carved.jpg
as hugo ingest sources/carved.jpg -i $a --label carved --description "Picture carved from the image" --kind file \
    --from web1-image --derivation carved --derivation-tool photorec --derivation-version 7.2 \
    --derivation-parameters "default, jpg" --input-sha256 "$(sha sources/web1.img)"
bytes 300000 8 >sources/redacted.bin
if [[ $flawed ]]; then # 6: a redacted copy of which nobody can say how it was made
    as hugo ingest sources/redacted.bin -i $b --label redacted --description "Redacted extraction" --kind file \
        --from phone-image --derivation redacted --derivation-tool redact --input-sha256 "$(sha sources/phone.bin)"
else
    as hugo ingest sources/redacted.bin -i $b --label redacted --description "Redacted extraction" --kind file \
        --from phone-image --derivation redacted --derivation-tool redact --derivation-version 1.0 \
        --derivation-parameters "--contacts" --input-sha256 "$(sha sources/phone.bin)"
fi

day 2025-05-05
if [[ $flawed ]]; then # 7: the purpose column holds a place
    purpose="Evidence room, Berlin"
else
    purpose="Custody after the analysis"
fi
hand_over hugo nora "Nora Kammer" "none, digital" "$purpose" "Evidence room, Berlin" web1-image memory auth-log web1-copy carved
hand_over hugo nora "Nora Kammer" "none, digital" "Custody after the analysis" "Evidence room, Berlin" phone-image redacted

day 2025-06-30
visit nora erika
if [[ $flawed ]]; then # 8: the folder is not there
    as nora --cosign erika inventory -i $b phone --absent folder --place "Evidence room, Berlin"
else
    as nora --cosign erika inventory -i $b phone folder --place "Evidence room, Berlin"
fi
as nora --cosign erika inventory -i $a web1-disk laptop --place "Evidence room, Berlin"
as lea hold place -i $b --reason "civil claim announced" --authority "Counsel of Example AG"

day 2025-08-11
# A laptop bag is stolen with a key in it.
visit erika max
if [[ $flawed ]]; then # 9: which somebody has used since
    as max handoff list
    as max ingest sources/front.jpg -i $a --label planted --description "Picture" --expect "sha256:$(sha sources/front.jpg)" \
        --collected-place "Rack 7, Berlin" --collected-from "D. Ministrator"
    as erika --json events
    as erika handler revoke "Max Beispiel" --reason lost --last-good $(($(jq -r '.events | length' last.out) - 1)) \
        --note "bag stolen on 2025-08-10"
else
    as erika handler revoke "Max Beispiel" --reason lost --note "bag stolen on 2025-08-10"
fi

day 2025-10-01
as nora verify --all --purpose "Yearly check of all items"
day 2025-11-17
# The laptop goes back to its owner.
as nora disposal propose laptop --action return --recipient "Example Hosting AG" --reason "case against its user closed"
as otto disposal approve laptop --authority "Ruling 12/2025"
visit nora hugo
as nora --cosign hugo disposal carry-out laptop --method "handed over in person" --place "Evidence room, Berlin" \
    --recipient "Example Hosting AG"
day 2025-12-01
as lea --json hold list
as lea hold release "$(jq -r '.holds[0].id' last.out)" --reason "claim settled"
day 2025-12-15
as nora --cosign erika inventory -i $b phone folder --place "Evidence room, Berlin"
as nora --cosign erika inventory -i $a web1-disk --place "Evidence room, Berlin"

day 2025-12-31
as erika audit --json || true
cp last.out audit.json
# code, item: of everything that is not a note
jq -r '.findings[] | select(.severity != "note") | [.code, .item // ""] | @tsv' audit.json | sort -u >found.tsv
jq -r '.findings[] | select(.severity != "note") | [.severity, .code, .item, .event, .text] | map(. // "") | @tsv' audit.json
: >planted.tsv
if [[ $flawed ]]; then
    printf '%s\t%s\n' \
        CR-05 "" \
        CR-13 "$a/4" \
        CR-28 "" \
        CR-20 "$b/1" \
        CR-10 "$a/1" \
        CR-17 "$b/6" \
        CR-23 "$b/2" \
        SQ-PURPOSE "$a/3" SQ-PURPOSE "$a/4" SQ-PURPOSE "$a/5" SQ-PURPOSE "$a/6" SQ-PURPOSE "$a/7" \
        KY-CONTESTED "" KY-CUSTODIAN "$a/8" | sort >planted.tsv
fi
printf '\n%d kinds of findings planted, %d found\n' "$(wc -l <planted.tsv)" "$(wc -l <found.tsv)"
diff planted.tsv found.tsv && echo "The audit finds exactly what was planted."
