# A short code from a notebook shows later that the ledger was not changed; a copying mistake is told
# from a ledger that does not contain it.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
enrol max "Max Beispiel"
incident
ok item add -i INC-1 --description thing --label laptop
ok --json handoff offer laptop --to "Max Beispiel" --purpose lab
short=$(jq -r .code out)
[[ $short =~ ^4-5(-[0-9A-HJKMNP-TV-Z]{4}){6}-[0-9A-HJKMNP-TV-Z]{2}$ ]] || fail "not a code: $short"
ok --as max handoff accept INC-1/1
says "Short code"
ok --json receipt check "$short"
json '.holds, .event, .size, .type' $'true\n4\n5\ncustody.offer'
json '.items[0]' INC-1/1
# As people copy: small letters, blanks, O for 0, in several words.
ok receipt check $(tr 'A-Z-' 'a-z ' <<< "$short" | tr 0 o)
says "as it was when the code was written down"
expect 7 receipt check "${short%?}"
complains "a group may be missing"
last=${short: -1}
wrong=$([ "$last" = 7 ] && echo 8 || echo 7)
expect 7 receipt check "${short%?}$wrong"
complains "copied wrongly"
# Any event has one, of the newest tree.
ok --json receipt 0
later=$(jq -r .code out)
ok receipt check "$later"
expect 2 receipt

# The vault was set back, and something else was written: who remembers nothing sees no wrong.
ok --json events
size=$(jq '.events | length' out)
rm -rf home/remembered home/catalogue
cp -a vault newer
rm -f vault/ledger/checkpoint $(ls -d vault/ledger/commit/*$(printf %03d $((size - 1))))
ok receipt check "$short"
expect 1 --json receipt check "$later"
holds '.holds == false and (.text | contains("Events were removed"))'
incident INC-2
expect 1 --json receipt check "$later"
holds '.holds == false and (.text | contains("not those the code was made of"))'
