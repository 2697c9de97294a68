# The validator and xmllint agree about every example document printed in the RFCs, the samples, and
# copies of them that differ in one place each.
. "$SOURCE/tests/cli/prelude.sh"
shared=$SOURCE/../shared
for need in python3 xmllint; do
    command -v "$need" > /dev/null || { echo "SKIP: no $need"; exit 0; }
done
[ -d "$shared/schemas/local" ] && [ -d "$shared/rfc" ] || { echo "SKIP: no ../shared/schemas and rfc"; exit 0; }
tools=$SOURCE/tests/interop

mkdir examples mutated
count=$(python3 "$tools/iodef_documents.py" examples "$shared/rfc" examples)
[ "$count" -ge 30 ] || fail "only $count examples were found in the RFCs"
python3 "$tools/iodef_oracle.py" "$SUPPORT/validate_files" "$shared/schemas/local" \
    examples/*.xml "$shared"/iodef-samples/*.xml || fail "a verdict on an example differs"
python3 "$tools/iodef_oracle.py" --text "$SUPPORT/validate_files" examples/*.xml \
    "$shared"/iodef-samples/*.xml | tee beyond
grep -q '^rfc8274-.*hash.dialect' beyond || fail "the hashes of RFC 8274 were not found wrong"

# The blanks around dates of two examples would hide what a change does to them.
ls examples/*.xml "$shared"/iodef-samples/*.xml | grep -v -e rfc5901-07 -e rfc6545-21 -e rfc6045 > bases
xargs python3 "$tools/iodef_documents.py" mutate mutated 2500 20261126 < bases
ls mutated > names && sed 's,^,mutated/,' names | xargs -n 2500 \
    python3 "$tools/iodef_oracle.py" "$SUPPORT/validate_files" "$shared/schemas/local" > verdicts ||
    fail "a verdict on a mutated document differs: $(cat verdicts)"
cat verdicts
