#!/usr/bin/env python3
"""Judges a bundle of an Exhibit vault. Written from vault/FORMAT.md alone (sections 3 to 6 and 16),
with Python's own library and the command openssl: it shares nothing with Exhibit but that text.

    verify_bundle.py FILE.zip        exit 0: holds; 1: does not; one JSON object on standard output
"""
import base64
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime

EVENT_TYPE = "application/vnd.exhibit.event.v1+json"
POSSESSION_TYPE = "application/vnd.exhibit.possession.v1+json"
SIZE_MAX = 2**26
MEMBERS_MAX = 2**21
FILE_MAX = 64 << 20
FILES_MAX = 2 << 30

findings = []


def wrong(code, text):
    findings.append({"code": code, "text": text})


class Bad(Exception):
    pass


# --- bytes ------------------------------------------------------------------------------------------
def sha256(data):
    return hashlib.sha256(data).digest()


def unbase64(text):
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise Bad("base64 with spare bits")
    return data


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unbase64url(text):
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text):
        raise Bad("no base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64url(data) != text:
        raise Bad("base64url with spare bits")
    return data


def is_hex(text, digits=64):
    return isinstance(text, str) and re.fullmatch("[0-9a-f]{%d}" % digits, text) is not None


# --- canonical JSON ---------------------------------------------------------------------------------
def dump(value):
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int):
        if abs(value) > 2**53 - 1:
            raise Bad("an integer out of range")
        return str(value)
    if isinstance(value, str):
        out = ['"']
        short = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}
        for c in value:
            if 0xD800 <= ord(c) <= 0xDFFF:
                raise Bad("a lone surrogate")
            out.append(short.get(ord(c), "\\u%04x" % ord(c) if ord(c) < 32 else c))
        return "".join(out) + '"'
    if isinstance(value, list):
        return "[" + ",".join(dump(one) for one in value) + "]"
    if isinstance(value, dict):
        for key in value:
            if not re.fullmatch("[ -~]*", key):
                raise Bad("a key that is no printable ASCII")
        return "{" + ",".join(dump(key) + ":" + dump(value[key]) for key in sorted(value)) + "}"
    raise Bad("a value that canonical JSON does not have")


def parse(data):
    def number(text):
        raise Bad("a number that is no integer")

    try:
        value = json.loads(data.decode("utf-8"), parse_float=number, parse_constant=number)
    except (ValueError, RecursionError) as error:
        raise Bad(f"no JSON: {error}") from error
    if dump(value).encode() != data:
        raise Bad("JSON that is not canonical")
    return value


def parse_line(data):
    if not data.endswith(b"\n"):
        raise Bad("no final LF")
    return parse(data[:-1])


def closed(value, *names):
    if not isinstance(value, dict) or set(value) != set(names):
        raise Bad("members other than " + ", ".join(names))


def time_of(text):
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text):
        raise Bad("no time")
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


# --- Ed25519 ----------------------------------------------------------------------------------------
def verify_signature(key, message, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("key", bytes.fromhex("302a300506032b6570032100") + key),
                           ("message", message), ("signature", signature)):
            with open(f"{folder}/{name}", "wb") as file:
                file.write(data)
        done = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey",
                               f"{folder}/key", "-rawin", "-in", f"{folder}/message", "-sigfile",
                               f"{folder}/signature"], capture_output=True, check=False)
    return done.returncode == 0


def pae(kind, payload):
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)


# --- the bag ----------------------------------------------------------------------------------------
PART = r"(?!\.{1,2}(/|$))[A-Za-z0-9._-]+"
PATH = re.compile(rf"{PART}(/{PART})*")


