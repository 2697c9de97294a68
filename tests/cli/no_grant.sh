# Who was granted nothing reads nothing; who was granted the record reads no content.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
enrol max "Max Beispiel"
incident
noise 50000 a > a.bin
ok ingest a.bin -i INC-1 --description evidence --label "secret label"

export EXHIBIT_AS=max
ok item list
grep -q "secret label" out && fail "the label is shown without a grant"
expect 4 ingest a.bin -i INC-1 --description evidence
expect 4 export INC-1/1 -o b.bin --purpose curiosity
[ ! -e b.bin ] || fail "something was exported"
ok --as erika incident grant INC-1 "Max Beispiel" --read record
ok item list
says "secret label"
expect 4 export INC-1/1 -o b.bin --purpose curiosity
expect 4 --json verify INC-1/1
error_kind denied
# Somebody who is not enrolled at all.
person anna "Anna Beispiel"
expect 4 --as anna incident list
complains "not enrolled"
