# All admins lost their keys: the recovery code brings the vault back. It opens everything, enrols a
# new admin, ends the lost key and gives the grants anew; the evidence goes on to somebody else.
. "$SOURCE/tests/cli/prelude.sh"

person erika "Erika Muster"
ok --as erika init --recovery-file code.txt
export EXHIBIT_AS=erika
incident
noise 50000 a > a.bin
ok ingest a.bin -i INC-1 --description evidence --label a
rm home/identities/erika.identity

ok identity recover rescue --full-name "Recovery" --code-file code.txt
export EXHIBIT_AS=rescue
ok item list
says INC-1/1
person max "Max Beispiel"
ok --as max identity show --card max.card
ok handler add max.card --role admin --role handler
ok handler revoke "Erika Muster" --reason lost --note "key file and passphrase lost"
says "revoked as lost"
expect 4 --as max export INC-1/1 -o b.bin --purpose look
ok incident grant INC-1 "Max Beispiel" --read content --reason "key of the case officer lost"
ok --as max export INC-1/1 -o b.bin --purpose "evidence is there"
cmp a.bin b.bin || fail "the export differs"
# What the lost key held, the new admin gives on.
person anna "Anna Beispiel"
ok --as anna identity show --card anna.card
ok --as max handler add anna.card
ok --as max handoff offer a --to "Anna Beispiel" --purpose "custodian without a key"
ok --as anna handoff accept INC-1/1 --no-rehash
ok --as max audit
# The recovery key acts for nobody: it opens no incident, adopts no policy, gives no roles.
expect 4 incident open INC-2 --title T
expect 4 handler roles "Anna Beispiel" --role admin
printf 'format = "exhibit-policy-v1"\nname = "mine"\n' > mine.toml
expect 4 policy adopt mine.toml
# New incidents are readable by it without asking.
ok --as max incident open INC-3 --title T
ok incident show INC-3
says content