def read_zip(path):
    files = {}
    folder = None
    kept = 0
    try:
        archive = zipfile.ZipFile(path)
        infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        wrong("file", str(error))
        return files
    if len(infos) > MEMBERS_MAX:
        wrong("limit", "too many members")
        return files
    for info in infos:
        if info.filename.endswith("/"):
            continue
        top, _, inner = info.filename.partition("/")
        if (not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", top) or len(inner) > 200
                or not PATH.fullmatch(inner) or (folder or top) != top):
            wrong("name", repr(info.filename))
            continue
        folder = top
        if inner in files:
            wrong("duplicate", inner)
            continue
        digest, size, data = hashlib.sha256(), 0, []
        content = inner.startswith(("data/content/", "data/documents/"))
        try:
            with archive.open(info) as member:
                while block := member.read(1 << 16):
                    digest.update(block)
                    size += len(block)
                    if content:
                        continue
                    kept += len(block)
                    if size > FILE_MAX or kept > FILES_MAX:
                        wrong("limit", inner)
                        return files
                    data.append(block)
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError,
                RuntimeError) as error:
            wrong("file", f"{inner}: {error}")
            continue
        files[inner] = (b"".join(data), size, digest.hexdigest())
    return files


def manifest(files, name, payload):
    named = set()
    if name not in files:
        wrong("missing", name)
        return named
    last = ""
    for line in files[name][0].decode("utf-8", "replace").split("\n")[:-1]:
        digest, path = line[:64], line[66:]
        if (line[64:66] != "  " or not is_hex(digest) or not PATH.fullmatch(path) or path <= last
                or path.startswith("data/") != payload):
            wrong("bag", f"{name}: {line!r}")
            break
        last = path
        named.add(path)
        if path not in files:
            wrong("missing", path)
        elif files[path][2] != digest:
            wrong("digest", path)
    if not files[name][0].endswith(b"\n"):
        wrong("bag", f"{name} does not end in LF")
    return named


def check_bag(files):
    declared = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    if "bagit.txt" not in files or files["bagit.txt"][0] != declared:
        wrong("bag", "bagit.txt")
    named = manifest(files, "manifest-sha256.txt", True)
    named |= manifest(files, "tagmanifest-sha256.txt", False) | {"tagmanifest-sha256.txt"}
    for path in set(files) - named:
        wrong("foreign", path)
    data = [one for path, one in files.items() if path.startswith("data/")]
    oxum = "Payload-Oxum: %d.%d\n" % (sum(one[1] for one in data), len(data))
    if "bag-info.txt" not in files or oxum.encode() not in files["bag-info.txt"][0]:
        wrong("bag", "Payload-Oxum")
    return {path: one for path, one in files.items() if path in named}


# --- the tree ---------------------------------------------------------------------------------------
def node(left, right):
    return sha256(b"\1" + left + right)


def tlog_path(number):
    groups = ["%03d" % (number % 1000)]
    while number >= 1000:
        number //= 1000
        groups.insert(0, "x%03d" % (number % 1000))
    return "/".join(groups)


