#!/usr/bin/env bash
# The worked incident: a web server is broken into. Its disk, the memory of a process, its logs and a
# laptop become evidence; the first responder hands them to an analyst, the analyst to the evidence
# room; a lawyer reads the record; the CSIRT gets an IODEF report.
#
#   EXHIBIT=path/to/exhibit samples/incident.sh [DIR]
#
# DIR (default: a new temporary folder) gets everything the script makes. Each person has a home
# folder of their own, as if they sat at machines of their own.
set -euo pipefail
samples=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
exhibit=${EXHIBIT:?EXHIBIT names the program}
exhibit=$(cd "$(dirname "$exhibit")" && pwd)/$(basename "$exhibit")
PATH=$PATH:/usr/sbin:/sbin
dir=${1:-$(mktemp -d "${TMPDIR:-/tmp}/exhibit-demo.XXXXXX")}
mkdir -p "$dir"
cd "$dir"
if [[ -e vault ]]; then
    echo "$dir already holds a demo; give another folder." >&2
    exit 1
fi
incident=INC-2026-014

step() { printf '\n== %s\n\n' "$*"; }
say() { printf '%s\n' "$*"; }
# as NAME ARGUMENT...: that person runs exhibit on their own machine.
as() {
    local who=$1
    shift
    EXHIBIT_HOME=$dir/home-$who EXHIBIT_AS=$who EXHIBIT_VAULT=$dir/vault \
        EXHIBIT_PASSPHRASE_FILE=$dir/home-$who/passphrase "$exhibit" "$@"
}
person() { # NAME, full name, title, phone
    mkdir -p "home-$1"
    # A passphrase nobody knows is enough for a demo; people choose their own.
    (umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"home-$1/passphrase")
    as "$1" identity new "$1" --full-name "$2" --title "$3" --phone "$4" \
        --organisation "Example CSIRT" --email "$1@csirt.example.com" --quiet >/dev/null
    as "$1" identity show "$1" --card "$1.card" >/dev/null
    say "$2, $3, $4"
}
same() { # FILE FILE: byte by byte
    cmp "$1" "$2"
    say "cmp: $1 and $2 are equal, byte for byte"
}

