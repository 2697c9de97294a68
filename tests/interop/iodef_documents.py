#!/usr/bin/env python3
"""Documents to try a validator on.

    iodef_documents.py examples RFC_FOLDER OUT
        the IODEF and RID documents printed in the RFCs, page breaks taken out
    iodef_documents.py mutate OUT COUNT SEED FILE...
        COUNT documents that differ from one of the files in one place each
"""
import os
import random
import re
import sys
import xml.parsers.expat

EXAMPLE_RFCS = (5070, 5901, 5941, 6045, 6545, 7203, 7970, 8274)
ROOTS = r"IODEF-Document|iodef:IODEF-Document|iodef-rid:RID"


def without_page_breaks(text):
    """A page ends with a footer, a form feed and a header, with blank lines around them."""
    text = re.sub(r"\n+[^\n]*\[Page \d+\]\s*\f\s*RFC \d+[^\n]*\n+", "\n", text)
    return re.sub(r"\n+[^\n]*\[Page \d+\]\s*\n+RFC \d+ [^\n]*\d{4}\n+", "\n", text)


def examples(folder, out):
    count = 0
    for rfc in EXAMPLE_RFCS:
        with open(f"{folder}/rfc{rfc}.txt", encoding="utf-8", errors="replace") as file:
            text = without_page_breaks(file.read())
        at = 0
        while True:
            start = re.compile(rf"<\?xml[^>]*\?>\s*(?:<!--.*?-->\s*)?<(?:{ROOTS})\b|<(?:{ROOTS})\b",
                               re.S).search(text, at)
            if not start:
                break
            root = re.search(rf"(?:{ROOTS})$", start.group(0)).group(0)
            end = text.find(f"</{root}>", start.end())
            if end < 0:
                break
            at = end + len(root) + 3
            document = re.sub(r"^ {1,6}(?=<\?xml)", "", text[start.start():at])
            if "..." in document[:400]:
                continue
            count += 1
            with open(f"{out}/rfc{rfc}-{count:02}.xml", "w", encoding="utf-8") as file:
                file.write(document + "\n")
    print(count)


class Element:
    def __init__(self, name, start, parent):
        self.name, self.start, self.parent = name, start, parent
        self.children = []
        self.end = self.tag_end = None
        self.text = ""


