# One source that is not there does not keep the others out; it decides the exit code.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
noise 50000 a > a.bin
expect 3 ingest nothing.bin -i INC-1 --description evidence
complains "nothing.bin"
silent
expect 3 --json ingest nothing.bin a.bin -i INC-1 --description evidence
json '.items | length' 1
json '.failed[0].path' nothing.bin
json '.failed[0].error.kind' not_found
error_kind not_found
ok --json item list
json '.items | length' 1
