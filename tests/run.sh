#!/usr/bin/env bash
# Installs the system packages that are missing, builds, and runs all tests.
#
#   tests/run.sh [--preset release|dev|asan|tsan|coverage|fuzz|lint] [-- CTEST-ARGUMENT...]
#
# Ends with ctest's closing lines and its exit code. CMakePresets.json says what each preset is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=tests/setup.sh
source tests/setup.sh

preset=release
while (($#)); do
    case $1 in
    --preset)
        preset=${2:?--preset needs a name}
        shift 2
        ;;
    --)
        shift
        break
        ;;
    *)
        sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2
        exit 2
        ;;
    esac
done

install_packages "$preset"
build "$preset"
if [[ $preset == lint ]]; then
    exit 0 # the build is the check
fi
if [[ $preset == coverage ]]; then
    # Counts of an earlier run would add to this one's.
    find build/coverage -name '*.gcda' -delete
fi

result=0
ctest --preset "$preset" --parallel "$(nproc)" "$@" || result=$?
if [[ $preset == coverage ]]; then
    gcovr --root . --filter vault/ --object-directory build/coverage --exclude-throw-branches \
        --sort-uncovered --print-summary || result=$?
fi
exit "$result"
