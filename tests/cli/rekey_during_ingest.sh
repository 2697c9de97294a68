# New keys while evidence is taken in by another process: the ingest is refused at its end, nothing of
# it is half there, and done again it works. The ingest is held by its source, a FIFO.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
enrol boris "Boris Beispiel"
incident
ok incident grant INC-1 "Boris Beispiel" --read content
noise 3000000 evidence > evidence
ok ingest evidence -i INC-1 --description earlier --label earlier
mkfifo source

# begun: boris takes in what comes through the FIFO; it has read some when this returns.
begun() {
    "$EXHIBIT" --as boris --json ingest - -i INC-1 --description "from a pipe" --label piped \
        < source > out.boris 2> err.boris &
    taking=$!
    exec 7> source
    head -c 2000000 evidence >&7
}
# refused_at_its_end: the rest comes, and it ends as a conflict.
refused_at_its_end() {
    tail -c +2000001 evidence >&7
    exec 7>&-
    code=0
    wait "$taking" || code=$?
    cp out.boris out && cp err.boris err
    [ "$code" -eq 5 ] || fail "the ingest ended with $code, expected 5"
    error_kind conflict
    grep -q "changed the keys of the incident while it was written" err || fail "no reason"
    grep -q "do it again" err || fail "no advice"
}
# nothing_of_it COUNT: so many items are there, all whole, and what it left harms nobody.
nothing_of_it() {
    ok --json item list
    json '.items | length' "$1"
    [ "$(jq '[.items[] | select(.label == "piped")] | length' out)" -eq 0 ] || fail "half an item"
    ok audit
    ok check --read-data
    ok verify --all
    ok --json events
    json '[.events[] | select(.type == "item.ingest")] | length' "$1"
}
again() { # COUNT: the same command, with nobody in between
    ok --as boris --json ingest evidence -i INC-1 --description "from a pipe" --label "piped-$1"
    ok export "piped-$1" -o copy --purpose test
    cmp evidence copy
    rm copy
    ok audit
    ok check --read-data
}

# The keys change while it reads.
begun
ok incident rekey INC-1 --reason "somebody left"
refused_at_its_end
nothing_of_it 1
again 2

# They change, and all content is written again: what it had written under older keys by then, or
# writes after, is written again by the next call and belongs to nobody.
begun
ok --json incident rekey INC-1 --reason "a key leaked" --content
holds .complete
refused_at_its_end
nothing_of_it 2
again 3
ok --json incident rekey INC-1 --reason "a key leaked again" --content
holds '.complete and .problems == []'
nothing_of_it 3

# Who is left out meanwhile is told that the grant is gone.
begun
ok incident rekey INC-1 --reason "Boris goes" --without "Boris Beispiel"
tail -c +2000001 evidence >&7
exec 7>&-
code=0
wait "$taking" || code=$?
cp err.boris err
[ "$code" -eq 4 ] || [ "$code" -eq 5 ] || fail "the ingest ended with $code, expected 4 or 5"
nothing_of_it 3

# The other order: new keys are there when it begins, and it goes through.
ok incident grant INC-1 "Boris Beispiel" --read content
begun
tail -c +2000001 evidence >&7
exec 7>&-
wait "$taking" || fail "the ingest failed: $(cat err.boris)"
ok export piped -o copy --purpose test
cmp evidence copy
# An ingest of another incident is none of it.
incident INC-2
"$EXHIBIT" --json ingest - -i INC-2 --description "another" --label another \
    < source > out.other 2> err.other &
taking=$!
exec 7> source
head -c 2000000 evidence >&7
ok incident rekey INC-1 --reason "once more"
exec 7>&-
wait "$taking" || fail "an ingest of another incident was refused: $(cat err.other)"
ok audit
ok check --read-data
