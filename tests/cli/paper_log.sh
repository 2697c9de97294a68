# A paper log, typed into a table, is judged by the rules of the ledger; no vault is needed.
. "$SOURCE/tests/cli/prelude.sh"

unset EXHIBIT_VAULT
form=$SOURCE/tests/fuzz/corpus/csv/form.csv
ok --json audit --import "$form"
json .imported true
json .sha256 "$(sha256sum < "$form" | cut -d' ' -f1)"
json '.items | join(" ")' 7-1
holds '.findings | all(.text | startswith("Imported: "))'
holds '.findings | map(.code) | unique |
       . == ["CR-06", "CR-08", "CR-20", "CR-22", "SQ-BEFORE-SEIZURE", "SQ-NEVER-RELEASED",
             "SQ-PURPOSE"]'
ok audit --import "$form"
says "nothing of it proved"
says "line 3 of form.csv"
expect 3 audit --import none.csv
printf 'item,action\n"1' > open.csv
expect 7 audit --import open.csv
complains "open.csv"
expect 2 audit --import "$form" --incident INC-1
