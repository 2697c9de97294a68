# The audit says when the cosignatures that the policy asks for are late, or of too few witnesses.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
log=$(jq -r .log_key vault/exhibit.json)
for name in w1 w2; do
    ok --json witness new --name "example.org/$name" --state "$name"
    eval "$name=\$(jq -r .verifier_key out)"
    ok witness add-log "$log" --state "$name"
done
cosigned() { # NAME KEY
    ok checkpoint --add-checkpoint --since "$3" -o request.txt -y
    ok witness cosign request.txt --state "$1" -o cosigned.txt -y
    ok witness attach cosigned.txt --witness "$2"
}
late() {
    run audit --json
    [ "$(jq '[.findings[] | select(.code == "WT-LATE" and .severity == "warning")] | length' out)" -eq "$1" ]
}
late 0 || fail "no policy asks for it"
cat > two.toml << END
format = "exhibit-policy-v1"
name = "two"

[witnesses]
every_events = 3
quorum = 2
END
ok policy adopt two.toml
late 0 || fail "three events are not too many"
ok incident open INC-2 --title "Another one"
late 1 || fail "four events and no witness"
cosigned w1 "$w1" 0
late 1 || fail "one witness of two"
cosigned w2 "$w2" 0
late 0 || fail "both have seen it"
for number in 3 4 5 6; do ok incident open "INC-$number" --title "Another one"; done
late 1 || fail "four more"
says "4 events, from number 4"
