# A certificate authority of our own for RID, for scripts: `. "$SOURCE/tests/support/rid_pki.sh"`.
# Dates are as `openssl ca` writes them; by default a certificate is valid from 2026 to 2046.

# rid_authority NAME: a root in NAME/ca.pem, a key in NAME/ca.key, no revoked certificates.
rid_authority() {
    mkdir -p "$1/issued"
    : > "$1/index"
    echo 1000 > "$1/serial"
    cat > "$1/ca.cnf" <<- END
	[ca]
	default_ca = one
	[one]
	new_certs_dir = $1/issued
	database = $1/index
	serial = $1/serial
	default_md = sha256
	policy = any
	unique_subject = no
	default_crl_days = 30
	[any]
	commonName = supplied
	[req]
	distinguished_name = name
	[name]
	END
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1/ca.key" 2> /dev/null
    openssl req -new -config "$1/ca.cnf" -key "$1/ca.key" -subj "/CN=Root $1" -out "$1/ca.csr"
    printf '%s\n' 'basicConstraints=critical,CA:TRUE' 'keyUsage=critical,keyCertSign,cRLSign' \
        'subjectKeyIdentifier=hash' > "$1/ca.ext"
    openssl ca -batch -config "$1/ca.cnf" -selfsign -keyfile "$1/ca.key" -in "$1/ca.csr" \
        -extfile "$1/ca.ext" -startdate 20200101000000Z -enddate 20490101000000Z -notext \
        -out "$1/ca.pem" 2> /dev/null
    rid_revocation_list "$1"
}

# rid_revocation_list NAME: NAME/crl.pem anew, valid from 2026 to 2046.
rid_revocation_list() {
    openssl ca -config "$1/ca.cnf" -gencrl -keyfile "$1/ca.key" -cert "$1/ca.pem" \
        -crl_lastupdate 20260101000000Z -crl_nextupdate 20460101000000Z -out "$1/crl.pem" \
        2> /dev/null
}

# rid_certificate NAME WHO [rsa|ec [FROM TO [EXTENSION...]]]: NAME/WHO.key and NAME/WHO.pem, with
# the DNS-ID WHO and 127.0.0.1.
rid_certificate() {
    local key=(-algorithm RSA -pkeyopt rsa_keygen_bits:2048)
    [ "${3:-rsa}" = rsa ] || key=(-algorithm EC -pkeyopt ec_paramgen_curve:P-256)
    openssl genpkey "${key[@]}" -out "$1/$2.key" 2> /dev/null
    openssl req -new -config "$1/ca.cnf" -key "$1/$2.key" -subj "/CN=$2" -out "$1/$2.csr"
    {
        printf '%s\n' 'basicConstraints=critical,CA:FALSE' "subjectAltName=DNS:$2,IP:127.0.0.1" \
            'subjectKeyIdentifier=hash' 'authorityKeyIdentifier=keyid'
        if [ $# -gt 5 ]; then
            printf '%s\n' "${@:6}"
        else
            echo 'keyUsage=critical,digitalSignature,keyEncipherment'
            echo 'extendedKeyUsage=serverAuth,clientAuth'
        fi
    } > "$1/$2.ext"
    openssl ca -batch -config "$1/ca.cnf" -keyfile "$1/ca.key" -cert "$1/ca.pem" -in "$1/$2.csr" \
        -extfile "$1/$2.ext" -startdate "${4:-20260101000000Z}" -enddate "${5:-20460101000000Z}" \
        -notext -out "$1/$2.pem" 2> /dev/null
}

# rid_revoke NAME WHO.
rid_revoke() {
    openssl ca -config "$1/ca.cnf" -keyfile "$1/ca.key" -cert "$1/ca.pem" -revoke "$1/$2.pem" \
        2> /dev/null
    rid_revocation_list "$1"
}