# A memory image of a process of our own in LiME format: for each readable range a header (magic,
# version, first and last address, 8 reserved bytes; little-endian) and the bytes.
little_endian_64() { # VALUE
    local shift out=
    for shift in 0 8 16 24 32 40 48 56; do
        out+=$(printf '\\x%02x' $((($1 >> shift) & 255)))
    done
    # shellcheck disable=SC2059  # the escapes are the point
    printf "$out"
}
dump_memory() { # PID FILE
    local range access first last path
    : >"$2"
    while read -r range access _ _ _ path; do
        [[ $access == r* && $path != "[v"* ]] || continue
        first=$((16#${range%-*})) last=$((16#${range#*-} - 1))
        ((first >= 0 && last - first < 64 * 1024 * 1024)) || continue
        # dd complains that it cannot skip in this file, does it all the same, and fails: the size tells.
        dd if="/proc/$1/mem" of=range.part bs=4096 skip=$((first / 4096)) \
            count=$(((last + 1 - first) / 4096)) status=none 2>/dev/null || true
        [[ $(stat -c %s range.part) -eq $((last + 1 - first)) ]] || continue
        {
            printf 'EMiL\x01\x00\x00\x00'
            little_endian_64 "$first"
            little_endian_64 "$last"
            little_endian_64 0
            cat range.part
        } >>"$2"
    done <"/proc/$1/maps"
    rm -f range.part
}

step "The evidence: a disk, the memory of a process, log files, a laptop"
mkdir sources
truncate -s 96M sources/web1-disk.img
mkfs.ext4 -q -F -L web1 -d "$samples/evidence" sources/web1-disk.img
say "web1-disk.img: ext4, $(du -h --apparent-size sources/web1-disk.img | cut -f1)"
# The process whose memory is taken: a shell that waits for input. It says when it is up: before that
# its memory is still that of this shell.
mkfifo ready.pipe wait.pipe
bash -c 'marker="EXHIBIT-DEMO-IN-MEMORY"; echo up >ready.pipe; read -r _ <wait.pipe; : "$marker"' &
process=$!
read -r _ <ready.pipe
dump_memory "$process" sources/web1-memory.lime
echo done >wait.pipe
wait "$process"
rm ready.pipe wait.pipe
say "web1-memory.lime: $(du -h --apparent-size sources/web1-memory.lime | cut -f1) of process $process"
cp -r "$samples/logs" sources/logs
say "logs: $(find sources/logs -type f | wc -l) files"

step "Three people make their keys, each on their own machine"
person erika "Erika Muster" "First responder" "+49 30 5550101"
person max "Max Beispiel" "Forensic analyst" "+49 30 5550102"
person ruth "Ruth Example" "Evidence custodian" "+49 30 5550103"

step "Erika makes the vault, enrols the others and opens the incident"
as erika init "$dir/vault" --origin csirt.example.com --recovery-file recovery-code.txt
as erika handler add max.card --quiet >/dev/null
as erika handler add ruth.card --quiet >/dev/null
as erika handler list
as erika incident open "$incident" --title "Break-in on web1" \
    --authority "Order of the head of IT security, 2026-02-03" --restriction need-to-know
as erika incident grant "$incident" "Max Beispiel" --read content --quiet >/dev/null
as erika incident grant "$incident" "Ruth Example" --read content --quiet >/dev/null

step "Collect: the laptop is registered, the digital evidence ingested"
as erika item add --incident "$incident" --label laptop --description "Laptop of the administrator, closed, no visible damage" \
    --field make=Lenovo --field model="ThinkPad T14" --field serial=PF-3X9K21 --seal S-0815 \
    --collected-place "Room 2.14, Berlin" --collected-from "D. Ministrator" \
    --authority "Order of 2026-02-03"
sha=$(sha256sum sources/web1-disk.img | cut -d' ' -f1)
as erika ingest sources/web1-disk.img --incident "$incident" --label web1-disk \
    --description "Disk of web1" --field host_name=web1.example.com --field ip=192.0.2.10 \
    --field mac=02:00:5e:00:53:01 --field serial=WD-1234 --collected-place "Rack 7, Berlin" \
    --method "dd, write blocker WB-3" --expect "sha256:$sha"
as erika ingest sources/web1-memory.lime --incident "$incident" --label web1-memory \
    --description "Memory of a process of web1" --field host_name=web1.example.com
as erika ingest sources/logs --incident "$incident" --label web1-logs \
    --description "Log files of web1" --field host_name=web1.example.com

step "Hand over: Erika offers, Max reads everything again and accepts"
as erika handoff offer laptop web1-disk web1-memory web1-logs --to "Max Beispiel" --purpose "Forensic analysis" \
    --place "Lab 1, Berlin" --travel "carried by hand" --seal S-0815
as max handoff accept laptop --place "Lab 1, Berlin" --seal S-0815 --condition "seal unbroken"

step "Max verifies the disk and exports a working copy"
as max verify web1-disk --purpose "Before the analysis"
mkdir work
as max export web1-disk -o work/web1-disk.img --purpose "Working copy for analysis"
same sources/web1-disk.img work/web1-disk.img
as max export web1-logs -o work/logs --purpose "Working copy for analysis"
diff -r sources/logs work/logs && say "diff: the log files are equal"
if command -v fls >/dev/null; then
    say "The Sleuth Kit reads the exported file system:"
    fls -r -p work/web1-disk.img | grep -v lost+found
fi
for digest in md5 sha1 sha256; do
    [[ $("${digest}sum" <work/web1-disk.img | cut -d' ' -f1) == \
        $(as max item show web1-disk --json | jq -r ".item.digests.$digest // .digests.$digest") ]]
    say "${digest}sum agrees with the record"
done

step "Max hands the laptop and the disk to the evidence room"
as max handoff offer laptop web1-disk --to "Ruth Example" --purpose "Storage" --place "Evidence room" --seal S-0815
as ruth handoff accept laptop --place "Evidence room, shelf 4" --seal S-0815 --condition "seal unbroken"

step "The chain of custody, as a lawyer reads it"
as ruth custody laptop
as ruth custody web1-disk

step "The audit: what is proved, and by whose memory"
as ruth audit

step "The report for other CSIRTs, and a receipt anybody can check"
for version in 1 2; do
    as erika iodef emit "$incident" --version "$version" --csirt-name csirt.example.com \
        --purpose "Notification" -o "report-v$version.xml" --quiet >/dev/null
done
as ruth receipt "$(as ruth events --json | jq -r '[.events[] | select(.type == "custody.accept")][-1].index')" \
    -o hand-over.tlog-proof --quiet >/dev/null
log_key=$(jq -r .log_key vault/exhibit.json)
bash "$samples/verify-event.sh" hand-over.tlog-proof "$log_key"
"$exhibit" check --vault "$dir/vault" --read-data

step "Where everything lies"
say "vault             $dir/vault"
say "recovery code     $dir/recovery-code.txt   (offline, in a safe)"
say "working copies    $dir/work"
say "IODEF v1, v2      $dir/report-v1.xml  $dir/report-v2.xml"
say "receipt           $dir/hand-over.tlog-proof"
say "people's homes    $dir/home-erika  $dir/home-max  $dir/home-ruth"
