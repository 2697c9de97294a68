# Two signed checkpoints beside each other: same, older, or a fork, of which a bundle is kept.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
log=$(jq -r .log_key vault/exhibit.json)
incident
ok checkpoint -o two.txt
cp -a vault forked
cp -a home forked-home && rm -rf forked-home/remembered
incident INC-2
ok checkpoint -o three.txt
ok --json checkpoint compare two.txt three.txt
json '.relation, .one_size, .other_size' $'consistent\n2\n3'
ok checkpoint compare three.txt two.txt
says "The second is older"
ok --json checkpoint compare two.txt two.txt
json .relation same

# Without a vault: a proof decides, and one that fails shows nothing.
unset EXHIBIT_VAULT
expect 1 --json checkpoint compare two.txt three.txt --log-key "$log"
json .relation unproved
ok --vault vault checkpoint --add-checkpoint --since 2 -o proof.txt
ok --json checkpoint compare two.txt three.txt --log-key "$log" --proof proof.txt
json .relation consistent
sed '2s/^..../AAAA/' proof.txt > broken.txt
expect 1 --json checkpoint compare two.txt three.txt --log-key "$log" --proof broken.txt
json .relation unproved

# The other past: same size, then longer.
export EXHIBIT_VAULT=$PWD/forked EXHIBIT_HOME=$PWD/forked-home
incident INC-9
ok checkpoint -o other3.txt
expect 1 --json checkpoint compare three.txt other3.txt --log-key "$log" -o bundle.txt
json .relation fork
[ "$(head -1 bundle.txt)" = exhibit-fork-v1 ] || fail "no bundle"
cmp bundle.txt "$(jq -r .kept out)" || fail "the bundle that is kept differs"
incident INC-10
ok checkpoint -o other4.txt
expect 1 --json checkpoint compare three.txt other4.txt
json '.relation, .one_size, .other_size' $'fork\n3\n4'
jq -j .bundle out > four.txt
grep -q '^old 3$' four.txt && grep -q '^root ' four.txt || fail "no proof in the bundle"
expect 1 checkpoint compare three.txt other4.txt
says "signed two pasts"
says "$PWD/forked-home/remembered/fork-"
ok checkpoint compare two.txt other4.txt

# Whoever remembers the first past is told by every command, and keeps the same bundle.
export EXHIBIT_HOME=$PWD/home
rm -rf vault && mv forked vault
EXHIBIT_VAULT=$PWD/vault expect 1 incident list
complains "forked"
kept=$(ls home/remembered/fork-*.txt | tail -1)
[ "$(sed -n 3p "$kept")" = "old 3" ] || fail "not the fork: $(cat "$kept")"

# Somebody else, with the bundle alone.
ok --vault "$PWD/stranger" init --no-recovery
stranger=$(jq -r .log_key stranger/exhibit.json)
(
    unset EXHIBIT_VAULT EXHIBIT_AS
    export EXHIBIT_HOME=$PWD/nobody
    ok --json checkpoint fork four.txt
    json '.proved, .older_size, .newer_size, .log_key' $'true\n3\n4\n'"$log"
    ok checkpoint fork bundle.txt --log-key "$log"
    says "Whoever holds the log's key"
    expect 1 checkpoint fork four.txt --log-key "$stranger"
    sed '5s/^..../AAAA/' four.txt > wrong.txt
    expect 1 checkpoint fork wrong.txt
    says "does not show"
    sed 's/^4$/5/' four.txt > unsigned-fork.txt
    expect 1 checkpoint fork unsigned-fork.txt
    head -c 200 four.txt > cut.txt
    expect 7 checkpoint fork cut.txt
)

sed 's/^3$/5/' three.txt > unsigned.txt
expect 1 checkpoint compare unsigned.txt two.txt --log-key "$log"
expect 3 --vault "$PWD/home" checkpoint compare two.txt two.txt
