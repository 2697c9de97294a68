#!/usr/bin/env bash
# Exhibit beside the programs people use for parts of its job: same inputs, same run, medians.
#
#   tests/bench/peers.sh [--rounds N] [--gib N] [--folder DIR] [JOB...]
#
# JOB: image, second, incompressible, files, mount, memory; all of them unless named. DIR should be in a RAM
# disk (default /dev/shm/exhibit-bench) with about five times the image's size (default 4 GiB) free.
# Installs the peers. Prints one line a figure: seconds (median of the rounds), the ratio to Exhibit
# and, where performance is promised, the most it may be. Nothing in here is part of the test suite.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=tests/setup.sh
source tests/setup.sh

rounds=3 gib=4 folder=/dev/shm/exhibit-bench
jobs=()
while (($#)); do
    case $1 in
    --rounds) rounds=${2:?--rounds needs a number} && shift 2 ;;
    --gib) gib=${2:?--gib needs a number} && shift 2 ;;
    --folder) folder=${2:?--folder needs a folder} && shift 2 ;;
    image | second | incompressible | files | mount | memory) jobs+=("$1") && shift ;;
    *) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2 && exit 2 ;;
    esac
done
((${#jobs[@]})) || jobs=(image second incompressible files mount memory)
wanted() { [[ " ${jobs[*]} " == *" $1 "* ]]; }

install_packages release
if ((EUID == 0)); then
    apt-get -qy install --no-install-recommends restic borgbackup ewf-tools hashdeep dc3dd \
        dcfldd time fio >/dev/null
fi
[[ -x build/release/exhibit ]] || build release exhibit_cli
exhibit=$PWD/build/release/exhibit

mkdir -p "$folder" && cd "$folder"
results=$folder/results
: >"$results"
export EXHIBIT_HOME=$folder/home EXHIBIT_VAULT=$folder/vault EXHIBIT_PASSPHRASE_FILE=$folder/pass
export RESTIC_PASSWORD=bench RESTIC_REPOSITORY=$folder/restic RESTIC_CACHE_DIR=$folder/restic-cache
export BORG_PASSPHRASE=bench BORG_REPO=$folder/borg BORG_BASE_DIR=$folder/borg-home
umask 077
echo "a passphrase for the bench" >pass

# measure JOB PROGRAM COMMAND...: one figure; what the command prints is kept in `log`.
measure() {
    local job=$1 program=$2 begin end
    shift 2
    begin=${EPOCHREALTIME/[.,]/}
    if ! /usr/bin/time -f %M -o memory "$@" >log 2>&1 </dev/null; then
        echo "$job, $program: the command failed: $*" >&2
        tail -5 log >&2
        exit 1
    fi
    end=${EPOCHREALTIME/[.,]/}
    printf '%s\t%s\t%d\t%d\n' "$job" "$program" $(((end - begin) / 1000)) "$(tail -1 memory)" >>"$results"
}
stored() { # JOB PROGRAM FOLDER: bytes a program keeps, parity aside
    printf '%s\t%s\t%d\t0\n' "$1" "$2" $(($(du -sb "$3" | cut -f1) - $(parity_bytes "$3"))) >>"$results"
}
# FORMAT.md 8: the length of the parity part is the fifth number of a pack's trailer.
parity_bytes() {
    local sum=0 pack bytes
    for pack in "$1"/packs/*/*; do
        [[ -s $pack ]] || continue
        bytes=$(tail -c 64 "$pack" | od -An -v -t u8 --endian=big -j 32 -N 8)
        sum=$((sum + bytes))
    done
    echo "$sum"
}

# rate_as JOB OTHER PROGRAM: the newest figure of a program is OTHER's too.
rate_as() {
    awk -F'\t' -v OFS='\t' -v job="$1" -v other="$2" -v program="$3" \
        '$1 == job && $2 == program { $1 = other; line = $0 } END { print line }' "$results" >line
    cat line >>"$results"
}

# --- inputs --------------------------------------------------------------------------------------
# A file system with about as many bytes of real files as half its size holds.
make_image() {
    local left=$((gib * 1024 * 1024 * 11 / 20)) size file
    mkdir -p tree
    while read -r size file; do
        ((left > size)) || continue
        left=$((left - size))
        cp -rP --parents "$file" tree/ 2>/dev/null || true
    done < <(du -sk /usr/lib/* /usr/share/* /usr/bin /usr/include 2>/dev/null | sort -n)
    truncate -s "${gib}G" first.img
    mkfs.ext4 -q -F -m 0 -d tree first.img
    rm -rf tree
    cp --sparse=always first.img second.img
    # About 3 % of it changed, in pieces of 256 KiB.
    local pieces=$((gib * 1024 * 4 * 3 / 100)) i
    RANDOM=20261122
    for ((i = 0; i < pieces; i++)); do
        noise 262144 "piece $i" | dd of=second.img bs=262144 seek=$(((RANDOM * 32768 + RANDOM) % (gib * 4096))) \
            conv=notrunc iflag=fullblock status=none
    done
}
noise() {
    head -c "$1" /dev/zero | openssl enc -aes-128-ctr -nosalt -pass "pass:$2" -pbkdf2 -iter 1 2>/dev/null
}
make_files() {
    mkdir -p small
    local i
    noise 140000000 "small files" >noise.bin
    for ((i = 0; i < 50; i++)); do
        mkdir -p "small/$i"
        # A thousand files of 5,700 bytes each, which compress to half.
        (cd "small/$i" && xxd -p -s $((i * 2800000)) -l 2800000 ../../noise.bin | split -a 3 -b 5700)
    done
    rm noise.bin
}
[[ -s second.img ]] || make_image
! wanted incompressible || [[ -s random.bin ]] || noise 1073741824 random >random.bin
! wanted files || [[ -d small ]] || make_files

# --- jobs ----------------------------------------------------------------------------------------
fresh() {
    rm -rf home vault vault-sha256 restic restic-cache borg borg-home out out.* case*
    "$exhibit" identity new bench --full-name "Bench" >/dev/null
    local vault
    for vault in "$folder/vault" "$folder/vault-sha256"; do
        "$exhibit" --vault "$vault" init --no-recovery >/dev/null
        "$exhibit" --vault "$vault" incident open INC-1 --title "bench" >/dev/null
    done
    restic init >/dev/null
    borg init --encryption repokey 2>log
}
borg_create() { # JOB ARCHIVE SOURCE
    measure "$1" borg borg create --compression zstd,1 "::$2" "$3"
}
ingest() { # JOB SOURCE LABEL [OPTION...]
    measure "$1" exhibit "$exhibit" -q ingest "$2" -i INC-1 --label "$3" --description bench "${@:4}"
}
# In a vault of its own, where all blocks are new again.
sha256_only() { # JOB SOURCE LABEL
    EXHIBIT_VAULT=$folder/vault-sha256 ingest "$1" "$2" "$3" --sha256-only
}
image_round() {
    cat first.img >/dev/null
    ingest ingest first.img first
    measure ingest restic restic backup --quiet first.img
    stored stored exhibit vault
    stored stored restic restic
    borg_create ingest first first.img
    stored stored borg borg
    sha256_only ingest-sha256 first.img first2
    rate_as ingest ingest-sha256 restic
    measure ingest "openssl md5" openssl dgst -md5 first.img
    measure ingest hashdeep hashdeep -c md5,sha1,sha256 first.img
    measure ingest ewfacquire ewfacquire -q -u -c fast -d sha1,sha256 -S 1TiB -t case first.img
    # These write a copy as well.
    measure ingest dc3dd dc3dd if=first.img of=out.dc3dd hash=md5 hash=sha1 hash=sha256 log=out.log
    rm out.dc3dd
    measure ingest dcfldd dcfldd if=first.img of=out.dcfldd bs=1M hash=md5,sha1,sha256 \
        hashlog=out.hashes status=off
    rm out.dcfldd
    measure verify exhibit "$exhibit" -q verify first --no-record
    measure verify-quick exhibit "$exhibit" -q verify first --no-record --quick
    measure verify restic restic check --quiet --read-data
    rate_as verify verify-quick restic
    measure verify borg borg check --verify-data
    measure export exhibit "$exhibit" -q export first -o out.img --purpose bench
    cmp first.img out.img
    measure export restic restic restore --quiet latest --target out
    measure export ewfexport ewfexport -q -u -f raw -t out.ewf case.E01
    rm -rf out out.img out.ewf*
    mkdir out.borg
    measure export borg env -C out.borg borg extract ::first
    cmp first.img out.borg/first.img
    rm -rf out.*
}
second_round() {
    wanted image || ingest first first.img first
    wanted image || restic backup --quiet first.img
    wanted image || borg create --compression zstd,1 ::first first.img
    ingest second second.img second
    measure second restic restic backup --quiet second.img
    borg_create second second second.img
    stored stored-both borg borg
    stored stored-both exhibit vault
    wanted image || sha256_only ingest-sha256 first.img first2
    sha256_only second-sha256 second.img second2
    rate_as second second-sha256 restic
    stored stored-both restic restic
}
mount_round() {
    mkdir -p mnt mnt-restic mnt-ewf
    [[ -e case.E01 ]] || ewfacquire -q -u -c fast -S 1TiB -t case first.img >/dev/null
    ewfmount case.E01 mnt-ewf >/dev/null
    "$exhibit" mount first mnt --purpose bench >/dev/null &
    restic mount mnt-restic >/dev/null 2>&1 &
    until mountpoint -q mnt && [[ -e mnt-restic/snapshots/latest ]]; do read -rt 0.2 <> <(:) || true; done
    local job bytes in_restic
    in_restic=$(compgen -G 'mnt-restic/ids/*/first.img' | head -1)
    for job in random-4k:4k:2000 random-1m:1m:400; do
        bytes=${job#*:}
        for where in exhibit:mnt/first.img "ewfmount:mnt-ewf/ewf1" \
            "restic:$in_restic"; do
            measure fio fio fio --name=bench --filename="${where#*:}" --readonly --rw=randread \
                --bs="${bytes%:*}" --number_ios="${job##*:}" --randseed=7 --size="${gib}G" \
                --ioengine=psync --invalidate=0 --output-format=json
            # By fio's own clock: its start takes as long as the reads of 4 KiB.
            printf '%s\t%s\t%d\t0\n' "mount-${job%%:*}" "${where%%:*}" \
                "$(sed -n '/^{/,$p' log | jq '.jobs[0].read.runtime')" >>"$results"
        done
    done
    measure mount-sequential exhibit cp mnt/first.img /dev/null
    measure mount-sequential ewfmount cp mnt-ewf/ewf1 /dev/null
    measure mount-sequential restic cp "$in_restic" /dev/null
    fusermount3 -u mnt
    fusermount3 -u mnt-restic || umount mnt-restic
    fusermount -u mnt-ewf || umount mnt-ewf
    wait
}
# Peak memory must not grow with the source: neither with holes alone, nor with data in it, whose
# memory is to be compared with that of the image by itself (job image).
memory_round() {
    truncate -s 64G sparse.img
    ingest sparse-64-gib sparse.img sparse
    rm sparse.img
    cp --sparse=always first.img large.img
    truncate -s 64G large.img
    ingest image-64-gib large.img large
    rm large.img
}
for ((round = 1; round <= rounds; round++)); do
    echo "round $round of $rounds" >&2
    fresh
    ! wanted image || image_round
    ! wanted second || second_round
    if wanted mount; then
        wanted image || wanted second || { ingest first first.img first && restic backup --quiet first.img; }
        mount_round
    fi
    if wanted incompressible; then
        ingest incompressible random.bin random
        measure incompressible restic restic backup --quiet random.bin
        borg_create incompressible random random.bin
    fi
    ! wanted memory || memory_round
    if wanted files; then
        ingest files small small
        measure files restic restic backup --quiet small
        borg_create files small small
    fi
done

# --- the table -----------------------------------------------------------------------------------
echo "$("$exhibit" version | head -1), $(restic version | cut -d' ' -f1-2), $(ewfacquire -V 2>&1 | head -1)," \
    "$(borg --version), $(dc3dd --version 2>&1 | head -1), $(dcfldd --version 2>&1 | head -1)," \
    "$(openssl version | cut -d' ' -f1-2), hashdeep $(hashdeep -V); $(nproc) cores, $rounds rounds," \
    "image of $gib GiB, $(du -BM first.img | cut -f1) of it not holes"
grep -v '^fio' "$results" | sort -s -t$'\t' -k1,1 -k2,2 -k3,3n | awk -F'\t' '
    BEGIN {
        most["ingest", "restic"] = 0.75; most["ingest", "ewfacquire"] = 0.25
        most["ingest", "hashdeep"] = 0.40; most["ingest", "openssl md5"] = 1.50
        most["second", "restic"] = 1.05; most["verify", "restic"] = 0.80
        most["export", "restic"] = 0.75; most["export", "ewfexport"] = 0.40
        most["incompressible", "restic"] = 0.70; most["files", "restic"] = 0.80
        most["stored-both", "restic"] = 1.05; most["verify-quick", "restic"] = 0.50
        most["ingest-sha256", "restic"] = 0.50; most["second-sha256", "restic"] = 0.55
    }
    function promise(job, program) { return job ~ /^mount/ ? 1 : most[job, program] }
    { key = $1 "\t" $2; n[key]++; value[key, n[key]] = $3; if ($4 > memory[key]) memory[key] = $4 }
    function median(key) { return value[key, int((n[key] + 1) / 2)] }
    END {
        printf "%-17s %-12s %12s %9s %9s %9s\n", "job", "program", "median", "exhibit ×", "at most", "peak MiB"
        for (key in n) {
            split(key, part, "\t")
            own = median(part[1] "\texhibit")
            bound = part[2] == "exhibit" ? 0 : promise(part[1], part[2])
            if (part[1] ~ /^stored/) unit = sprintf("%.1f MiB", median(key) / 1048576)
            else unit = sprintf("%.2f s", median(key) / 1000)
            printf "%-17s %-12s %12s %9.2f %9s %9s\n", part[1], part[2], unit, own / median(key),
                bound ? sprintf("%.2f", bound) : "-", memory[key] ? int(memory[key] / 1024) : "-" | "sort"
        }
    }'