class Tree:
    def __init__(self, size, files):
        self.size = size
        self.tiles = {}
        self.roots = {}
        for path, (data, _, _) in files.items():
            if not path.startswith("data/tile/"):
                continue
            found = re.fullmatch(r"data/tile/([0-6])/((?:x\d{3}/)*\d{3})(?:\.p/(\d+))?", path)
            if not found:
                wrong("tile", path)
                continue
            level, number = int(found[1]), int(re.sub("[x/]", "", found[2]))
            width = min(256, (size >> 8 * level) - 256 * number)
            name = "data/tile/%d/%s" % (level, tlog_path(number))
            if width < 256:
                name += ".p/%d" % width
            if width < 1 or name != path or len(data) != 32 * width:
                wrong("tile", path)
                continue
            rows = [[data[at:at + 32] for at in range(0, len(data), 32)]]
            while len(rows[-1]) > 1:
                below = rows[-1]
                rows.append([node(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)])
            self.tiles[level, number] = rows
        for (level, number), rows in sorted(self.tiles.items(), reverse=True):
            if len(rows[0]) < 256 or size >> 8 * (level + 1) == 0:
                continue
            parent = self.tiles.get((level + 1, number // 256))
            if parent is None or parent[0][number % 256] != rows[8][0]:
                wrong("tile", f"level {level}, {number}: not in the tree")
                del self.tiles[level, number]

    def subtree(self, level, index):
        first = index << level % 8
        rows = self.tiles.get((level // 8, first // 256))
        place = (first % 256) >> level % 8
        if rows is None or len(rows) <= level % 8 or len(rows[level % 8]) <= place:
            return None
        return rows[level % 8][place]

    def root(self, size):
        if size not in self.roots:
            total, begin = None, size
            if size == 0:
                total = sha256(b"")
            for level in range(size.bit_length()):
                if size >> level & 1 == 0:
                    continue
                begin -= 1 << level
                part = self.subtree(level, begin >> level)
                if part is None:
                    total = None
                    break
                total = part if total is None else node(part, total)
            self.roots[size] = total
        return self.roots[size]

    def leaf(self, index):
        return self.subtree(0, index)


# --- descriptor and checkpoint ------------------------------------------------------------------------
def log_key_of(vkey):
    found = re.fullmatch(r"([^+\s]+)\+([0-9a-f]{8})\+(.+)", vkey)
    if not found:
        raise Bad("no verifier key")
    raw = unbase64(found[3])
    if len(raw) != 33 or raw[0] != 1 or sha256(found[1].encode() + b"\n" + raw)[:4].hex() != found[2]:
        raise Bad("a verifier key that does not fit its id")
    return found[1], raw[1:], bytes.fromhex(found[2])


def open_descriptor(data):
    value = parse_line(data)
    closed(value, "aead", "block_id", "format", "log_key", "origin", "signature", "tree")
    name, key, key_id = log_key_of(value["log_key"])
    if (value["format"], value["aead"], value["block_id"], value["signature"], value["tree"]) != (
            1, "xchacha20-poly1305", "hmac-sha256", "ed25519", "rfc6962-sha256"):
        raise Bad("another format")
    if name != value["origin"]:
        raise Bad("the log key is of another name")
    return value, key, key_id


def open_checkpoint(data, origin, key, key_id):
    text, blank, signatures = data.rpartition(b"\n\n")
    text += b"\n"
    lines = text.decode().split("\n")
    if not blank or len(lines) != 4 or lines[0] != origin or not re.fullmatch("0|[1-9][0-9]*", lines[1]):
        raise Bad("not a checkpoint of this ledger")
    size, root = int(lines[1]), unbase64(lines[2])
    if not 1 <= size <= SIZE_MAX or len(root) != 32:
        raise Bad("size or root out of range")
    signed = False
    for line in signatures.decode().split("\n")[:-1]:
        dash, name, value = line.split(" ")
        value = unbase64(value)
        if dash != "—":
            raise Bad("no signature line")
        if name == origin and value[:4] == key_id:
            if not verify_signature(key, text, value[4:]):
                raise Bad("its signature is wrong")
            signed = True
    if not signed:
        raise Bad("it is not signed by the log key")
    return size, root


# --- events -----------------------------------------------------------------------------------------
class Invalid(Exception):
    """An event that is not valid, with its code: 5.2 and 5.3."""


def require(holds, text):
    if not holds:
        raise Invalid(text)


def check_enrol(enrol):
    closed(enrol, "handler", "object", "possession", "receive", "roles", "sign")
    key = bytes.fromhex(enrol["sign"])
    require(sha256(key).hex() == enrol["handler"], "handler is not the digest of sign")
    message = pae(POSSESSION_TYPE, dump({"receive": enrol["receive"], "sign": enrol["sign"]}).encode())
    require(verify_signature(key, message, bytes.fromhex(enrol["possession"])), "possession")
    roles = enrol["roles"]
    require(roles and roles == sorted(set(roles)), "roles")


class Ledger:
    def __init__(self, origin, descriptor_digest, tree):
        self.origin, self.descriptor_digest, self.tree = origin, descriptor_digest, tree
        self.handlers = {}   # key id: enrolment, plus last, seq and index of their last event
        self.incidents = {}  # id: {"opener", "grants": {handler: read}, "items": n}
        self.items = {}      # id: {"head", "custodian", "offer"}
        self.offers = {}     # leaf: {"from", "to", "expires", "items", "open"}
        self.valid = {}
        self.gone = set()  # packs that were written again
        self.lies = {}     # (leaf, subject): the object that has the values
        self.replaced = set()  # objects that had some before
        self.not_judged = set()  # types that are chained here and not judged otherwise

    def take(self, index, text, payload, event, signatures, leaf):
        closed(event, "actor", "body", "happened", "items", "log", "private", "salt", "sealed", "seen",
               "time", "type", "v", "zone")
        require(event["v"] == 1 and event["log"] == self.origin, "another vault or version")
        require(time_of(event["happened"]) <= time_of(event["time"]), "happened after it was recorded")
        actor, kind, body = event["actor"], event["type"], event["body"]
        closed(actor, "key", "prev", "seq")
        if index == 0:
            require(kind == "vault.genesis", "the first event is no genesis")
            keys = {body["enrol"]["handler"]: body["enrol"]["sign"]}
        else:
            require(kind != "vault.genesis", "a second genesis")
            keys = {one: known["sign"] for one, known in self.handlers.items()}
        require(actor["key"] in [one for one, _ in signatures], "the actor did not sign")
        for keyid, signature in signatures:
            require(keyid in keys, "signed by somebody not enrolled")
            require(verify_signature(bytes.fromhex(keys[keyid]), pae(EVENT_TYPE, payload), signature),
                    "a wrong signature")
        self.check_actor(index, actor)
        seen = event["seen"]
        closed(seen, "root", "size")
        require(seen["size"] <= index, "seen more than there was")
        root = self.tree.root(seen["size"])
        require(root is not None and root.hex() == seen["root"], "another history was seen")
        self.check_items(kind, event["items"])
        require((event["private"] == []) == (event["sealed"] == []), "private without sealed")
        require(event["private"] == sorted(set(event["private"])), "private is not sorted")
        rule = getattr(self, "on_" + kind.replace(".", "_"), None)
        if rule is None:
            self.not_judged.add(kind)
        else:
            rule(index, event, body, leaf)
        known = self.handlers[actor["key"]]
        known.update(last=leaf, count=actor["seq"] + 1, index=index)
        for item in event["items"]:
            self.items[item["id"]]["head"] = leaf
        for sealed in event["sealed"]:
            self.lies[leaf, sealed["subject"]] = sealed["object"]
        self.valid[index] = event

    def check_actor(self, index, actor):
        known = self.handlers.get(actor["key"], {"last": None, "count": 0, "index": -1})
        seq, prev = actor["seq"], actor["prev"]
        if seq == known["count"]:
            require(prev == known["last"], "actor.prev")
            return
        passed = index - (known["index"] + 1)
        require(seq > known["count"] and prev is not None and prev != known["last"]
                and seq - known["count"] <= passed, "actor.seq")

    def check_items(self, kind, items):
        ids = [item["id"] for item in items]
        require(len(ids) <= 512 and ids == sorted(set(ids), key=str.encode), "items are not sorted")
        for item in items:
            closed(item, "id", "prev")
            known = self.items.get(item["id"])
            if kind in ("item.register", "item.ingest"):
                require(known is None, "the item exists")
                require(item["prev"] is None, "a new item has a past")
            else:
                require(known is not None, "the item is not known")
                require(item["prev"] == known["head"], "items.prev")

    def grant_of(self, incident, handler):
        require(incident in self.incidents, "the incident is not known")
        return self.incidents[incident]["grants"].get(handler)

    def on_vault_genesis(self, index, event, body, leaf):
        closed(body, "descriptor", "enrol", "record_check", "threshold")
        require(body["descriptor"] == self.descriptor_digest, "another descriptor")
        require(body["enrol"]["handler"] == event["actor"]["key"], "genesis enrols another")
        require("admin" in body["enrol"]["roles"], "the first handler is no admin")
        self.enrol(body["enrol"])

    def enrol(self, enrol):
        check_enrol(enrol)
        require(enrol["handler"] not in self.handlers, "enrolled already")
        self.handlers[enrol["handler"]] = dict(enrol, last=None, count=0, index=-1)

    def roles(self, event):
        return self.handlers[event["actor"]["key"]]["roles"]

    def on_handler_enrol(self, index, event, body, leaf):
        require("admin" in self.roles(event), "enrolled by somebody who is no admin")
        self.enrol(body)

    def on_incident_open(self, index, event, body, leaf):
        closed(body, "content_public", "grants", "id_check", "incident", "record_public", "restriction")
        require({"admin", "handler"} & set(self.roles(event)), "opened without the role")
        require(body["incident"] not in self.incidents, "open already")
        grants = {grant["handler"]: grant["read"] for grant in body["grants"]}
        require(all(handler in self.handlers for handler in grants), "a grant for a stranger")
        needed = [event["actor"]["key"]] + [one for one, known in self.handlers.items()
                                            if "recovery" in known["roles"]]
        require(all(grants.get(one) == "content" for one in needed), "a content grant is missing")
        self.incidents[body["incident"]] = {
            "opener": event["actor"]["key"], "grants": grants, "items": 0, "rekeyed": False,
            "rewrite": False, "keys": {body["record_public"], body["content_public"]}}

    def on_incident_grant(self, index, event, body, leaf):
        closed(body, "handler", "incident", "object", "read")
        actor = event["actor"]["key"]
        require(self.grant_of(body["incident"], actor) == "content", "granted without a content grant")
        incident = self.incidents[body["incident"]]
        require(actor == incident["opener"] or "admin" in self.roles(event), "may not grant")
        require(body["handler"] in self.handlers, "a grant for a stranger")
        incident["grants"][body["handler"]] = body["read"]

    def may_give_keys(self, event, incident):
        actor = event["actor"]["key"]
        require(self.grant_of(incident, actor) == "content", "no content grant")
        require(actor == self.incidents[incident]["opener"]
                or {"admin", "recovery"} & set(self.roles(event)), "may not change its keys")
        require(not event["items"], "items with it")
        return self.incidents[incident]

    def on_incident_rekey(self, index, event, body, leaf):
        closed(body, "content", "content_public", "grants", "incident", "past", "record_public")
        incident = self.may_give_keys(event, body["incident"])
        keys = {body["record_public"], body["content_public"]}
        require(not keys & incident["keys"], "a key it had before")
        grants = {grant["handler"]: grant["read"] for grant in body["grants"]}
        require(len(grants) == len(body["grants"]) <= 256, "a grant twice, or too many")
        require(all(incident["grants"].get(one) == read for one, read in grants.items()),
                "a grant that nobody had")
        needed = [event["actor"]["key"]] + [one for one, known in self.handlers.items()
                                            if "recovery" in known["roles"] and one in incident["grants"]]
        require(all(one in grants for one in needed), "a grant is missing")
        incident["keys"] |= keys
        incident.update(grants=grants, rekeyed=True, rewrite=body["content"])

    def on_content_rewrite(self, index, event, body, leaf):
        values = body.get("values")
        closed(body, "complete", "incident", "packs", *([] if values is None else ["values"]))
        incident = self.may_give_keys(event, body["incident"])
        require(incident["rekeyed"], "written again without new keys")
        names = [one["pack"] for one in body["packs"]]
        require(names == sorted(set(names)) and len(names) <= 256, "packs are not sorted")
        require(names or body["complete"] or values, "nothing was written again")
        require(incident["rewrite"] or not body["complete"], "complete twice, or unasked")
        for one in body["packs"]:
            closed(one, "by", "pack")
            require(one["pack"] not in self.gone, "a pack goes twice")
            require(one["by"] != one["pack"] and one["by"] not in self.gone, "its blocks are gone")
            self.gone.add(one["pack"])
        if values is not None:
            self.sealed_again(values, body["incident"])
        if body["complete"]:
            incident["rewrite"] = False

    def sealed_again(self, values, incident):
        places = [(one["event"], one["subject"]) for one in values]
        require(places == sorted(set(places)) and 1 <= len(places) <= 128, "values are not sorted")
        for one, place in zip(values, places):
            closed(one, "by", "event", "subject")
            kind, _, name = one["subject"].partition(":")
            require((kind == "incident" and name == incident)
                    or (kind == "item" and name.rpartition("/")[0] == incident), "another incident")
            require(place in self.lies, "values that the event does not have")
            require(one["by"] not in self.replaced | {self.lies[place]}, "an object of before")
            self.replaced.add(self.lies[place])
            self.lies[place] = one["by"]

    def new_item(self, event, body, reads):
        require(len(event["items"]) == 1, "one item")
        require(self.grant_of(body["incident"], event["actor"]["key"]) in reads, "no grant")
        incident = self.incidents[body["incident"]]
        expected = "%s/%d" % (body["incident"], incident["items"] + 1)
        require(event["items"][0]["id"] == expected, f"expected item {expected}")
        incident["items"] += 1
        self.items[expected] = {"head": None, "custodian": event["actor"]["key"], "offer": None}

    def on_item_register(self, index, event, body, leaf):
        closed(body, "incident")
        self.new_item(event, body, ("deposit", "record", "content"))

    def on_item_ingest(self, index, event, body, leaf):
        if "from" in body:
            require(body["from"] in self.items, "derived from an unknown item")
            require(body["from"].rsplit("/", 1)[0] == body["incident"], "derived across incidents")
        self.new_item(event, body, ("deposit", "content"))

    def on_item_access(self, index, event, body, leaf):
        closed(body, "action", "result", "scope")
        require(len(event["items"]) == 1, "one item")
        incident = event["items"][0]["id"].rsplit("/", 1)[0]
        require(self.grant_of(incident, event["actor"]["key"]) == "content", "no content grant")

    def on_custody_offer(self, index, event, body, leaf):
        closed(body, "expires", "to")
        actor, now = event["actor"]["key"], time_of(event["time"])
        require(event["items"], "an offer of nothing")
        require(body["to"] != actor and body["to"] in self.handlers, "the recipient")
        require(time_of(body["expires"]) > now, "expires before it was made")
        require(len({item["id"].rsplit("/", 1)[0] for item in event["items"]}) == 1, "two incidents")
        for item in event["items"]:
            known = self.items[item["id"]]
            require(known["custodian"] == actor, "offered by somebody who does not hold it")
            if known["offer"]:
                require(self.offers[known["offer"]]["expires"] < now, "on offer already")
        for item in event["items"]:
            if self.items[item["id"]]["offer"]:
                self.end(self.items[item["id"]]["offer"])
        for item in event["items"]:
            self.items[item["id"]]["offer"] = leaf
        self.offers[leaf] = {"from": actor, "to": body["to"], "expires": time_of(body["expires"]),
                             "items": [item["id"] for item in event["items"]], "open": True}

    def end(self, leaf):
        self.offers[leaf]["open"] = False
        for item in self.offers[leaf]["items"]:
            if self.items[item]["offer"] == leaf:
                self.items[item]["offer"] = None

    def answered(self, event, body, party):
        offer = self.offers.get(body["offer"])
        require(offer is not None and offer["open"], "no open offer")
        require(event["actor"]["key"] == offer[party], "not the party of the offer")
        require([item["id"] for item in event["items"]] == offer["items"], "other items than offered")
        return offer

    def on_custody_accept(self, index, event, body, leaf):
        closed(body, "checks", "offer")
        offer = self.answered(event, body, "to")
        require(time_of(event["time"]) <= offer["expires"], "accepted after its expiry")
        require([check["item"] for check in body["checks"]] == offer["items"], "checks of other items")
        self.end(body["offer"])
        for item in offer["items"]:
            self.items[item]["custodian"] = event["actor"]["key"]

    def on_custody_refuse(self, index, event, body, leaf):
        closed(body, "offer")
        self.answered(event, body, "to")
        self.end(body["offer"])

    def on_custody_cancel(self, index, event, body, leaf):
        closed(body, "offer")
        self.answered(event, body, "from")
        self.end(body["offer"])

    def on_exchange_emit(self, index, event, body, leaf):
        closed(body, "digest", "format", "incident", "section")
        require(self.grant_of(body["incident"], event["actor"]["key"]) in ("record", "content"), "no grant")


def open_entry(text):
    envelope = parse(text)
    closed(envelope, "payload", "payloadType", "signatures")
    if len(text) > 65535 or envelope["payloadType"] != EVENT_TYPE:
        raise Bad("no entry of this format")
    signatures = []
    for one in envelope["signatures"]:
        closed(one, "keyid", "sig")
        signatures.append((one["keyid"], unbase64(one["sig"])))
    ids = [keyid for keyid, _ in signatures]
    if not 1 <= len(ids) <= 16 or ids != sorted(set(ids)) or not all(is_hex(one) for one in ids):
        raise Bad("signatures")
    payload = unbase64(envelope["payload"])
    return payload, parse(payload), signatures


def numbered(files, folder):
    out = {}
    for path, (data, _, _) in files.items():
        if not path.startswith(folder):
            continue
        found = re.fullmatch(r"(0|[1-9][0-9]*)\.json", path[len(folder):])
        if found and int(found[1]) < SIZE_MAX:
            out[int(found[1])] = data
        else:
            wrong("name", path)
    return out


def check_values(files, events, ledger):
    given = withheld = 0
    values = {}
    for index, data in sorted(numbered(files, "data/disclosures/").items()):
        try:
            disclosed = parse_line(data)
            if index not in events:
                raise Bad("values of an event that is not there")
            event, used = events[index], set()
            for subject, texts in disclosed.items():
                if not re.fullmatch(r"(handler|incident|item):.+", subject) or not texts:
                    raise Bad("subjects")
                if subject not in [sealed["subject"] for sealed in event["sealed"]]:
                    raise Bad(f"values about {subject}")
                if texts != sorted(set(texts)):
                    raise Bad("disclosures are not sorted")
                names = set()
                for text in texts:
                    digest = base64url(sha256(text.encode()))
                    if digest not in event["private"] or digest in used:
                        raise Bad("a value that nobody signed")
                    used.add(digest)
                    salt, name, value = parse(unbase64url(text))
                    if len(unbase64url(salt)) != 32 or name in names:
                        raise Bad("a disclosure")
                    names.add(name)
                    values[index, subject, name] = value
                    given += 1
        except (Bad, ValueError, TypeError, AttributeError) as error:
            wrong("disclosure", f"{index}: {error}")
    withheld = sum(len(event["private"]) for event in events.values()) - given
    return values, given, withheld


def check_documents(files, ledger, values):
    numbers, fixed = {}, {}
    for index, event in sorted(ledger.valid.items()):
        if event["type"] != "item.attach":
            continue
        incident, number = event["items"][0]["id"].rsplit("/", 1)
        numbers[number] = numbers.get(number, 0) + 1
        fixed[f"data/documents/{number}/{numbers[number]}"] = values.get(
            (index, f"item:{incident}/{number}", "sha256"))
    count = 0
    for path, (_, _, digest) in files.items():
        if path.startswith("data/documents/"):
            count += 1
            if fixed.get(path) != digest:
                wrong("document", path)
    return count


def check_cosignatures(files, origin, key, key_id, tree):
    count = 0
    for path, (note, _, _) in files.items():
        if not path.startswith("data/cosig/"):
            continue
        try:
            named = re.fullmatch(r"data/cosig/([1-9][0-9]*)/([0-9a-f]{64})", path)
            if not named:
                raise Bad("not named by a size and a witness")
            size, root = open_checkpoint(note, origin, key, key_id)
            lines = note.decode().split("\n\n", 1)[1].splitlines()
            others = [line for line in lines if not line.startswith(f"\u2014 {origin} ")]
            if size != int(named[1]) or len(lines) != 2 or len(others) != 1:
                raise Bad("another size, or other lines")
            if len(unbase64(others[0].split(" ")[2])) != 4 + 8 + 64:
                raise Bad("no cosignature")
            if tree.root(size) != root:
                raise Bad("over another tree")
            count += 1
        except (Bad, ValueError, IndexError, UnicodeDecodeError) as error:
            wrong("cosignature", f"{path}: {error}")
    return count


def check_contents(files):
    known = re.compile(r"data/(bundle\.json|exhibit\.json|checkpoint|keys\.json|entries/.*|tile/.*"
                       r"|disclosures/.*|objects/.*|content/.*|documents/.*|cosig/.*)")
    for path in files:
        if path.startswith("data/") and not known.fullmatch(path):
            wrong("foreign", path)
    parts = {}
    for name in ("bundle.json", "exhibit.json", "checkpoint", "keys.json"):
        if "data/" + name not in files:
            wrong("missing", name)
            return None
        parts[name] = files["data/" + name][0]
    try:
        info = parse_line(parts["bundle.json"])
        closed(info, "format", "incident", "item", "made", "maker", "tool", "withheld", "zone")
        if info["format"] != "exhibit-bundle-v1":
            raise Bad("another format")
        descriptor, key, key_id = open_descriptor(parts["exhibit.json"])
        size, root = open_checkpoint(parts["checkpoint"], descriptor["origin"], key, key_id)
    except (Bad, ValueError, UnicodeDecodeError) as error:
        wrong("foundation", str(error))
        return None
    tree = Tree(size, files)
    if tree.root(size) != root:
        wrong("tile", "the tiles do not give the root")
        tree.tiles.clear()
        tree.roots.clear()
    ledger = Ledger(descriptor["origin"], sha256(parts["exhibit.json"]).hex(), tree)
    entries = numbered(files, "data/entries/")
    if 0 not in entries:
        wrong("missing", "the first event")
    events, enrolled = {}, []
    for index, text in sorted(entries.items()):
        leaf = sha256(b"\0" + text)
        if tree.leaf(index) != leaf:
            wrong("inclusion", f"entry {index} is not in the ledger")
            continue
        try:
            payload, event, signatures = open_entry(text)
        except (Bad, ValueError) as error:
            wrong("entry", f"{index}: {error}")
            continue
        events[index] = event
        body = event["body"] if isinstance(event["body"], dict) else {}
        enrol = body.get("enrol", body)
        if isinstance(enrol, dict) and "sign" in enrol and "handler" in enrol:
            enrolled.append({"enrolled": index, "handler": enrol["handler"], "sign": enrol["sign"]})
        try:
            ledger.take(index, text, payload, event, signatures, leaf.hex())
        except (Invalid, Bad, KeyError, TypeError, ValueError) as error:
            wrong("event", f"{index}: {error}")
    if parts["keys.json"] != (dump({"handlers": enrolled, "log_key": descriptor["log_key"]}) + "\n").encode():
        wrong("keys", "keys.json is not that of the entries")
    if info["incident"] not in ledger.incidents:
        wrong("missing", "the opening of the incident")
    values, given, withheld = check_values(files, events, ledger)
    objects = [event["body"].get("object") for event in events.values()]
    for path, (_, size_, digest) in files.items():
        if path.startswith("data/objects/") and (path[13:] != digest or digest not in objects):
            wrong("object", path)
        if path.startswith("data/content/"):
            item = info["incident"] + "/" + path[13:]
            expected = [value for (_, subject, name), value in values.items()
                        if subject == "item:" + item and name == "sha256"]
            if digest not in expected[:1]:
                wrong("content", path)
    documents = check_documents(files, ledger, values)
    cosignatures = check_cosignatures(files, descriptor["origin"], key, key_id, tree)
    return {"documents": documents, "cosignatures": cosignatures,
            "events": len(events), "size": size, "disclosed": given, "withheld": withheld,
            "items": len(ledger.items), "not_judged": sorted(ledger.not_judged), "root": root.hex(), "origin": descriptor["origin"]}


def main():
    facts = check_contents(check_bag(read_zip(sys.argv[1])))
    print(json.dumps({"ok": not findings, "facts": facts, "findings": findings}, indent=1))
    return 0 if not findings else 1


if __name__ == "__main__":
    sys.exit(main())
