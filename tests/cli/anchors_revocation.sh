# What CRLs and OCSP answers say of the authority's certificate is kept with its time-stamp, and judged
# as of its time: revoked before, and it is not believed; after, and it is, and that is said.
. "$SOURCE/tests/cli/prelude.sh"
. "$SOURCE/tests/support/tsa.sh"

new_vault
incident
authority tsa && signer tsa
authority other && signer other
mkdir a

# index NAME STATE [REVOKED[,REASON]]: the authority's book has one certificate, V or R.
index() {
    printf '%s\t351231000000Z\t%s\t07\tunknown\t/O=Exhibit tests/CN=Stamp\n' "$2" "${3:-}" \
        > "$1/index.txt"
    echo 01 > "$1/crlnumber"
    cat > "$1/crl.cnf" <<- EOF
	[ca]
	default_ca = one
	[one]
	database = $1/index.txt
	crlnumber = $1/crlnumber
	default_md = sha256
	default_crl_days = 30
	crl_extensions = list
	[list]
	authorityKeyIdentifier = keyid:always
	[delta]
	2.5.29.27 = critical,DER:02:01:01
	EOF
}
crl() { # NAME FILE OPTION...
    openssl ca -config "$1/crl.cnf" -gencrl -cert "$1/ca.pem" -keyfile "$1/ca.key" -out "$2" \
        "${@:3}" 2> crl.err || fail "openssl ca: $(cat crl.err)"
}
answer() { # NAME FILE [SIGNER KEY]: by the authority itself unless somebody else is named
    openssl ocsp -issuer "$1/ca.pem" -cert "$1/tsa.pem" -no_nonce -reqout asked.der > /dev/null 2>&1
    openssl ocsp -index "$1/index.txt" -CA "$1/ca.pem" -rsigner "${3:-$1/ca.pem}" \
        -rkey "${4:-$1/ca.key}" -reqin asked.der -respout "$2" -ndays 30 > /dev/null 2> ocsp.err ||
        fail "openssl ocsp: $(cat ocsp.err)"
}
stamp() { # FOLDER: asks for one, and the authority answers
    rm -rf "$1" && mkdir "$1"
    ok --json anchor request -o "$1"
    size=$(jq .size out)
    reply tsa "$1/$size.tsq" "$1/$size.tsr"
}
attach() { "$EXHIBIT" checkpoint > /dev/null && ok --json anchor attach "a/$size.tsr" --ca tsa/ca.pem "$@"; }
refused() { # CODE TEXT OPTION...: and the ledger stays as it was
    expect "$1" anchor attach "a/$size.tsr" --ca tsa/ca.pem "${@:3}"
    complains "$2"
    ok --json checkpoint
    holds ".checkpoint | contains(\"\\n$size\\n\")"
}

# Not revoked: by a list in PEM, one in DER, an answer of the authority, one of whom it lets answer.
index tsa V
crl tsa good.pem
openssl crl -in good.pem -outform DER -out good.crl
answer tsa good.ocsp
openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=Responder" \
    -keyout responder.key -out responder.csr 2> /dev/null
for usage in OCSPSigning clientAuth; do
    printf 'extendedKeyUsage=%s\n' "$usage" > ext
    openssl x509 -req -in responder.csr -CA tsa/ca.pem -CAkey tsa/ca.key -set_serial 9 -days 30 \
        -extfile ext -out "$usage.pem" 2> /dev/null
done
answer tsa delegated.ocsp OCSPSigning.pem responder.key
answer tsa undelegated.ocsp clientAuth.pem responder.key
stamp a
refused 1 "is not signed by who issued" --ocsp undelegated.ocsp
attach --crl good.pem --ocsp delegated.ocsp
holds '(.revocation | length == 2) and (.revocation | all(test("CN=Stamp,O=Exhibit tests was not revoked")))'
object=vault/$(jq -r .object out)
first=$(jq .event out)
# It is kept as it came.
jq -r '.crls[0]' "$object" | base64 -d | cmp - good.crl
jq -r '.ocsp[0]' "$object" | base64 -d | cmp - delegated.ocsp
jq -r '.ocsp[0]' "$object" | base64 -d > kept.ocsp
openssl ocsp -respin kept.ocsp -issuer tsa/ca.pem -cert tsa/tsa.pem -CAfile tsa/ca.pem -no_nonce 2>&1 |
    grep -q "tsa/tsa.pem: good" || fail "openssl reads the kept answer otherwise"
ok --json anchor verify --ca tsa/ca.pem
json '.anchors[0] | .holds, .trusted, (.revocation | length)' $'true\ntrue\n2'
ok anchor verify --ca tsa/ca.pem
says "was not revoked, says a revocation list of CN=Root tsa,O=Exhibit tests of"

# More is kept with it later; the same again is nothing new.
expect 2 anchor attach --kept "$first" --crl good.crl
complains "not kept with it already"
ok --json anchor attach --kept "$first" --ocsp good.ocsp
holds '.revocation | length == 3'
expect 3 anchor attach --kept 0 --crl good.crl
expect 2 anchor attach --crl good.crl
expect 2 anchor attach "a/$size.tsr" --kept "$first" --crl good.crl

