# A witness behind TLS: its certificate leads to a root this machine trusts and names the host, or
# nothing is sent.
. "$SOURCE/tests/cli/prelude.sh"

new_vault
incident
ok --json witness new --name example.org/w
w=$(jq -r .verifier_key out)
ok witness add-log "$(jq -r .log_key vault/exhibit.json)"

root() { # NAME
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 \
        -subj "/CN=Root $1" -keyout "$1.key" -out "$1.pem" \
        -addext basicConstraints=critical,CA:TRUE 2> /dev/null
}
server() { # NAME ROOT SUBJECT-ALT-NAME [FROM TO]
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$1" \
        -keyout "$1.key" -out "$1.csr" 2> /dev/null
    cat > "$1.cnf" <<- EOF
	[ca]
	default_ca = one
	[one]
	database = $1.index
	serial = $1.serial
	new_certs_dir = .
	default_md = sha256
	policy = any
	[any]
	commonName = supplied
	EOF
    : > "$1.index"
    echo 01 > "$1.serial"
    printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\n' "$3" > "$1.ext"
    openssl ca -batch -config "$1.cnf" -cert "$2.pem" -keyfile "$2.key" -in "$1.csr" \
        -extfile "$1.ext" -startdate "${4:-20200101000000Z}" -enddate "${5:-20991231000000Z}" \
        -notext -out "$1.pem" 2> /dev/null
}
root ours && root strangers
server good ours IP:127.0.0.1,DNS:localhost
server stranger strangers IP:127.0.0.1,DNS:localhost
server expired ours IP:127.0.0.1,DNS:localhost 20200101000000Z 20210101000000Z
server early ours IP:127.0.0.1,DNS:localhost 20980101000000Z
server other ours IP:127.0.0.2,DNS:witness.example
root self # its own root, as an appliance has it

# What the witness answers: its own command behind a TLS server of python's.
cat > serve.py <<- 'EOS'
	import http.server, json, os, ssl, subprocess, sys

	class Witness(http.server.BaseHTTPRequestHandler):
	    def do_POST(self):
	        body = self.rfile.read(int(self.headers["Content-Length"]))
	        open("asked", "ab").write(b"x")
	        open("request", "wb").write(body)
	        done = subprocess.run([os.environ["EXHIBIT"], "--json", "witness", "cosign", "request"],
	                              capture_output=True)
	        fine = done.returncode == 0
	        answer = json.loads(done.stdout)["cosignature"].encode() if fine else done.stderr
	        self.send_response(200 if fine else 500)
	        self.send_header("Content-Type", "text/plain")
	        self.send_header("Content-Length", str(len(answer)))
	        self.end_headers()
	        self.wfile.write(answer)

	    def log_message(self, *args):
	        pass

	server = http.server.HTTPServer(("127.0.0.1", 0), Witness)
	context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
	context.load_cert_chain(sys.argv[1] + ".pem", sys.argv[1] + ".key")
	server.socket = context.wrap_socket(server.socket, server_side=True)
	print(server.server_port, flush=True)
	server.serve_forever()
EOS
serving() { # NAME: $url until stopped
    rm -f port && mkfifo port
    python3 serve.py "$1" > port 2> server.err &
    server=$!
    read -r line < port || fail "no server: $(cat server.err)"
    url=https://127.0.0.1:$line
}
stopped() {
    kill "$server"
    wait "$server" 2> /dev/null || true
}
refused() { # NAME SENTENCE: and the witness was not asked anything
    rm -f asked
    serving "$1"
    expect 4 witness ask --url "$url" --witness "$w"
    complains "the certificate of the server is not accepted: $2; nothing was sent"
    [ ! -e asked ] || fail "something was sent"
    stopped
}
export SSL_CERT_FILE=$PWD/ours.pem SSL_CERT_DIR=$PWD/no-such-folder
refused stranger "it leads to no root that this machine trusts"
refused self "it leads to no root that this machine trusts"
refused expired "it has expired"
refused early "it is not valid yet"
refused other "it is of another name than the address has"
ok --json checkpoint
[ ! -e vault/ledger/cosig ] || fail "something was kept"

serving good
ok --json witness ask --url "$url" --witness "$w"
json '.cosignatures[0].witness' example.org/w
url=https://localhost:${url##*:}
ok incident open INC-2 --title Another
ok --json witness ask --url "$url" --witness "$w"
# No plain answer is taken for one over TLS.
expect 6 witness ask --url "http://127.0.0.1:${url##*:}" --witness "$w"
stopped
expect 6 witness ask --url "$url" --witness "$w"
