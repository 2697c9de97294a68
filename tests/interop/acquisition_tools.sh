#!/usr/bin/env bash
# The logs of the acquisition tools themselves, written here and now for one image: each is read,
# agrees with the image, and disagrees with the image when one byte of it is another. Logs of
# guymager, which has windows only, are those it wrote for the same bytes (tests/unit/intake).
. "$SOURCE/tests/cli/prelude.sh"

have() {
    command -v "$1" > /dev/null && return
    echo "left out: no $1"
    return 1
}
# first COMMAND...: the first line it prints, whatever its exit code.
first() { { "$@" 2>&1 || true; } | sed -n 1p; }
# shown FILTER: what jq makes of the one log of the item just taken.
shown() { jq -r ".items[0].item.logs[0] | $1" out; }
# is WHAT FILTER EXPECTED
is() {
    local got
    got=$(shown "$2")
    [ "$got" = "$3" ] || fail "$1 is '$got', expected '$3'"
}
# what was compared, "what/scope" in the order of the record, and only what matched
compared='[.checks[] | if .result == "match" then . else error("\(.text)") end |
    .what + (if .scope == "" then "" else "/" + .scope end)] | join(" ")'
stream="md5/acquisition-stream sha1/acquisition-stream sha256/acquisition-stream"
reread=${stream//acquisition-stream/image-reread}
files="files/contained-file"

# proves IMAGE LOG FORMAT TOOL VERDICT CHECKS: agrees with the image, and not with a changed one.
proves() {
    local image=$1 log=$2 item
    echo "$log"
    ok --json ingest "$image" -i INC-1 --description "$log" --log "$log"
    is "format of $log" .format "$3"
    is "tool of $log" '.tool // ""' "$4"
    is "verdict of $log" '.verdict // ""' "$5"
    is "checks of $log" "$compared" "$6"
    is "digest of $log itself" .sha256 "$(sha256sum < "$log" | cut -d' ' -f1)"
    cp out agreed

    expect 1 --json ingest "changed/${image##*/}" -i INC-1 --description changed --log "$log"
    complains "does not agree with what was read"
    shown '[.checks[] | select(.result == "mismatch")] | length > 0' | grep -qx true ||
        fail "$log agrees with a changed image"
    shown '[.checks[] | select(.result == "match" and (.what | test("^(md5|sha|files)")))] |
        length' | grep -qx 0 || fail "a digest of $log agrees with a changed image"
    item=$(jq -r '.items[0].item.id' out)
    ok --json audit
    jq -e --arg log "\"$log\" of item $item does not agree with what was read" '[.findings[] |
        select(.code == "CR-13" and .severity == "warning" and (.text | contains($log)))] |
        length > 0' out > /dev/null || fail "the audit does not tell of $log"
    ok export "$item" -o back.raw --purpose check
    cmp -s back.raw "changed/${image##*/}" || fail "the changed image is not kept as it was"
    rm back.raw
    cp agreed out
}

new_vault
incident
noise 1048576 x > image.raw
[ "$(md5sum < image.raw)" = "e970c2395366f447f390510774e851fa  -" ] || fail "another image"
mkdir changed
changed() {
    cp "$1" "changed/$1"
    printf '\377' | dd of="changed/$1" bs=1 seek=700000 conv=notrunc status=none
    ! cmp -s "$1" "changed/$1" || fail "nothing was changed"
}
changed image.raw