# Revoked before the time-stamp, by either; for a reason that unmakes all it signed; for none.
stamp a
openssl ts -reply -in "a/$size.tsr" -text 2> /dev/null | grep -q 'Status: Granted' || fail "no stamp"
for revoked in 200101000000Z,superseded 491231000000Z,keyCompromise 491231000000Z; do
    index tsa R "$revoked"
    crl tsa revoked.crl
    answer tsa revoked.ocsp
    case $revoked in
        2*) text="(superseded), says" ;;
        *,*) text="(keyCompromise), says" ;;
        *) text="(no reason given), says" ;;
    esac
    for option in --crl --ocsp; do
        refused 1 "$text" "$option" "revoked.${option#--}"
        refused 1 "CN=Stamp,O=Exhibit tests was revoked at 20" "$option" "revoked.${option#--}"
    done
done
# Revoked after it, because another key took its place: it holds, and that is said.
index tsa R 491231000000Z,superseded
crl tsa later.crl
answer tsa later.ocsp
attach --crl later.crl --ocsp later.ocsp
holds '.holds and (.revocation | length == 2 and all(test("was revoked at 2049-12-31T00:00:00Z .superseded.")))'
later=$(jq -r .object out)
ok --json audit --ca tsa/ca.pem
json '.claims[] | select(.name == "times") | .holds' true
holds "[.findings[] | select(.code == \"TS-REVOKED\")] | length == 2 and all(.severity == \"note\")"
# In a bundle it goes along.
ok bundle INC-1 -o case.zip
ok --json bundle verify case.zip
unzip -p case.zip "*/data/objects/${later##*/}" | cmp - "vault/$later"

# What the vault does not have, the reader of an audit brings: a list by which both are of a key that
# was lost. Lists of others are passed over; what is none is refused.
index other V
crl other foreign.crl
answer other foreign.ocsp
index tsa R 491231000000Z,keyCompromise
crl tsa lost.crl
answer tsa lost.ocsp
for option in --crl --ocsp; do
    ok --json audit --ca tsa/ca.pem $option "lost.${option#--}"
    json '.claims[] | select(.name == "times") | .holds' false
    holds '[.findings[] | select(.code == "TS-REVOKED" and .severity == "warning")] | length >= 3 and
        all(.text | test("^By the lists and answers that were given, .* is not counted.*keyCompromise"))'
done
ok --json audit --ca tsa/ca.pem --crl good.pem --crl foreign.crl --ocsp foreign.ocsp
json '.claims[] | select(.name == "times") | .holds' true
holds '[.findings[] | select(.code == "TS-REVOKED" and .severity == "warning")] | length == 0'
expect 2 audit --crl lost.crl
expect 7 audit --ca tsa/ca.pem --crl lost.ocsp
expect 7 audit --ca tsa/ca.pem --ocsp lost.crl

# Lists and answers that say nothing about it, or that nobody believes.
index tsa V
index other V
stamp a
crl other foreign.crl
answer other foreign.ocsp
refused 1 "issued none of the certificates" --crl foreign.crl
refused 1 "is not signed by who issued" --ocsp foreign.ocsp
# The authority answers, about another certificate than that of the time-stamp.
openssl ocsp -issuer tsa/ca.pem -serial 99 -no_nonce -reqout asked.der > /dev/null 2>&1
openssl ocsp -index tsa/index.txt -CA tsa/ca.pem -rsigner tsa/ca.pem -rkey tsa/ca.key \
    -reqin asked.der -respout another.ocsp -ndays 30 > /dev/null 2>&1
refused 1 "about none of the certificates" --ocsp another.ocsp
# One it does not know.
: > tsa/index.txt
answer tsa unknown.ocsp
refused 1 "is not known there" --ocsp unknown.ocsp
index tsa V
# The name of the authority, and another key.
cp -r other imposter
openssl req -x509 -key imposter/ca.key -days 30 -subj "/O=Exhibit tests/CN=Root tsa" \
    -addext "basicConstraints=critical,CA:TRUE" -out imposter/ca.pem 2> /dev/null
index imposter V
crl imposter imposter.crl
refused 1 "its signature is wrong" --crl imposter.crl
crl tsa old.crl -crl_lastupdate 20200101000000Z -crl_nextupdate 20200201000000Z
refused 1 "ended at 2020-02-01T00:00:00Z, before the time-stamp" --crl old.crl
crl tsa early.crl -crl_lastupdate 20480101000000Z -crl_nextupdate 20480201000000Z
refused 1 "still to come" --crl early.crl
crl tsa delta.crl -crlexts delta
refused 1 "critical extension" --crl delta.crl
# Bytes that are none, are cut, or have something behind.
{ cat good.crl && printf '\0'; } > behind.crl
refused 7 "nothing behind a revocation list" --crl behind.crl
{ cat good.ocsp && printf '\0'; } > behind.ocsp
refused 7 "nothing behind an OCSP answer" --ocsp behind.ocsp
head -c 100 good.crl > cut.crl
refused 7 "a revocation list in DER" --crl cut.crl
refused 7 "an OCSP answer in DER" --ocsp good.crl
refused 7 "a revocation list in DER" --crl good.ocsp
printf '\x30\x03\x0a\x01\x06' > denied.ocsp
refused 1 "says that nothing could be said (unauthorized)" --ocsp denied.ocsp
many=()
for number in 1 2 3 4 5 6 7 8 9; do many+=(--crl good.crl); done
refused 2 "at most 8" "${many[@]}"
head -c 1100000 /dev/zero > large.crl
refused 7 "at most 1024 KiB" --crl large.crl
attach --crl good.crl --ocsp good.ocsp
ok audit --ca tsa/ca.pem
