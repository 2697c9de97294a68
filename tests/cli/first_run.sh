# The whole job, from nothing to an IODEF document.
. "$SOURCE/tests/cli/prelude.sh"

person erika "Erika Muster"
ok --as erika init --recovery-file code.txt
export EXHIBIT_AS=erika
says "Vault id"
enrol max "Max Beispiel"
ok incident open INC-2026-014 --title "Break-in at ACME" --authority "Warrant 7/26"
ok incident grant INC-2026-014 "Max Beispiel" --read content --reason analysis

noise 3000000 disk > disk.img
ok item add -i INC-2026-014 --label laptop --description "black laptop" --serial 5CD1234XYZ
ok ingest disk.img -i INC-2026-014 --description evidence --label "laptop disk" --from laptop \
    --expect "sha256:$(sha256sum < disk.img | cut -d' ' -f1)"
says "$(md5sum < disk.img | cut -d' ' -f1)"
says "$(sha1sum < disk.img | cut -d' ' -f1)"
says "$(sha256sum < disk.img | cut -d' ' -f1)"
says "matches"

ok handoff offer INC-2026-014/1 "laptop disk" --to "Max Beispiel" --purpose analysis --seal S-1
ok --as max handoff accept INC-2026-014/2 --condition "seal unbroken"
says "accepted"
ok custody "laptop disk"
says "Max Beispiel"
ok verify --incident INC-2026-014 --purpose "first check"
says "unchanged"
ok --as max export "laptop disk" -o copy.img --purpose "analysis in the lab"
cmp disk.img copy.img || fail "the export differs from the source"
ok audit
says "no violations"
ok receipt 3 -o receipt.txt
grep -q '^c2sp.org/tlog-proof@v1$' receipt.txt || fail "the receipt is not a tlog-proof"
ok checkpoint -o checkpoint.txt
grep -q '^— exhibit/' checkpoint.txt || fail "the checkpoint is not signed"
ok iodef emit INC-2026-014 --csirt-name csirt.example.org -o incident.xml
grep -q '<IODEF-Document' incident.xml || fail "no IODEF document"
ok find 5CD1234XYZ
says "INC-2026-014/1"
ok check --read-data
ok catalogue rebuild
