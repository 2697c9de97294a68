#!/usr/bin/env bash
# A source with sectors that cannot be read: ddrescue's map of it names the ranges that Exhibit meets
# itself, and is compared with them. The reads fail because a small library says so.
. "$SOURCE/tests/cli/prelude.sh"

for tool in ddrescue g++; do
    command -v "$tool" > /dev/null || { echo "skipped: no $tool"; exit 0; }
done

# Reads of the file BAD_FILE end at byte 512,000 and fail from there to 516,096.
cat > failing.cpp << 'CODE'
#include <dlfcn.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {
constexpr off_t bad_from = 512000, bad_to = 516096;

// How many of `wanted` bytes can be read; -1 for none.
ssize_t readable(int fd, off_t at, size_t wanted) {
    const char* const file = std::getenv("BAD_FILE");
    char path[4096] = {};
    const std::string link = "/proc/self/fd/" + std::to_string(fd);
    const bool bad = file && readlink(link.c_str(), path, sizeof path - 1) > 0 &&
                     std::strcmp(path, file) == 0;
    if (!bad || at >= bad_to || at + static_cast<off_t>(wanted) <= bad_from)
        return static_cast<ssize_t>(wanted);
    if (at < bad_from) return bad_from - at;
    errno = EIO;
    return -1;
}
}  // namespace

extern "C" ssize_t read(int fd, void* into, size_t wanted) {
    static const auto real = reinterpret_cast<ssize_t (*)(int, void*, size_t)>(dlsym(RTLD_NEXT, "read"));
    const off_t at = lseek(fd, 0, SEEK_CUR);
    const ssize_t some = at < 0 ? static_cast<ssize_t>(wanted) : readable(fd, at, wanted);
    return some < 0 ? some : real(fd, into, static_cast<size_t>(some));
}

extern "C" ssize_t pread64(int fd, void* into, size_t wanted, off64_t at) {
    static const auto real =
        reinterpret_cast<ssize_t (*)(int, void*, size_t, off64_t)>(dlsym(RTLD_NEXT, "pread64"));
    const ssize_t some = readable(fd, at, wanted);
    return some < 0 ? some : real(fd, into, static_cast<size_t>(some), at);
}

extern "C" ssize_t pread(int fd, void* into, size_t wanted, off_t at) {
    return pread64(fd, into, wanted, at);
}
CODE
g++ -shared -fPIC -O1 -o failing.so failing.cpp -ldl
export BAD_FILE=$PWD/disk.raw
noise 1048576 x > disk.raw

new_vault
incident
LD_PRELOAD=$PWD/failing.so ddrescue -q disk.raw rescued.raw disk.map
grep -q '^0x0007D000  0x00001000  -$' disk.map || fail "ddrescue met no bad sectors"
real=$EXHIBIT
cat > failing-exhibit << EOF
#!/bin/sh
LD_PRELOAD=$PWD/failing.so exec "$real" "\$@"
EOF
chmod +x failing-exhibit
if ! ./failing-exhibit --help > /dev/null 2>&1; then
    echo "skipped: this build takes no preloaded library"
    exit 0
fi

EXHIBIT=$PWD/failing-exhibit
expect 8 --json ingest disk.raw -i INC-1 --description "bad disk" --log disk.map
log='.items[0].item.logs[0]'
json '.items[0].item.unreadable | map("\(.offset)+\(.length)") | join(" ")' 512000+4096
json "$log"'.bad_ranges | map("\(.offset)+\(.length)") | join(" ")' 512000+4096
json "$log"'.checks | map(.what + " " + .result) | join(", ")' "size match, unreadable match"

# A map of other bad sectors does not agree: both are recorded, the exit code tells.
sed 's/0x0007D000  0x00001000  -/0x0007D000  0x00000E00  -/; s/0x0007E000  0x00082000/0x0007DE00  0x00082200/' \
    disk.map > other.map
expect 1 --json ingest disk.raw -i INC-1 --description "bad disk" --log other.map
json "$log"'.checks[] | select(.what == "unreadable") | .result' mismatch
EXHIBIT=$real
ok --json audit
holds '[.findings[] | select(.code == "CR-14" and .item == "INC-1/2" and
    (.text | test("and they are not the same")))] | length == 1'

# The image that ddrescue wrote can be read whole: the map names what became zeros in it.
ok --json ingest rescued.raw -i INC-1 --description rescued --log disk.map
json "$log"'.checks[] | select(.what == "unreadable") | .result' not-comparable
ok --json audit
holds '[.findings[] | select(.code == "CR-14" and .item == "INC-1/3" and .severity == "note" and
    (.text | test("names 1 range, 4,096 bytes that its tool could not read, or found damaged")))] | length == 1'