if have ewfacquire; then
    version=$(first ewfacquire -V | cut -d' ' -f2)
    # Newer versions name the method before the level.
    level=none
    ewfacquire -u -t tried -c $level image.raw > /dev/null 2>&1 || level=deflate:none
    ewfacquire -u -t made -c $level -d sha1,sha256 image.raw > ewfacquire.txt 2> /dev/null
    proves image.raw ewfacquire.txt ewfacquire "ewfacquire $version" SUCCESS \
        "size $stream unreadable"
    is "start" '.started | test("^[A-Z][a-z]+ [0-9]+, [0-9]+ [0-9:]+ [(]no zone told[)]$")' true
    is "end" '.finished | test("no zone told")' true
    ewfacquirestream -t streamed -c $level -d sha1,sha256 < image.raw > stream.txt 2> /dev/null
    proves image.raw stream.txt ewfacquire "ewfacquirestream $version" SUCCESS "$stream unreadable"
    ewfinfo made.E01 > ewfinfo.txt
    proves image.raw ewfinfo.txt ewfinfo "ewfinfo $version" "" \
        "size md5/acquisition-stream sha1/acquisition-stream"
    ewfverify -d sha1,sha256 made.E01 > ewfverify.txt 2> /dev/null
    both="size md5/acquisition-stream md5/image-reread sha1/acquisition-stream sha1/image-reread"
    proves image.raw ewfverify.txt ewfverify "ewfverify $version" SUCCESS \
        "$both sha256/image-reread unreadable"

    # Beside the container the logs speak of its media, a list of digests of its files.
    sha256sum made.E01 > container.txt
    ok --json ingest made.E01 -i INC-1 --description container --log ewfverify.txt
    is "checks beside the container" "$compared" "$both sha256/image-reread unreadable"
    ok --json ingest made.E01 -i INC-1 --description container --log container.txt
    is "the file of the container" "$compared" "$files"

    # A chunk of the container is damaged: what ewfverify finds wrong is what is found here, and with
    # -w it puts the same zeros in its place.
    printf '\377\0\377\0' | dd of=made.E01 bs=1 seek=500000 conv=notrunc status=none
    ewfverify -w made.E01 > failure.txt 2> /dev/null || true
    expect 1 --json ingest made.E01 -i INC-1 --description damaged --log failure.txt
    is "verdict" .verdict FAILURE
    is "wrong sectors" '.bad_ranges | map("\(.offset)+\(.length)") | join(" ")' 491520+32768
    is "checks" '[.checks[] | .what + " " + .scope + " " + .result] | join(", ")' \
        "md5 acquisition-stream mismatch, size  match, md5 image-reread match, unreadable  match"
    is "warning" '.warnings | map(select(test("FAILURE"))) | length' 1
fi

if have dc3dd; then
    dc3dd if=image.raw hof=copy.raw hash=md5 hash=sha1 hash=sha256 log=dc3dd.log > /dev/null 2>&1
    proves image.raw dc3dd.log dc3dd "$(first dc3dd --version | sed 's/ (.*) / /')" \
        completed "size $stream $reread unreadable"
    is "start with its zone" '.started | test("^[0-9-]+ [0-9:]+ [+]0000$")' true
    is "end with its zone" '.finished | test("^[0-9-]+ [0-9:]+ [+]0000$")' true
    is "source" .source "file \`image.raw'"

    # An output that is not what was read: dc3dd "completed", and says so of each digest.
    dc3dd if=image.raw hof=corrupt.raw corruptoutput=on hash=md5 log=corrupt.log > /dev/null 2>&1
    expect 1 --json ingest image.raw -i INC-1 --description corrupt --log corrupt.log
    is "verdict" .verdict completed
    is "what matches" '[.checks[] | select(.what == "md5") | .scope + " " + .result] | join(", ")' \
        "image-reread mismatch, acquisition-stream match"
    is "warning" '.warnings | map(select(test("another digest than in its input"))) | length' 1

    # Neither the size nor the digest of a file that ends within a sector is rounded.
    head -c 1000100 image.raw > odd.raw
    dc3dd if=odd.raw of=copy.raw hash=md5 log=odd.log > /dev/null 2>&1
    ok --json ingest odd.raw -i INC-1 --description odd --log odd.log
    is "checks" "$compared" "size md5/acquisition-stream unreadable"
fi

if have dcfldd; then
    dcfldd if=image.raw of=copy.raw hash=md5,sha1,sha256 hashlog=dcfldd.txt 2> /dev/null
    proves image.raw dcfldd.txt dcfldd dcfldd "" "$stream"
    dcfldd if=image.raw of=copy.raw hash=md5 hashwindow=307200 hashlog=windows.txt 2> /dev/null
    ok --json ingest image.raw -i INC-1 --description windows --log windows.txt
    is "windows" '[.checks[] | select(.scope == "window") | .result] | unique | join(" ")' \
        not-comparable
    is "the total" '[.checks[] | select(.scope != "window") | .result] | join(" ")' match
fi

if have hashdeep; then
    hashdeep -c md5,sha1,sha256 -l image.raw > hashdeep.txt
    proves image.raw hashdeep.txt hashdeep HASHDEEP-1.0 "" "$files"
    hashdeep -c sha1 image.raw > one.txt
    proves image.raw one.txt hashdeep HASHDEEP-1.0 "" "$files"
    md5deep image.raw > md5deep.txt
    proves image.raw md5deep.txt digest-list "" "" "$files"
    sha256deep -z -t image.raw > sha256deep.txt
    proves image.raw sha256deep.txt digest-list "" "" "$files"
    hashdeep -d image.raw > report.xml
    proves image.raw report.xml dfxml "MD5DEEP $(hashdeep -V)" "" "$files"
    is "start" '.started | test("^[0-9T:-]+Z$")' true

    # A report that was interrupted says so, and what is whole counts.
    sed '/<rusage>/,$d' report.xml > interrupted.xml
    proves image.raw interrupted.xml dfxml "MD5DEEP $(hashdeep -V)" "" "$files"
    is "warning" '.warnings[0] | test("no closing tag")' true
