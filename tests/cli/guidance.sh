# What is missing is said together with how to give it.
. "$SOURCE/tests/cli/prelude.sh"

run
[ "$code" -eq 0 ] || fail "exhibit alone: exit $code"
says "First steps"
expect 2 incident list
complains "exhibit identity new"
person erika "Erika Muster"
EXHIBIT_VAULT='' expect 2 incident list
complains "EXHIBIT_VAULT"
expect 3 incident list
complains "no such folder"
person max "Max Beispiel"
expect 2 --vault vault incident list
complains "erika, max"
expect 3 --as mux incident list
complains "there are: erika, max"
expect 2 handof list
complains "there are: identity"
expect 2 handoff
complains "offer, accept, refuse, cancel, list"
expect 2 incident open INC-1 --titel x
complains "exhibit incident open --help"
expect 2 ingest a.bin -i INC-1 --description evidence --happened yesterday
complains "2026-11-22T18:30:00+01:00"
