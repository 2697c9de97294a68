# An audit says what is proved, up to which size and by whose memory, and never a tick alone.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
ok audit
says "Claim"
says "Ledger size"
says "as far as the claims above go, and no further"
says "Nothing is proved about "
grep -qi "up to\|size" out || fail "no size"
ok --json audit
holds '.claims | length > 0'
holds '.claims | all(.scope | length > 10)'
json .ok true
json .size 2

# An event's signature is what counts: the ledger object with a byte changed.
entry=$(find vault/ledger/staged -type f | sort | tail -1)
chmod u+w "$entry"
printf '\377' | dd of="$entry" bs=1 seek=120 conv=notrunc status=none
run audit
[ "$code" -ne 0 ] || fail "a changed entry was not noticed"
