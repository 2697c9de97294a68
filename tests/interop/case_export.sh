# The record of an incident as CASE and DFXML, read by other people's libraries: rdflib for the graph
# and the ontology's own shapes, xmllint for DFXML.
. "$SOURCE/tests/cli/prelude.sh"

person erika "Erika Muster"
ok --as erika init --no-recovery
export EXHIBIT_AS=erika
enrol max "Max Beispiel"
ok incident open INC-1 --title "Break-in at \"ACME\" & sons" --authority "Warrant 7/26"
ok incident grant INC-1 "Max Beispiel" --read content --reason analysis
noise 300000 disk > disk.img
mkdir -p folder/sub && echo one > folder/one && ln -s ../one folder/sub/link
touch "$(printf 'folder/bad\377name')"
ok item add -i INC-1 --label laptop --description "black laptop" --serial 5CD1234XYZ --model "X 1"
ok ingest disk.img -i INC-1 --description evidence --label "laptop disk" --from laptop
ok ingest folder -i INC-1 --description "a folder" --label triage
ok handoff offer laptop "laptop disk" --to "Max Beispiel" --purpose analysis --place "Room 1"
ok --as max handoff accept INC-1/2 --condition "seal unbroken"
ok --as max verify INC-1/2 --purpose "first check"

ok case export INC-1 -o incident.jsonld --recipients "CERT X" --purpose "shared analysis"
says "recorded in the"
ok case export INC-1 --item INC-1/2 -o item.jsonld
[ "$(jq -r '."@graph" | map(select(."@type" == "uco-observable:File")) | length' item.jsonld)" = 1 ] ||
    fail "the item's document has another number of files"
ontology=$SOURCE/../shared/schemas/case/case-1.4.0.ttl
[ -e "$ontology" ] || { echo "without ../shared/schemas/case the shapes are not asked"; ontology=; }
# The library is the system's; a python3 that stands before the system's in the path may lack it.
python=
for one in python3 /usr/bin/python3; do
    "$one" -c "import rdflib" 2> /dev/null && python=$one && break
done
[ -n "$python" ] || fail "no python3 here has rdflib (package python3-rdflib)"
"$python" "$SOURCE/tests/interop/read_case.py" incident.jsonld ${ontology:+"$ontology"} > read.txt || {
    head -50 read.txt >&2
    fail "rdflib does not agree"
}
told() { # WORD EXPECTED-LINES on standard input
    diff <(grep "^$1	" read.txt) - >&2 || fail "rdflib reads other lines of $1"
}
printf 'item\tINC-1/1\tlaptop\nitem\tINC-1/2\tlaptop disk\t300000\n' > wanted
grep -P '^item\tINC-1/[12]\t' read.txt | diff - wanted >&2 || fail "the items differ"
digest() { "$1" disk.img | cut -d' ' -f1; }
printf 'INC-1/2\t%s\t%s\n' MD5 "$(digest md5sum)" SHA1 "$(digest sha1sum)" SHA256 "$(digest sha256sum)" |
    sed 's/^/hash\t/' | diff <(grep -P '^hash\tINC-1/2\t' read.txt | tr 'A-F' 'a-f' | tr 'a-z' 'A-Z') <(tr 'a-z' 'A-Z' < /dev/stdin) >&2 ||
    fail "the hashes differ"
grep -P '^hand-over\t' read.txt | cut -f1-4 > got
printf 'hand-over\tINC-1/%d\tErika Muster\tMax Beispiel\n' 1 2 | diff got - >&2 ||
    fail "the hand-overs differ"
printf 'first\tINC-1/1\tcollected\nfirst\tINC-1/2\tingested\nfirst\tINC-1/3\tingested\n' | told first
printf 'step\tINC-1/1\toffered\tcollected\nstep\tINC-1/1\ttaken over\toffered\nstep\tINC-1/2\toffered\tingested\nstep\tINC-1/2\ttaken over\toffered\nstep\tINC-1/2\tverified\ttaken over\n' | told step

ok case export INC-1 --format dfxml -o incident.xml
complains "physical"
xmllint --noout incident.xml || fail "DFXML is not well-formed"
at() { xmllint --xpath "string($1)" incident.xml; }
file='//*[local-name()="fileobject"]'
[ "$(at "$file[*[local-name()='filename']='laptop disk']/*[@type='sha256']")" = "$(digest sha256sum)" ] ||
    fail "the digest of the disk differs"
[ "$(at "$file[*[local-name()='filename']='one']/*[@type='md5']")" = "$(md5sum < folder/one | cut -d' ' -f1)" ] ||
    fail "the digest of a member differs"
[ "$(at "$file[*[local-name()='filename']='sub/link']/*[local-name()='link_target']")" = ../one ] ||
    fail "the link's target differs"
ok audit
says "no violations"
expect 3 case export INC-9 -o none.jsonld

# What case import takes of the document is what rdflib reads in it: the same acts, in the same order.
{ grep -P '^first\tINC-1/2\t' read.txt | cut -f3; grep -P '^step\tINC-1/2\t' read.txt | cut -f3; } | sort > wanted
export EXHIBIT_VAULT=$PWD/other
ok init --no-recovery
ok incident open CASE-9 --title "Elsewhere"
ok ingest disk.img -i CASE-9 --description copy --label copy
ok --json case import incident.jsonld --incident CASE-9
jq -r '.items[] | select(.item == "CASE-9/1") | .steps[].name' out | sort | diff - wanted >&2 ||
    fail "the steps imported are not those that rdflib reads"
[ "$(jq -r '.items[0].steps | [.[0].name, .[-1].name] | join(" ")' out)" = "ingested verified" ] ||
    fail "the steps are not in their order"
