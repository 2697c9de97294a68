#!/usr/bin/env bash
# Exhibit beside xmllint on a large IODEF report: the same file, the same run, medians.
#
#   tests/bench/exchange.sh [--rounds N] [--mb N] [--folder DIR] [--schemas DIR]
#
# DIR should be in a RAM disk (default /dev/shm/exhibit-bench) with twice the report's size (default
# 100 MB) free. --schemas is the folder with all.xsd (default ../shared/schemas/local). Uses the
# program of the release preset. Prints one line a figure: seconds, MB/s, peak memory, and the ratio
# to xmllint, which may be at most 0.5. Nothing in here is part of the test suite.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
rounds=3 mb=100 folder=/dev/shm/exhibit-bench schemas=$PWD/../shared/schemas/local
while (($#)); do
    case $1 in
    --rounds) rounds=${2:?--rounds needs a number} && shift 2 ;;
    --mb) mb=${2:?--mb needs a number} && shift 2 ;;
    --folder) folder=${2:?--folder needs a folder} && shift 2 ;;
    --schemas) schemas=${2:?--schemas needs a folder} && shift 2 ;;
    *) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2 && exit 2 ;;
    esac
done
exhibit=$PWD/build/release/exhibit
[[ -x $exhibit ]] || { echo "build the release preset first: $exhibit is not there" >&2; exit 1; }
generator=$PWD/tests/bench/iodef_report.py
mkdir -p "$folder" && cd "$folder"

# measure NAME COMMAND...: adds "NAME milliseconds kilobytes" to `results`.
measure() {
    local name=$1
    shift
    python3 - "$name" "$@" << 'END' >> results
import os, subprocess, sys, time
begin = time.monotonic()
child = subprocess.Popen(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
said = child.stderr.read()
_, status, usage = os.wait4(child.pid, 0)
spent = time.monotonic() - begin
if status != 0:
    sys.exit(f"{sys.argv[1]}: the command failed: {said.decode(errors='replace')[-300:]}")
print(sys.argv[1], round(spent * 1000), round((usage.ru_utime + usage.ru_stime) * 1000),
      usage.ru_maxrss)
END
}
for version in 2 1; do
    report=report-v$version.xml
    python3 "$generator" "$version" $((mb * 1000000)) "$report"
    cat "$report" > /dev/null
    : > results
    for ((round = 0; round < rounds; ++round)); do
        measure exhibit "$exhibit" iodef validate "$report"
        measure xmllint xmllint --nonet --noout --schema "$schemas/all.xsd" "$report"
        measure xmllint-stream xmllint --nonet --noout --stream --schema "$schemas/all.xsd" "$report"
        measure xmllint-no-schema xmllint --nonet --noout --stream "$report"
    done
    python3 - "$version" "$(stat -c %s "$report")" << 'END'
import statistics, sys
figures = {}
for line in open("results"):
    name, *numbers = line.split()
    figures.setdefault(name, []).append([int(n) for n in numbers])
median = {name: [statistics.median(column) for column in zip(*rows)]
          for name, rows in figures.items()}
size = int(sys.argv[2])
print(f"IODEF v{sys.argv[1]}, {size / 1e6:.0f} MB")
for name, (wall, cpu, memory) in median.items():
    print(f"  {name:18} {wall / 1000:7.2f} s  {cpu / 1000:7.2f} s CPU  {size / 1000 / wall:7.0f} MB/s"
          f"  {memory / 1024:7.0f} MiB")
for other in ("xmllint", "xmllint-stream"):
    print(f"  exhibit / {other}: {median['exhibit'][0] / median[other][0]:.2f} of the time, "
          f"{median['exhibit'][2] / median[other][2]:.2f} of the memory")
END
    rm -f "$report"
done
