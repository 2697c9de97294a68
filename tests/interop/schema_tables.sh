# The tables of the validator are what the published schemas say: every class, every attribute,
# every value, in each of the three copies of the schema of IODEF v2.
. "$SOURCE/tests/cli/prelude.sh"
schemas=$SOURCE/../shared/schemas/local
command -v python3 > /dev/null || { echo "SKIP: no python3"; exit 0; }
[ -d "$schemas" ] || { echo "SKIP: no ../shared/schemas"; exit 0; }
python3 "$SOURCE/tests/interop/schema_tables.py" "$SOURCE/vault/exchange/schema" "$schemas" > rows ||
    fail "$(cat rows)"
cat rows
[ "$(grep -c ' rows are those' rows)" -eq 6 ] && [ "$(awk '{ n += $2 } END { print n }' rows)" -gt 1200 ] ||
    fail "too few rows were compared"
