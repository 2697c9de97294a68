# The report in a browser: clean, tampered with in many places, hostile text, no Ed25519. Chromium
# runs its script and writes out what it shows.
. "$SOURCE/tests/cli/prelude.sh"
command -v chromium > /dev/null || { echo "skipped: no chromium"; exit 0; }
browse() { # FILE: what the page is after its script ran, in `page`; the state of the seal in $seal
    timeout 100 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \
        --user-data-dir="$PWD/chromium" --virtual-time-budget=30000 --dump-dom "file://$PWD/$1" \
        > page 2> browser-said || fail "chromium: $(tail -n 3 browser-said)"
    seal=$(sed -n 's/.*<div id="seal" class="\([a-z]*\)".*/\1/p' page | head -n 1)
}
sealed() { [ "$seal" = "$1" ] || fail "$2: the seal says '$seal', expected '$1'"; }

new_vault
enrol boris "Boris <b>Beispiel</b>"
ok incident open INC-1 --title '<script>document.title="owned"</script>' --authority '"><img src=x onerror=alert(1)>'
ok incident grant INC-1 "Boris <b>Beispiel</b>" --read content
evil=$'</span><script>window.owned=1</script><svg onload=alert(1)>&amp;\u202e\u200b \u00a0 javascript:alert(1)'
ok item add -i INC-1 --label "$evil" --description "$evil" --make "$evil" --model "$evil" \
    --serial "$evil" --asset-tag "$evil" --condition "$evil" --seal "$evil" --collected-place "$evil" \
    --collected-from "$evil" --collected-by "$evil" --authority "$evil" --quantity "$evil"
ok handoff offer INC-1/1 --to "Boris <b>Beispiel</b>" --purpose "$evil" --place "$evil" --travel "$evil" \
    --note "$evil" --seal "$evil" --condition "$evil"
ok --as boris handoff accept INC-1/1 --place "$evil" --note "$evil" --seal "$evil" --condition "$evil"
noise 5000 one > disk.img
ok ingest disk.img -i INC-1 --label disk --description "the disk" --from INC-1/1
ok --as erika handoff offer INC-1/2 --to "Boris <b>Beispiel</b>" --purpose "$evil"
ok --as boris handoff refuse INC-1/2 --reason "$evil"
# Values that are no text are told in words, by the program and by the script: a mail, an archive, a
# log of an acquisition, a digest that was expected.
printf 'From: "%s" <a@x.example>\r\nTo: b@x.example\r\nSubject: %s\r\nDate: Thu, 26 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@x.example>\r\n\r\nSee http://x.example/\r\n' \
    'A. Back\\slash' '<b>Konto</b> &amp; gesperrt' > lure.eml
ok ingest lure.eml -i INC-1 --label lure --description "a mail" --clock-drift "3m20s ahead"
tar -cf things.tar disk.img lure.eml
sha256sum things.tar > things.log
ok ingest things.tar -i INC-1 --label things --description "an archive" --log things.log \
    --expect "sha256:$(cut -d ' ' -f 1 things.log)"
ok report INC-1 -o report.html --json
holds '.ok'
[ "$(grep -c '<script>' report.html)" -le 2 ] || fail "text became a script"

browse report.html
sealed holds "the clean report"
grep -q 'Every event is signed by the person it names (' page || fail "no signatures were checked"
if grep -qE '<title>owned|<(img|svg onload)|onerror=|onload=' <(sed 's/&lt;[^;]*//g' page); then
    fail "text of others became a part of the page"
fi
grep -q 'subject: &lt;b&gt;Konto&lt;/b&gt; &amp;amp; gesperrt$' page || fail "a mail is not in words"
grep -q '>Bytes: [0-9]*$' page && grep -q '^Listed: 2$' page || fail "an archive is not in words"
grep -q 'result match' page || fail "a digest that was expected is not in words"
grep -q '(that clock was 3 minutes 20 seconds ahead)' page || fail "the clock is not in words"
! grep -q '{"' <(sed '/<script/,$d' page) || fail "something is shown as JSON"
grep -q 'u{202E}' page || fail "a bidirectional mark was not told"

