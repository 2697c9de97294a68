# The year of samples/year.sh, told twice: the audit finds exactly what was planted, and nothing in
# the clean one. Both vaults are whole to a check without keys.
set -euo pipefail
: "${EXHIBIT:?}" "${SOURCE:?}"
bash "$SOURCE/samples/year.sh" "$PWD/flawed" > flawed.log 2>&1 &
flawed=$!
bash "$SOURCE/samples/year.sh" --clean "$PWD/clean" > clean.log 2>&1 || { tail -30 clean.log >&2; exit 1; }
wait "$flawed" || { tail -30 flawed.log >&2; exit 1; }
grep -q "exactly what was planted" flawed.log
[ ! -s clean/found.tsv ]
for year in flawed clean; do
    EXHIBIT_VAULT=$PWD/$year/vault "$EXHIBIT" check --read-data > check.out
done

# What people get of it: a report that checks itself in the browser, and a bundle that a program of
# somebody else verifies.
as_erika() { # YEAR ARGUMENT...
    local year=$PWD/$1
    shift
    EXHIBIT_HOME=$year/home-erika EXHIBIT_AS=erika EXHIBIT_VAULT=$year/vault \
        EXHIBIT_PASSPHRASE_FILE=$year/passphrase "$EXHIBIT" --quiet "$@"
}
for year in flawed clean; do
    for incident in INC-2025-001 INC-2025-002; do
        as_erika "$year" report "$incident" -o "$year-$incident.html" > report.out
        as_erika "$year" bundle "$incident" -o "$year-$incident.zip" > bundle.out
        "$EXHIBIT" bundle verify "$year-$incident.zip" > verified.out
        python3 "$SOURCE/tests/interop/verify_bundle.py" "$year-$incident.zip" > independent.out
        command -v chromium > /dev/null || continue
        timeout 100 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \
            --user-data-dir="$PWD/chromium" --virtual-time-budget=30000 \
            --dump-dom "file://$PWD/$year-$incident.html" > page 2> browser-said
        grep -q '<div id="seal" class="holds"' page || {
            grep -o '<div id="seal".*' page | head -c 2000 >&2
            echo "the report $year-$incident.html does not hold" >&2
            exit 1
        }
    done
done
