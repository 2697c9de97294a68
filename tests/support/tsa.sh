# A time-stamp authority of our own, for scripts: `. "$SOURCE/tests/support/tsa.sh"`, behind the
# prelude.

# authority NAME: a root in NAME/ca.pem.
authority() {
    mkdir -p "$1"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
        -subj "/O=Exhibit tests/CN=Root $1" -keyout "$1/ca.key" -out "$1/ca.pem" \
        -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,cRLSign" \
        2> /dev/null
    cat > "$1/tsa.cnf" <<- EOF
	[tsa]
	default_tsa = one
	[one]
	serial = $1/serial
	signer_digest = sha256
	default_policy = 1.2.3.4.1
	other_policies = 1.2.3.4.5
	digests = sha256, sha512
	accuracy = secs:1
	tsa_name = yes
	ess_cert_id_alg = sha256
	EOF
    echo 01 > "$1/serial"
}

# signer NAME [DAYS [EKU]]: who signs for the authority; usage and validity as given.
signer() {
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
        -subj "/O=Exhibit tests/CN=Stamp" -keyout "$1/tsa.key" -out "$1/tsa.csr" 2> /dev/null
    printf 'keyUsage=critical,digitalSignature\nextendedKeyUsage=%s\n' \
        "${3:-critical,timeStamping}" > "$1/ext"
    openssl x509 -req -in "$1/tsa.csr" -CA "$1/ca.pem" -CAkey "$1/ca.key" -set_serial 7 \
        -days "${2:-365}" -extfile "$1/ext" -out "$1/tsa.pem" 2> /dev/null
}

# reply NAME QUERY RESPONSE: what the authority answers.
reply() {
    openssl ts -reply -config "$1/tsa.cnf" -queryfile "$2" -signer "$1/tsa.pem" \
        -inkey "$1/tsa.key" -out "$3" 2> reply.err || { cat reply.err >&2; return 1; }
}

# der TAG FILE...: one value of these contents.
der() {
    local size
    size=$(cat "${@:2}" | wc -c)
    printf '%b%b%b%b' "\\x$1" '\x82' "\\x$(printf %02x $((size / 256)))" \
        "\\x$(printf %02x $((size % 256)))"
    cat "${@:2}"
}

# forge NAME GOOD FORGED: the statement of a good response, signed by whoever NAME/tsa.pem is.
# `openssl ts -reply` would refuse to do so for a certificate that is not for time-stamps.
forge() {
    openssl ts -reply -in "$2" -token_out -out good.token 2> /dev/null
    openssl cms -verify -noverify -inform DER -in good.token -out statement 2> /dev/null
    openssl cms -sign -binary -cades -nosmimecap -nodetach -md sha256 -outform DER \
        -econtent_type 1.2.840.113549.1.9.16.1.4 -in statement \
        -signer "$1/tsa.pem" -inkey "$1/tsa.key" -out forged.token
    printf '\x30\x03\x02\x01\x00' > granted
    der 30 granted forged.token > "$3"
}
