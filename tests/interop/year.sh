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