fi

if have fiwalk && have mkfs.ext4; then
    mkdir -p tree/sub
    echo hello > tree/a.txt
    noise 100000 b > "tree/sub/b & c.bin"
    mkfs.ext4 -q -d tree fs.img 4M 2> /dev/null
    fiwalk -x fs.img > fiwalk.xml 2> /dev/null
    # Its files are inside the image: the folder they came from has them, the image itself is none.
    ok --json ingest tree -i INC-1 --description folder --log fiwalk.xml
    is "format" .format dfxml
    is "tool" '.tool | test("^fiwalk [0-9.]+$")' true
    is "source" .source fs.img
    is "files" '.checks[0] | .what + " " + .result + " " + .text' \
        "files match 4 digests of files are that of what was read."
    is "mismatches" '[.checks[] | select(.result == "mismatch")] | length' 0
    ok --json ingest fs.img -i INC-1 --description image --log fiwalk.xml
    is "files" '[.checks[] | .what + " " + .result] | join(", ")' "files not-comparable"
    echo changed > tree/a.txt
    expect 1 --json ingest tree -i INC-1 --description folder --log fiwalk.xml
    is "files" '[.checks[] | select(.result == "mismatch") | .what] | sort | join(" ")' "md5 sha1"
fi

md5sum image.raw > md5sum.txt
proves image.raw md5sum.txt digest-list "" "" "$files"
sha256sum --tag "$PWD/image.raw" > tag.txt
proves image.raw tag.txt digest-list "" "" "$files"
sha256sum image.raw | iconv -t UTF-16 > utf16.txt
proves image.raw utf16.txt digest-list "" "" "$files"

# What guymager, dc3dd and ddrescue wrote for the same bytes, and for them with eight sectors that
# could not be read and became zeros.
samples=$SOURCE/tests/unit/intake/acquisition_logs
cp image.raw evidence.000
changed evidence.000
cp "$samples/guymager.info" .
triple='md5/acquisition-stream md5/source-reread md5/image-reread'
proves evidence.000 guymager.info guymager "guymager 0.8.13-2" "Finished successfully" \
    "size $triple ${triple//md5/sha1} ${triple//md5/sha256} unreadable $files"
cp image.raw zeroed.raw
dd if=/dev/zero of=zeroed.raw bs=512 seek=1000 count=8 conv=notrunc status=none
for log in guymager-errors.info dc3dd-errors.txt ddrescue-bad.map; do
    ok --json ingest zeroed.raw -i INC-1 --description zeroed --log "$samples/$log"
    is "bad ranges of $log" '.bad_ranges | map("\(.offset)+\(.length)") | join(" ")' \
        512000+4096
    is "size of $log" '.checks[] | select(.what == "size") | .result' match
    is "digests of $log" '[.checks[] | select(.scope == "acquisition-stream" and .result != "match")] |
        length' 0
    is "ranges of $log" '.checks[] | select(.what == "unreadable") | .result' not-comparable
    item=$(jq -r '.items[0].item.id' out)
    ok --json audit
    jq -e --arg item "$item" '[.findings[] | select(.code == "CR-14" and .item == $item and
        (.text | test("names 1 range, 4,096 bytes that its tool could not read, or found damaged")))] |
        length == 1' out > /dev/null || fail "the audit does not tell the bad ranges of $log"
done

# A container that guymager wrote of a source with such sectors: its log, its media, the digest of
# its file and its own list of errors are one.
ok --json ingest "$SOURCE/tests/interop/guymager/evidence.E01" -i INC-1 --description guymager \
    --log "$SOURCE/tests/interop/guymager/evidence.info"
is "checks of the container" "$compared" \
    "size $triple ${triple//md5/sha1} ${triple//md5/sha256} unreadable $files"
is "ranges of the container" '.checks[] | select(.what == "unreadable") | .text' \
    "The log and the container name the same ranges as unreadable."
is "verdict" .verdict "Finished successfully (with 8 bad sectors)"
is "its second pass" '.warnings[0] | test("verification pass .* 1 range of the source, 4,096 bytes")' \
    true

have ddrescue || exit 0
ddrescue -q image.raw rescued.raw rescue.map
ok --json ingest image.raw -i INC-1 --description map --log rescue.map
is "tool" .tool "GNU ddrescue version $(first ddrescue -V | sed 's/.* //')"
is "verdict" .verdict Finished
is "start" '.started | test("no zone told")' true
is "checks" "$compared" "size unreadable"
head -c 1000000 image.raw > changed/image.raw
expect 1 --json ingest changed/image.raw -i INC-1 --description cut --log rescue.map
is "size" '.checks[] | select(.what == "size") | .text' \
    "The size of the item is 1,000,000 bytes, the log says 1,048,576."
