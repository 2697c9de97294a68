# A key is rotated and the new one takes its place; a revoked key can do nothing, what it signed
# after it was last good is contested, and what it held is given to somebody else by an admin.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
enrol max "Max Beispiel"
enrol anna "Anna Beispiel"
incident
ok incident grant INC-1 "Max Beispiel" --read content
noise 50000 a > a.bin
ok ingest a.bin -i INC-1 --description evidence --label a

# Rotation: the card of the new identity is enough, and grants and custody go along.
ok identity new erika2 --full-name "Erika Muster" --title Examiner --organisation "Police of X" \
    --phone +49-30-1234
ok --as erika2 identity show --card erika2.card
expect 4 --as erika2 item list
ok --json handler rotate erika2.card
json '.roles | join(",")' admin,handler
holds '.predecessor | test("^[0-9a-f]{64}$")'
expect 4 item list
complains "was ended by event"
export EXHIBIT_AS=erika2
ok export a -o b.bin --purpose test
cmp a.bin b.bin || fail "the export differs"
ok handoff offer a --to "Max Beispiel" --purpose lab
ok --as max handoff accept INC-1/1
expect 5 handler rotate erika2.card
complains "enrolled already"

# Revocation
ok --json events
good=$(jq '.events | length' out)
ok --as max verify a --purpose look
ok --as max handoff offer a --to "Anna Beispiel" --purpose lab
expect 4 --as anna handler revoke "Max Beispiel" --reason lost
expect 2 handler revoke "Max Beispiel" --reason stolen
ok handler revoke "Max Beispiel" --reason compromised --last-good "$good" --note "laptop stolen"
says "contested"
expect 4 --as max item list
complains "was ended by event"
expect 4 --as max audit  # an audit does not open the vault, and asks the same
complains "was ended by event"
silent
expect 4 --as max handoff cancel INC-1/1
ok --json handler show "Max Beispiel"
json .ended compromised
json .last_good "$good"
json .in_force false
ok --json audit
json '[.findings[] | select(.code == "KY-CONTESTED") | .event] | sort | join(",")' "$good,$((good + 1))"
json '[.findings[] | select(.code == "KY-CUSTODIAN") | .item] | join(",")' INC-1/1
expect 3 handoff offer a --to "Max Beispiel" --purpose lab

# An admin gives on what he held; the last admin cannot go.
ok handoff offer a --to "Anna Beispiel" --purpose "key of the custodian revoked"
ok --as anna handoff accept INC-1/1 --no-rehash
ok --json audit
holds '[.findings[] | select(.code == "KY-CUSTODIAN")] == []'
expect 5 handler revoke "Erika Muster" --reason retired
complains "last admin"
expect 5 handler roles "Erika Muster" --role handler
complains "last admin"
