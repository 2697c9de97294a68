#!/usr/bin/env python3
"""xml_documents.py VALIDATE_FILES OUT COUNT SEED FILE...: whether our reader and xmllint agree on
what is well-formed, over COUNT copies of the files with a few bytes changed each. They differ for
the reasons listed here only."""
import collections
import random
import re
import subprocess
import sys

TOKENS = (b"<", b">", b"/>", b"</", b"&", b";", b"&amp;", b"&#x41;", b"&#0;", b"&#xD800;", b"&x;",
          b"]]>", b"<![CDATA[", b"<!--", b"-->", b"--", b"<?", b"?>", b"<?p q?>", b"<?xml?>", b'"',
          b"'", b"=", b":", b"xmlns:", b"xmlns", b"xml:", b" ", b"\n", b"\r", b"\0", b"\x01",
          b"\x7f", b"\xc3\xa9", b"\xed\xa0\x80", b"\xef\xbf\xbf", b"\xc0\x80", b"\xff", b"\xcc\x81",
          b"a", b"1", b"-", b".", b"<a/>", b"<a:b/>", b" a='1'", b" a:b='1'", b" xmlns:a='u'",
          b" xmlns:a=''", b" xmlns=''", b"<!", b"<![", b"<!A>", b"]", b"/", b"!", b"?")

REASONS = {
    "doctype": "a document type declaration is XML, and we take none",
    "version": "a version 1.x other than 1.0 is read as 1.0 by xmllint",
    "encoding": "another encoding is XML, and we take UTF-8 only",
    "uri": "xmllint looks at the names of namespaces, which may be any text",
    "lang": "xmllint looks at xml:lang, xml:space and xml:id, which the validator does",
    "escaped": "xmllint 2.9 compares namespace names before their references are resolved",
    "nul": "xmllint takes a zero byte after the root for the end of the document",
    "colon": "xmllint takes colons in the names of instructions, which namespaces forbid",
}


def change(document, rand):
    for _ in range(rand.choice((1, 1, 1, 2, 3))):
        at = rand.randrange(len(document) + 1)
        length = rand.choice((0, 0, 1, 1, 2, 5, 20))
        token = rand.choice(TOKENS) if rand.random() < 0.8 else b""
        document = document[:at] + token + document[at + length:]
    return document


def ours(program, names):
    run = subprocess.run([program, "published"], input="\n".join(names) + "\n", text=True,
                         check=True, capture_output=True)
    found = dict.fromkeys(names)
    for line in run.stdout.splitlines():
        fields = line.split("\t")
        if len(fields) == 4 and fields[1].startswith("xml."):
            found[fields[0]] = (fields[1], fields[3])
    return found


def theirs(names):
    said = collections.defaultdict(list)
    for first in range(0, len(names), 400):
        run = subprocess.run(["xmllint", "--nonet", "--noout"] + names[first:first + 400],
                             capture_output=True, check=False)
        for line in run.stderr.decode("utf-8", "replace").splitlines():
            place = re.match(r"([^:]*):\d+: (.*(?:parser|namespace|encoding|I/O)\s?[^:]* ?: .*)$",
                             line)
            if place and "warning" not in place[2]:
                said[place[1]].append(place[2])
    return said


def reason(mine, their):
    if mine and not their:
        code, text = mine
        if code in ("xml.doctype", "xml.encoding"):
            return code[4:]
        if code == "xml.declaration" and "version" in text:
            return "version"
        if code == "xml.instruction" or (code == "xml.bad_name" and "instruction" in text):
            return "colon"
        if code == "xml.character" and "u{0000}" in text:
            return "nul"
        if code == "xml.duplicate_attribute":
            return "escaped"
    if their and not mine:
        if all("URI" in line for line in their):
            return "uri"
        if all("xml:id" in line or "xml:lang" in line or "xml:space" in line for line in their):
            return "lang"
    return None


def main(program, out, count, seed, files):
    rand = random.Random(seed)
    sources = []
    for name in files:
        with open(name, "rb") as file:
            sources.append(file.read())
    names = []
    for number in range(count):
        names.append(f"{out}/x{number:06}.xml")
        with open(names[-1], "wb") as file:
            file.write(change(rand.choice(sources), rand))
    mine, their = ours(program, names), theirs(names)
    counts, failed, well = collections.Counter(), 0, 0
    for name in names:
        well += mine[name] is None
        if (mine[name] is None) == (not their[name]):
            counts["agree"] += 1
            continue
        why = reason(mine[name], their[name])
        counts[why] += 1
        if why is None:
            failed += 1
            print(f"{name}: ours {mine[name]}, xmllint {their[name][:2]}")
    print(f"{count} documents: {counts.pop('agree')} verdicts agree, {well} well-formed to us")
    for why, number in counts.items():
        print(f"  {number} differ: {REASONS.get(why, 'no reason known')}")
    return failed


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]),
                       sys.argv[5:]) else 0)
