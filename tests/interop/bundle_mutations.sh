# A verifier in another language, written from FORMAT.md alone, agrees with `bundle verify` about a
# sound bundle, a redacted one, and copies of it that are each wrong in one way.
. "$SOURCE/tests/cli/prelude.sh"
command -v python3 > /dev/null || { echo "skipped: no python3"; exit 0; }
independent() { python3 "$SOURCE/tests/interop/verify_bundle.py" "$1" > verdict; }

scene() { # a vault with two people, two items, a hand-over, and an incident of its own beside it
    new_vault
    enrol boris "Boris Beispiel"
    incident INC-1
    ok incident open INC-2 --title "Another one"
    ok incident grant INC-1 "Boris Beispiel" --read content
    ok item add -i INC-1 --label laptop --description "black laptop" --serial PF-1 --seal A-1
    noise 100000 one > disk.img
    ok ingest disk.img -i INC-1 --label disk --description "image of its disk" --from laptop
    ok item add -i INC-2 --label other --description "not of this incident"
    ok handoff offer laptop disk --to "Boris Beispiel" --purpose "examination" --seal A-1
    ok --as boris handoff accept INC-1/1 --seal A-1
    ok --as boris verify disk --purpose "first look"
    noise 5000 photo > photo.jpg
    noise 3000 form > form.pdf
    ok item attach laptop photo.jpg --role photograph --description "its lid"
    ok item attach laptop form.pdf --role form
    ok --json witness new --name example.org/w1 --state w1
    w1=$(jq -r .verifier_key out)
    ok witness add-log "$(jq -r .log_key vault/exhibit.json)" --state w1
    ok checkpoint --add-checkpoint -o request.txt
    ok witness cosign request.txt --state w1 -o cosigned.txt
    ok witness attach cosigned.txt --witness "$w1"
    # New keys and content written again, before and after a hand-over back.
    ok incident rekey INC-1 --reason "a key leaked" --content
    ok bundle INC-1 -o bundle.zip --documents --purpose "for the court"
}
scene
(mkdir elsewhere && cd elsewhere && . "$SOURCE/tests/cli/prelude.sh" && scene)
ok bundle INC-1 -o redacted.zip --withhold phone --withhold serial
ok bundle INC-1/1 -o item.zip

python3 "$SOURCE/tests/interop/mutate_bundle.py" bundle.zip elsewhere/bundle.zip mutated
for file in bundle.zip redacted.zip item.zip mutated/good-*.zip; do
    ok bundle verify "$file" --json
    independent "$file" || fail "the independent verifier refuses $file: $(cat verdict)"
    for fact in events size disclosed withheld root origin documents cosignatures; do
        [ "$(jq -r ".$fact" out)" = "$(jq -r ".facts.$fact" verdict)" ] \
            || fail "$file: $fact is $(jq ".$fact" out) here and $(jq ".facts.$fact" verdict) there"
    done
done
ok bundle verify redacted.zip --json
holds '.withheld > 0 and .withheld_names == ["phone","serial"]'
holds '.documents == 0 and .documents_out == 2'
ok bundle verify bundle.zip --json
holds '.documents == 2 and .documents_out == 0 and .cosignatures == 1'
independent bundle.zip
jq -e '.facts.not_judged | index("incident.rekey") == null and index("content.rewrite") == null' \
    verdict > /dev/null || fail "the independent verifier does not judge new keys: $(cat verdict)"

bad=0
for file in mutated/bad-*.zip; do
    run bundle verify "$file" --json
    [ "$code" -eq 1 ] || fail "$file: exit $code, expected 1"
    holds '.ok == false and ([.findings[] | select(.severity == "violation")] | length) > 0'
    printf '%-24s %s\n' "$(basename "$file" .zip | sed s/bad-//)" \
        "$(jq -r '[.findings[] | select(.severity == "violation").code] | unique | join(" ")' out)" >> table
    if independent "$file"; then fail "the independent verifier takes $file"; fi
    bad=$((bad + 1))
done
[ "$bad" -ge 20 ] || fail "only $bad mutations"
cat table
echo "$bad mutated bundles refused by both"
