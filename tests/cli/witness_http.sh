# The same over HTTP, with the statuses that the C2SP protocol gives.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
log=$(jq -r .log_key vault/exhibit.json)
ok --json witness new --name example.org/w
w=$(jq -r .verifier_key out)
mkfifo said
"$EXHIBIT" witness serve --listen 127.0.0.1:0 > said 2> server.err &
server=$!
exec 5< said
read -r line <&5 || fail "the witness did not begin: $(cat server.err)"
url=$(grep -o 'http://[0-9.:]*' <<< "$line")

expect 3 witness ask --url "$url" --witness "$w"
complains "404"
ok witness add-log "$log"
ok --json witness ask --url "$url" --witness "$w"
json '.cosignatures[0] | .size, .witness' $'1\nexample.org/w'
incident
incident INC-2
# What was kept is gone: the witness says where it stands, and is asked again from there.
rm -rf vault/ledger/cosig
ok --json witness ask --url "$url/" --witness "$w"
json '.cosignatures[0].size' 3
ok --json witness ask --url "$url/add-checkpoint" --witness "$w"

post() { # STATUS: of what lies in body
    printf 'POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %s\r\n\r\n' \
        "$(wc -c < body)" > request
    cat body >> request
    local address=${url#http://}
    exec 6<> "/dev/tcp/${address%:*}/${address#*:}"
    cat request >&6
    tr -d '\r' <&6 > answer
    exec 6>&-
    head -1 answer | grep -q " $1 " || fail "expected $1: $(head -3 answer)"
}
ok checkpoint -o note -y
{ printf 'old 3\n\n' && cat note; } > body && post 200
grep -q '^— example.org/w ' answer || fail "no cosignature line: $(cat answer)"
{ printf 'old 2\n\n' && cat note; } > body && post 409
grep -qi '^content-type: text/x.tlog.size' answer && tail -1 answer | grep -qx 3 ||
    fail "the answer does not say the size: $(cat answer)"
{ printf 'old 4\n\n' && cat note; } > body && post 400
echo nothing > body && post 400
{ printf 'old 3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n' && cat note; } > body && post 422
{ printf 'old 3\n\n' && sed 's/^exhibit/exhibix/' note; } > body && post 404
{ printf 'old 3\n\n' && sed '2s/3/4/' note; } > body && post 403
kill -TERM "$server"
wait "$server" || fail "the witness ended badly: $(cat server.err)"
expect 6 witness ask --url "$url" --witness "$w"

# Two witnesses are not one: the key decides.
ok --json witness new --name example.org/w --state other
expect 6 witness ask --url "$url" --witness "$(jq -r .verifier_key out)"