# Without JavaScript's check nothing is claimed: the text before it says so.
grep -q 'id="seal" class="unchecked"' report.html || fail "the report claims a check nobody made"

# A letter changed anywhere in what is shown.
tampered() { # WHAT SED-SCRIPT
    sed "$2" report.html > bad.html
    cmp -s report.html bad.html && fail "$1: nothing was changed"
    browse bad.html
    sealed broken "$1"
}
tampered "a name" 's/the disk/the desk/'
tampered "a fact of a document" 's/^subject: /subject: Re: /'
tampered "a number of an archive" 's/^Listed: 2$/Listed: 3/'
tampered "a time" '0,/<time data-t="2h">20/s//<time data-t="2h">19/'
tampered "a row removed" 's/<tr data-e="5">.*<\/tr><tr data-e="6">/<tr data-e="6">/; s/<tr data-e="[0-9]*"><td>[0-9]*<\/td>//'
tampered "the style" 's/--ink: #1d2730/--ink: #ffffff/; s/sha256-[A-Za-z0-9+\/=]*'"'"'; base-uri/x'"'"' '"'"'unsafe-inline'"'"'; base-uri/'
grep -q 'not the purpose\|differ from what the program wrote' page || fail "the change is not told"
# A letter of the evidence: unpacked, changed, packed again.
evidence() { # WHAT PYTHON-STATEMENT over the object `data`
    python3 - "$2" > bad.html << 'PYTHON'
import base64, json, re, sys, zlib
text = open("report.html", encoding="utf-8").read()
found = re.search('(<script type="application/octet-stream" id="evidence">)(.*?)(</script>)', text, re.S)
data = json.loads(zlib.decompress(base64.b64decode(found[2])))
exec(sys.argv[1])
packed = base64.b64encode(zlib.compress(json.dumps(data).encode())).decode()
sys.stdout.write(text[:found.start(2)] + packed + text[found.end(2):])
PYTHON
    browse bad.html
    sealed broken "$1"
}
evidence "a signature" 'data["entries"][3][2][0][1] = data["entries"][2][2][0][1]'
evidence "a payload" 'data["entries"][2][1] = data["entries"][2][1].replace("incident.open", "incident.shut")'
evidence "an event removed" 'del data["entries"][5]'
evidence "a value" 'data["values"][0][2] = [one.replace("Erika", "Elisa") for one in data["values"][0][2]]'
evidence "a tile" 't = data["tiles"][0]; t[2] = base64.b64encode(bytes([1]) + base64.b64decode(t[2])[1:]).decode()'
evidence "the checkpoint" 'data["checkpoint"] = data["checkpoint"].replace("exhibit/", "exhibit0/")'
evidence "the digest" 'data["digest"] = "0" * 64'
evidence "no genesis" 'del data["entries"][0]'

# A changed script does not run at all, because the policy names its digest: nothing is claimed.
sed "s/'DOES NOT HOLD.'/'Holds.'/" report.html > bad.html
browse bad.html
sealed unchecked "a changed script"
# A browser without Ed25519: as this one with the name changed and the policy taken away.
sed "s/'Ed25519'/'Ed25519x'/g; s/<meta http-equiv[^>]*>//" report.html > bad.html
browse bad.html
sealed partly "no Ed25519"
grep -q 'this browser has no Ed25519' page || fail "it does not say why"

# Printed, it is a document of several pages.
timeout 100 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --user-data-dir="$PWD/chromium" \
    --no-pdf-header-footer --print-to-pdf="$PWD/report.pdf" "file://$PWD/report.html" 2> browser-said
[ "$(head -c 5 report.pdf)" = "%PDF-" ] || fail "no PDF"
