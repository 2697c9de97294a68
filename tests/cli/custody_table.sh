# The chain of custody as people read it, with hashes, times and the vault's name made constant.
# UPDATE_GOLDEN=1 writes it anew.
. "$SOURCE/tests/cli/prelude.sh"

export TZ=Europe/Berlin
new_vault
enrol max "Max Beispiel"
ok incident open INC-2026-014 --title "Break-in at ACME"
ok incident grant INC-2026-014 "Max Beispiel" --read content
noise 100000 a > disk.img
ok ingest disk.img -i INC-2026-014 --label "laptop disk" --place "Evidence room 2, shelf 4" \
    --description "Image of the internal disk of the black laptop found on the desk" \
    --method "dc3dd behind a write blocker" --collected-from "ACME Ltd, room 3.14" \
    --happened 2026-01-02T03:04:05+01:00
ok handoff offer "laptop disk" --to "Max Beispiel" --purpose "Analysis for the prosecutor" \
    --place "Evidence room 2" --travel "by hand" --seal S-0815 --condition "sealed bag, undamaged"
ok --as max handoff accept "laptop disk" --seal S-0815 --condition "seal unbroken"
ok --as max verify "laptop disk" --purpose "before analysis"
ok --as max export "laptop disk" -o copy.img --purpose "analysis with The Sleuth Kit"
ok custody "laptop disk"
[ "$(wc -L < out)" -le 100 ] || fail "wider than 100 columns"

# Each kind of changing text by one of the same length, so that the columns stay.
sed -E -e 's/20[0-9]{2}-[0-9]{2}-[0-9]{2}([ T])[0-9]{2}:[0-9]{2}:[0-9]{2}/YYYY-MM-DD\1hh:mm:ss/g' \
    -e 's/\b20[0-9]{2}-[0-9]{2}-[0-9]{2}\b/YYYY-MM-DD/g' \
    -e 's/\b[0-9]{2}:[0-9]{2}:[0-9]{2}\b/hh:mm:ss/g' -e 's/\+0[12]:00/+ZZ:ZZ/g' \
    -e 's/exhibit [0-9]+\.[0-9.]+/exhibit N.N.N/' -e 's/\b[0-9a-f]{12}\b/xxxxxxxxxxxx/g' \
    -e 's/(MD5|SHA-1|SHA-256)( +)[0-9a-f]+/\1\2…/' out > table
golden=$SOURCE/tests/golden/cli/custody.txt
[ -z "${UPDATE_GOLDEN:-}" ] || cp table "$golden"
diff -u "$golden" table || fail "the table changed; UPDATE_GOLDEN=1 accepts it"
