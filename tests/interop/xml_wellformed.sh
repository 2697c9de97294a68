# Our XML reader and xmllint agree on what is well-formed, over copies of small documents with a few
# bytes changed each.
. "$SOURCE/tests/cli/prelude.sh"
for need in python3 xmllint; do
    command -v "$need" > /dev/null || { echo "SKIP: no $need"; exit 0; }
done
corpus=$SOURCE/tests/fuzz/corpus
mkdir changed
python3 "$SOURCE/tests/interop/xml_documents.py" "$SUPPORT/validate_files" changed 10000 20261126 \
    "$corpus"/xml/{all_kinds,beyond_ascii,many_attributes,nested} "$corpus/iodef_validate/report_v2" \
    > verdicts || fail "$(cat verdicts)"
cat verdicts
