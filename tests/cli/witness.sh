# A witness over files: cosigns what continues the last, refuses what does not, and the audit says
# by whom, up to which size, and whether the quorum is met.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
ok --json checkpoint
log=$(jq -r '.log_key' vault/exhibit.json)

ok --json witness new --name example.org/w1 --state w1
w1=$(jq -r .verifier_key out)
ok --json witness new --name example.org/w2 --state w2
w2=$(jq -r .verifier_key out)
expect 5 witness new --name example.org/w1 --state w1
expect 2 witness new --name "a b" --state w3

ok --json checkpoint --add-checkpoint -o request.txt
json .output request.txt
head -1 request.txt | grep -qx 'old 0' || fail "a first request begins at 0"
expect 3 witness cosign request.txt --state w1 -o cosigned.txt
complains "add-log"
ok witness add-log "$log" --state w1
ok witness add-log "$log" --state w2
ok --json witness cosign request.txt --state w1 -o cosigned.txt
json .output cosigned.txt
# Again from 0: the witness says where it is.
expect 5 witness cosign request.txt --state w1
complains "--since 2"

expect 1 witness attach cosigned.txt --witness "$w2"
complains "none of the signature lines"
ok --json witness attach cosigned.txt --witness "$w1"
json '.cosignatures[0] | .size, .witness' $'2\nexample.org/w1'
ok --json witness list
json '.cosignatures | length' 1
ok check

# It continues, from what was kept.
ok incident open INC-2 --title T
ok checkpoint --add-checkpoint -o request.txt -y
head -1 request.txt | grep -qx 'old 2' || fail "the second request begins at 2"
ok witness cosign request.txt --state w1 -o cosigned3.txt
ok witness attach cosigned3.txt --witness "$w1"
ok --json witness show --state w1
json '.logs[0].size' 3

# Wrong requests.
sed 's/^old 2$/old 3/' request.txt > same.txt
expect 1 witness cosign same.txt --state w1 # size 3 again, with a proof that is not empty
printf 'old 3\n\n' > again.txt
"$EXHIBIT" checkpoint >> again.txt
ok witness cosign again.txt --state w1
printf 'old 9\n\n' > larger.txt
"$EXHIBIT" checkpoint >> larger.txt
expect 7 witness cosign larger.txt --state w1
complains "larger"
expect 7 witness cosign vault/exhibit.json --state w1
complains "not an add-checkpoint request"
# The proof is for another tree: a witness that stands at 0 is told a tree that it cannot judge,
# one that stands at 3 is told a past that is not its own.
cp -a vault other && cp -a home other-home && rm -rf other-home/remembered
ok incident open INC-4 --title T
ok --vault other --home "$PWD/other-home" incident open INC-5 --title T
ok checkpoint --add-checkpoint --since 3 -o four.txt -y
ok witness cosign four.txt --state w1 -o cosigned4.txt
ok --vault other --home "$PWD/other-home" incident open INC-6 --title T
ok --vault other --home "$PWD/other-home" checkpoint --add-checkpoint --since 4 -o forked.txt
expect 1 witness cosign forked.txt --state w1
complains "does not lead"

# Policies.
printf 'log %s\nwitness one %s\nwitness two %s\ngroup both all one two\nquorum both\n' \
    "$log" "$w1" "$w2" > both.txt
printf 'log %s # ours\n\nwitness one %s http://127.0.0.1/\nquorum one\n' "$log" "$w1" > one.txt
ok --json audit
holds '.claims[] | select(.name == "witnesses") | .holds == false and (.scope | contains("--trust"))'
ok --json audit --trust one.txt
json '.claims[] | select(.name == "witnesses") | .holds' true
holds '.claims[] | select(.name == "witnesses") | .scope | contains("up to size 3")'
ok --json audit --trust both.txt
holds '.claims[] | select(.name == "witnesses") | .holds == false and (.scope | contains("not met"))'
ok --json checkpoint verify cosigned3.txt --trust one.txt
json '.quorum, .size' $'true\n3'
expect 1 --json checkpoint verify cosigned3.txt --trust both.txt
json .quorum false
ok checkpoint --add-checkpoint --since 0 -o all.txt
ok witness cosign all.txt --state w2 -o cosigned4b.txt
ok witness attach cosigned4b.txt --witness "$w1" --witness "$w2"
ok --json audit --trust both.txt
holds '.claims[] | select(.name == "witnesses") | .holds and (.scope | contains("met up to size 3"))'

refused() { expect 7 audit --trust "$1"; complains "$2"; }
sed 's/^quorum.*/quorum three/' both.txt > bad.txt && refused bad.txt "nobody is called three"
sed "s|^witness two .*|witness two $w1|" both.txt > bad.txt && refused bad.txt "each key once"
sed 's/^witness two/witness one/' both.txt > bad.txt && refused bad.txt "each name once"
sed 's/all one two/3 one two/' both.txt > bad.txt && refused bad.txt "from 1 to the 2 members"
sed '/^quorum/d' both.txt > bad.txt && refused bad.txt "quorum"
printf 'log %s\nwitness two %s\nquorum two\n' "$log" "$w1" > swapped.txt
ok --json audit --trust swapped.txt # a name is only what the reader calls the key
sed "s|^log .*|log $(jq -r .origin vault/exhibit.json)|" one.txt > bad.txt
expect 7 audit --trust bad.txt

# A cosignature that somebody changed, one over a tree that is not there any more.
name=$(cd vault && ls ledger/cosig/3/* | head -1)
chmod u+w "vault/$name"
cp "vault/$name" kept
sed -i '$ s/.\(.\{8\}\)$/B\1/' "vault/$name"
cmp -s kept "vault/$name" && sed -i '$ s/.\(.\{8\}\)$/C\1/' "vault/$name"
expect 1 --json audit --trust one.txt
holds '[.findings[].code] | contains(["WT-COSIGNATURE"])'
cp kept "vault/$name"
