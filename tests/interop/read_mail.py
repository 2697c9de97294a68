"""Compares what a vault tells of an e-mail with what python's email package reads.

read_mail.py MESSAGE ITEM.json (of `exhibit --json item show`). Exit 1 when they differ.
"""
import email
import email.policy
import email.utils
import hashlib
import html.parser
import json
import re
import sys


def leaves(part, path=()):
    """Each part that is no multipart, with its number ("1.2")."""
    if not part.is_multipart():
        yield ".".join(map(str, path or (1,))), part
        return
    for number, child in enumerate(part.iter_parts(), 1):
        yield from leaves(child, path + (number,))


class Leading(html.parser.HTMLParser):
    """What the tags of a page lead to, and the links in its text."""

    def __init__(self):
        super().__init__()
        self.links = []

    def handle_starttag(self, tag, attrs):
        self.links += [
            value for name, value in attrs
            if name in ("href", "src", "action") and re.match("(https?|ftp)://", value)
        ]

    def handle_data(self, data):
        self.links += re.findall(r"https?://[^\s<]+", data)


def when(text):
    return email.utils.parsedate_to_datetime(text).isoformat()


def checks(message):
    for field in message.get_all("Authentication-Results", []):
        host = field.split(";")[0].strip()
        for method, result in re.findall(r"(?:;|\s)(spf|dkim|dmarc)=(\w+)", field):
            yield method, f"{result}, by {host}"
    for field in message.get_all("Received-SPF", []):
        yield "spf", f"{field.split()[0]}, by Received-SPF"


def read(message):
    """Names and values as vault/documents/README.md has them."""
    yield "from", str(message["from"])
    yield "to", str(message["to"])
    yield "reply-to", str(message["reply-to"])
    yield "return-path", str(message["return-path"])
    yield "subject", str(message["subject"])
    yield "date", message["date"].datetime.isoformat()
    yield "message-id", str(message["message-id"]).strip("<>")
    yield from checks(message)
    links = []
    for path, part in leaves(message):
        content = part.get_payload(decode=True)
        text = f"{path} {part.get_content_type()}, {len(content):,} bytes, SHA-256 "
        text += hashlib.sha256(content).hexdigest()
        if part.get_content_disposition() == "attachment":
            text += ", attachment"
        if part.get_filename():
            text += ", named " + part.get_filename()
        yield "part", text
        if part.get_content_type() == "text/html":
            page = Leading()
            page.feed(part.get_content())
            links += page.links
        elif part.get_content_type() == "text/plain":
            links += re.findall(r"https?://\S+", part.get_content())
    for link in dict.fromkeys(links):
        yield "url", link


def hops_differ(message, told):
    fields = message.get_all("Received")
    if len(fields) != len(told):
        return f"{len(fields)} Received fields, {len(told)} hops"
    for field, hop in zip(fields, told):
        source = re.search(r"from (\S+)", field).group(1)
        host = re.search(r"\bby (\S+)", field).group(1)
        for wanted in (f"from {source}", f"by {host}", f"at {when(field.rsplit(';', 1)[1])}"):
            if wanted not in hop:
                return f"{hop!r} lacks {wanted!r}"
    return None


def main():
    with open(sys.argv[1], "rb") as file:
        # From bytes: reading a file as text would make one line feed of each CR LF.
        message = email.message_from_bytes(file.read(), policy=email.policy.default)
    with open(sys.argv[2], encoding="utf-8") as file:
        summary = json.load(file)["summary"]
    facts = [(one["name"], one["value"]) for one in summary["facts"]]
    wanted = list(read(message))
    told = [one for one in facts if one[0] != "hop"]
    problem = hops_differ(message, [value for name, value in facts if name == "hop"])
    for one in wanted:
        if one not in told:
            problem = f"not told: {one}"
    for one in told:
        if one not in wanted:
            problem = f"told, but python does not read it: {one}"
    if len(told) != len(wanted):
        problem = problem or f"{len(told)} facts told, {len(wanted)} read"
    if summary["form"] != "mail" or summary["problem"] or problem:
        sys.exit(f"{sys.argv[1]}: {problem or summary}")
    print(f"{len(facts)} facts agree")


main()
