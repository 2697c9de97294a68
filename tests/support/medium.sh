# A medium that fails (failing_file): for scripts of tests/cli, behind prelude.sh.
[ -w /dev/fuse ] || { echo "skipped: no /dev/fuse here"; exit 0; }

medium_gone() {
    fusermount3 -u -q bad 2> /dev/null || true
    jobs -p | xargs -r kill -KILL 2> /dev/null || true
}

# served ARGUMENT...: of failing_file, between its options and the folder `bad` (which is made): the
# medium is bad/source. $server is its process.
#   served [OPTION...] -- FILE [RANGE...]
served() {
    local options=()
    while [ "$1" != -- ]; do options+=("$1") && shift; done
    shift
    mkdir -p bad
    rm -f said && mkfifo said
    "$SUPPORT/failing_file" "${options[@]}" bad "$@" > said 2> err &
    server=$!
    exec 5< said
    if ! read -r line <&5; then
        wait "$server" || true
        echo "skipped: no mount allowed here"
        exit 0
    fi
    exec 5<&-
}
unserved() { fusermount3 -u bad && wait "$server"; }
