# A time-stamp over HTTP, from an authority on this machine.
. "$SOURCE/tests/cli/prelude.sh"
. "$SOURCE/tests/support/tsa.sh"

new_vault
authority tsa && signer tsa
cat > answer.sh <<- 'EOS'
	set -e
	. "$SOURCE/tests/support/tsa.sh"
	cat > asked.tsq
	[ ! -e refuse ]
	reply tsa asked.tsq answer.tsr
	[ ! -e behind ] || printf x >> answer.tsr
	cat answer.tsr
EOS
mkfifo address
"$SUPPORT/post_server" / application/timestamp-reply bash answer.sh > address &
server=$!
read -r port < address
url=http://127.0.0.1:$port/

ok --json anchor get --url "$url" --ca tsa/ca.pem
json .size 1
json .trusted true
ok --json anchor verify --ca tsa/ca.pem
json .ok true
touch refuse
expect 6 anchor get --url "$url" --ca tsa/ca.pem
complains "answered 500"
rm refuse && touch behind
expect 7 anchor get --url "$url" --ca tsa/ca.pem
expect 2 anchor get --url ftp://127.0.0.1/ --ca tsa/ca.pem
kill "$server" && wait "$server" || true
expect 6 anchor get --url "$url" --ca tsa/ca.pem
complains "no whole answer came"
ok --json checkpoint
holds '.checkpoint | contains("\n2\n")'
