# An ssh-agent signs: its Ed25519 key is the handler's, the secret never leaves it, and what it
# signed is verified like any other signature.
. "$SOURCE/tests/cli/prelude.sh"
command -v ssh-agent > /dev/null || fail "ssh-agent is missing; tests/packages installs it"

start_agent() {
    ssh-agent -D -a "$PWD/$1" > /dev/null &
    agent=$!
    export SSH_AUTH_SOCK=$PWD/$1
    until [ -S "$1" ]; do kill -0 "$agent" || fail "ssh-agent did not start"; done
}
start_agent agent.sock
ssh-keygen -q -t ed25519 -N "" -C erika@desk -f erika-key
ssh-keygen -q -t rsa -b 2048 -N "" -C erika@rsa -f rsa-key
ssh-add -q erika-key rsa-key
fingerprint=$(ssh-keygen -lf erika-key.pub | awk '{ print $2 }')

new_erika() { run identity new "$1" --full-name "Erika Muster" --title T --organisation O \
    --phone 1 --ssh-key "$2"; }
new_erika nobody other@desk
[ "$code" -eq 3 ] || fail "a key that is not there was found"
complains "ssh-add -l"
new_erika rsa erika@rsa
[ "$code" -eq 3 ] || fail "an RSA key was taken"
new_erika erika erika@desk
[ "$code" -eq 0 ] || fail "no identity: exit $code"
says ssh-agent
new_erika again "$fingerprint"
[ "$code" -eq 0 ] || fail "the fingerprint names no key"

# The key id is the SHA-256 of the public key in the agent.
raw=$(awk '{ print $2 }' erika-key.pub | base64 -d | tail -c 32 | sha256sum | cut -c1-64)
ok --json identity show erika
json .id "$raw"
json .signer ssh-agent

export EXHIBIT_AS=erika
ok init --no-recovery
incident
noise 50000 a > a.bin
ok ingest a.bin -i INC-1 --description evidence
ok export INC-1/1 -o b.bin --purpose test
cmp a.bin b.bin || fail "the export differs"
ok audit

# OpenSSL verifies what the agent signed, over the PAE, with the public key of the file.
ok receipt 2
sed -n 's/^extra //p' out | base64 -d > extra.json
jq -r .entry extra.json > entry.json
jq -j .payload entry.json | base64 -d > payload
jq -j '.signatures[0].sig' entry.json | base64 -d > signature
type=$(jq -r .payloadType entry.json)
{ printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(stat -c %s payload)"; cat payload; } > pae
{ printf '302a300506032b6570032100' | xxd -r -p; awk '{ print $2 }' erika-key.pub | base64 -d |
    tail -c 32; } > key.der
openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in pae -sigfile signature \
    > verdict || fail "OpenSSL does not verify the signature"
grep -q "Verified Successfully" verdict || fail "$(cat verdict)"

# Another passphrase; then without the key, and without the agent.
printf 'another battery staple\n' > new-passphrase
ok identity passwd erika --new-passphrase-file new-passphrase
export EXHIBIT_PASSPHRASE_FILE=$PWD/new-passphrase
ok handoff list
ssh-add -q -d erika-key
ok item list # reading takes no signature
expect 4 incident open INC-2 --title T
complains "declined"
ssh-add -q erika-key
kill "$agent"
wait "$agent" || true
expect 3 incident open INC-2 --title T
complains "is it running"
unset SSH_AUTH_SOCK
expect 3 incident open INC-2 --title T
complains "SSH_AUTH_SOCK is not set"
expect 3 identity new other --full-name "Other" --ssh-key erika@desk

# A handler moves from the file to the agent by a rotation.
export EXHIBIT_PASSPHRASE_FILE=$PWD/passphrase EXHIBIT_VAULT=$PWD/vault2
start_agent agent2.sock
ssh-keygen -q -t ed25519 -N "" -C max@desk -f max-key
ssh-add -q max-key
person max "Max Beispiel"
ok --as max init --no-recovery
ok identity new max-agent --full-name "Max Beispiel" --ssh-key max@desk
ok --as max-agent identity show --card max.card
ok --as max handler rotate max.card
ok --as max-agent incident open INC-1 --title T
ok --as max-agent audit
kill "$agent"
wait "$agent" || true