def parse(document):
    """All elements with the offsets of their tags."""
    elements, stack = [], []
    parser = xml.parsers.expat.ParserCreate()

    def on_start(name, _):
        element = Element(name, parser.CurrentByteIndex, stack[-1] if stack else None)
        if stack:
            stack[-1].children.append(element)
        stack.append(element)
        elements.append(element)

    def on_end(_):
        element = stack.pop()
        at = parser.CurrentByteIndex
        # expat gives the start of <a/> again for its end.
        element.end = document.index(b">", at) + 1 if document[at:at + 2] == b"</" \
            else element.tag_end
        element.end_tag = at

    def on_text(text):
        if stack:
            stack[-1].text += text

    def on_default(_):
        pass

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = on_text
    parser.DefaultHandler = on_default
    tag = re.compile(rb"<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
    original = parser.StartElementHandler

    def with_tag(name, attributes):
        original(name, attributes)
        element = elements[-1]
        element.tag_end = tag.match(document, element.start).end()
        element.closed = document[element.tag_end - 2:element.tag_end] == b"/>"

    parser.StartElementHandler = with_tag
    parser.Parse(document, True)
    return elements


ATTRIBUTE = re.compile(rb"\s+([^\s=]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
WORDS = (b"", b"x", b"-1", b"1", b"ext-value", b"public", b"private", b"green", b"white", b"other",
         b"numeric", b"low", b"high", b"unknown", b"true", b"xml", b"string", b"json", b"count",
         b"training", b"vendor-support", b"vendor-services", b"cc", b"a b", b"1e3", b"Zm9v",
         b"2026-01-01T00:00:00Z", b"2026-01-01T00:00:00", b"2026-02-30T00:00:00Z", b"en", b"1,2-3",
         b"ipv4-addr", b"site-uri", b"counter", b"average", b"+01:00", b"0.5", b"INF", b"target")


def mutate(document, elements, rand):
    """One change; None when the one drawn cannot be made here."""
    element = rand.choice(elements)
    whole = document[element.start:element.end]
    kind = rand.randrange(16)
    put = lambda start, end, new: document[:start] + new + document[end:]
    if kind == 0 and element.parent:
        return "drop", put(element.start, element.end, b"")
    if kind == 1 and element.parent:
        return "double", put(element.end, element.end, whole)
    if kind == 2 and len(element.children) > 1:
        i = rand.randrange(len(element.children) - 1)
        a, b = element.children[i], element.children[i + 1]
        return "swap", put(a.start, b.end, document[b.start:b.end] + document[a.end:b.start] +
                           document[a.start:a.end])
    if kind == 3:
        other = rand.choice(elements).name.encode()
        new = other if rand.random() < 0.6 else element.name.encode() + b"X"
        name = element.name.encode()
        if element.closed:
            return "rename", put(element.start + 1, element.start + 1 + len(name), new)
        changed = put(element.end_tag + 2, element.end_tag + 2 + len(name), new)
        return "rename", changed[:element.start + 1] + new + \
            changed[element.start + 1 + len(name):]
    if kind == 4 and element.parent:
        other = rand.choice(elements)
        if other.start <= element.start < other.end:
            return None
        return "replace", put(element.start, element.end, document[other.start:other.end])
    if kind == 5 and not element.closed:
        other = rand.choice(elements)
        return "insert", put(element.tag_end, element.tag_end, document[other.start:other.end])
    if kind == 6 and not element.closed:
        return "insert-last", put(element.end_tag, element.end_tag,
                                  rand.choice((b"<f:foo xmlns:f='urn:f'>a</f:foo>", b"<foo/>",
                                               b"text", b"<foo xmlns=''/>")))
    if kind in (7, 8, 9, 10, 11):
        tag = document[element.start:element.tag_end]
        found = list(ATTRIBUTE.finditer(tag))
        found = [m for m in found if not m.group(1).startswith(b"xmlns")]
        if kind == 7 or not found:
            new = rand.choice((b"ext-restriction", b"restriction", b"foo", b"lang", b"type",
                               b"observable-id", b"meaning", b"xml:lang", b"ext-type", b"dtype",
                               b"ext-action", b"category", b"xml:space"))
            if any(m.group(1) == new for m in found):
                return None
            at = element.tag_end - (2 if element.closed else 1)
            return "attribute", put(at, at, b" " + new + b'="' + rand.choice(WORDS) + b'"')
        m = rand.choice(found)
        if kind == 8:
            return "no-attribute", put(element.start + m.start(), element.start + m.end(), b"")
        return "attribute-value", put(element.start + m.start(2), element.start + m.end(2),
                                      b'"' + rand.choice(WORDS) + b'"')
    if kind > 11 and not element.children and not element.closed:
        return "text", put(element.tag_end, element.end_tag, rand.choice(WORDS))
    if kind == 15 and element.children and not element.closed:
        return "empty", put(element.tag_end, element.end_tag, b"")
    return None


def mutations(out, count, seed, files):
    rand = random.Random(seed)
    sources = []
    for name in files:
        with open(name, "rb") as file:
            document = file.read()
        try:
            sources.append((os.path.basename(name), document, parse(document)))
        except xml.parsers.expat.ExpatError:
            pass
    made = 0
    while made < count:
        name, document, elements = rand.choice(sources)
        result = mutate(document, elements, rand)
        if result is None:
            continue
        made += 1
        with open(f"{out}/m{made:06}-{result[0]}-{name}", "wb") as file:
            file.write(result[1])


if __name__ == "__main__":
    if sys.argv[1] == "examples":
        examples(sys.argv[2], sys.argv[3])
    else:
        mutations(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:])
