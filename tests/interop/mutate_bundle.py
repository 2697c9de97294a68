#!/usr/bin/env python3
"""Makes damaged copies of a bundle, each wrong in one way, and copies that are as good as it.

    mutate_bundle.py BUNDLE.zip OTHER-BUNDLE.zip FOLDER

OTHER-BUNDLE is of another vault. Writes FOLDER/bad-<what>.zip and FOLDER/good-<what>.zip. Unless the
bag itself is what is wrong, manifests are made anew: the damage then lies deeper than a digest tells.
"""
import base64
import hashlib
import json
import os
import sys
import zipfile

top = None


def load(path):
    global top
    with zipfile.ZipFile(path) as archive:
        files = {}
        for name in archive.namelist():
            top_, _, inner = name.partition("/")
            top = top or top_
            files[inner] = archive.read(name)
        return files


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def rebag(files):
    data = {path: one for path, one in files.items() if path.startswith("data/")}
    tags = ("manifest-sha256.txt", "tagmanifest-sha256.txt")
    files["manifest-sha256.txt"] = "".join(
        f"{sha256(data[path])}  {path}\n" for path in sorted(data)).encode()
    files["bag-info.txt"] = b"Payload-Oxum: %d.%d\n" % (sum(map(len, data.values())), len(data))
    files["tagmanifest-sha256.txt"] = "".join(
        f"{sha256(files[path])}  {path}\n" for path in sorted(files)
        if path not in data and path != tags[1]).encode()
    return files


def save(path, files, extra=(), order=lambda names: names, form=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", form) as archive:
        for name in order(list(files)):
            archive.writestr(f"{top}/{name}", files[name])
        for name, data in extra:
            archive.writestr(name, data)


def flipped(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def event_of(entry):
    return json.loads(base64.b64decode(json.loads(entry)["payload"]))


def main():
    import warnings
    warnings.simplefilter("ignore")  # zipfile warns of the duplicate names that are wanted here
    source, other_path, folder = sys.argv[1:4]
    other = load(other_path)
    global top
    top = None
    clean = load(source)
    os.makedirs(folder, exist_ok=True)
    entries = sorted((int(path[13:-5]) for path in clean if path.startswith("data/entries/")))
    types = {index: event_of(clean[f"data/entries/{index}.json"])["type"] for index in entries}

    def entry(index):
        return f"data/entries/{index}.json"

    def first(kind):
        return next(index for index in entries if types[index] == kind)

    offer, accept, ingest = first("custody.offer"), first("custody.accept"), first("item.ingest")
    tile = next(path for path in clean if path.startswith("data/tile/0/"))
    values = f"data/disclosures/{offer}.json"

    def bad(name, change, bag=True, **how):
        files = dict(clean)
        change(files)
        save(f"{folder}/bad-{name}.zip", rebag(files) if bag else files, **how)

    def put(path, data):
        return lambda files: files.__setitem__(path, data)

    def drop(*paths):
        return lambda files: [files.pop(path) for path in paths]

    # The bag.
    bad("byte-changed", put(entry(offer), flipped(clean[entry(offer)], 40)), bag=False)
    bad("member-twice", lambda files: None, bag=False, extra=[(f"{top}/{entry(offer)}", b"{}")])
    bad("traversal", lambda files: None, bag=False, extra=[(f"{top}/../../etc/passwd", b"x")])
    bad("absolute", lambda files: None, bag=False, extra=[("/etc/passwd", b"x")])
    bad("outside", lambda files: None, bag=False, extra=[("other/data/x", b"x")])
    bad("unnamed-file", put("data/entries/99999.json", b"{}"), bag=False)
    bad("unknown-file", put("data/notes.txt", b"hello\n"))
    bad("unknown-tag-file", put("surprise.txt", b"hello\n"), bag=False)
    bad("manifest-line-gone",
        put("manifest-sha256.txt", clean["manifest-sha256.txt"].split(b"\n", 1)[1]), bag=False)
    bad("declaration", put("bagit.txt", b"BagIt-Version: 0.97\n"))
    bad("file-gone", drop(entry(accept)), bag=False)

    def oxum(files):
        rebag(files)
        files["bag-info.txt"] = b"Payload-Oxum: 1.1\n"
        lines = files["tagmanifest-sha256.txt"].decode().splitlines()
        files["tagmanifest-sha256.txt"] = "".join(
            f"{sha256(files['bag-info.txt'])}  bag-info.txt\n" if line.endswith("  bag-info.txt")
            else line + "\n" for line in lines).encode()
    bad("oxum", oxum, bag=False)

    # Checkpoint and tree.
    note = clean["data/checkpoint"].decode()
    signature = note.rstrip("\n").rsplit(" ", 1)
    raw = base64.b64decode(signature[1])
    bad("checkpoint-signature", put("data/checkpoint", (
        signature[0] + " " + base64.b64encode(flipped(raw, 20)).decode() + "\n").encode()))
    lines = note.split("\n")
    bad("checkpoint-size", put("data/checkpoint", "\n".join(
        [lines[0], str(int(lines[1]) + 1), *lines[2:]]).encode()))
    bad("checkpoint-other", put("data/checkpoint", other["data/checkpoint"]))
    bad("tile-changed", put(tile, flipped(clean[tile], 32 * offer + 3)))
    bad("tile-cut", put(tile, clean[tile][:-32]))
    bad("tile-gone", drop(tile))
    bad("descriptor-other", put("data/exhibit.json", other["data/exhibit.json"]))

    # Entries.
    bad("entry-changed", put(entry(offer), flipped(clean[entry(offer)], 40)))
    bad("entry-gone", drop(entry(offer), values))
    bad("genesis-gone", drop(entry(0), "data/disclosures/0.json"))
    bad("enrolment-gone", drop(entry(first("handler.enrol")),
                               f"data/disclosures/{first('handler.enrol')}.json"))

    def swap(files):
        files[entry(offer)], files[entry(accept)] = files[entry(accept)], files[entry(offer)]
    bad("entries-swapped", swap)
    bad("entry-other-vault", put(entry(offer), other[entry(first("handler.enrol"))]))

    def steal(files):
        mine, theirs = json.loads(files[entry(accept)]), json.loads(files[entry(offer)])
        mine["signatures"][0]["sig"] = theirs["signatures"][0]["sig"]
        files[entry(accept)] = json.dumps(mine, separators=(",", ":")).encode()
    bad("signature-other", steal)
    bad("entry-moved", put(entry(max(entries) + 1), clean[entry(offer)]))

    # Private values, keys, what the maker says.
    told = json.loads(clean[values])
    subject = sorted(told)[0]

    def changed(text):
        data = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        data[2] = "something else"
        line = json.dumps(data, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(line).decode().rstrip("=")

    def line_of(value):
        return (json.dumps(value, separators=(",", ":"), sort_keys=True) + "\n").encode()
    bad("value-changed", put(values, line_of(
        {**told, subject: sorted([changed(told[subject][0]), *told[subject][1:]])})))
    bad("value-of-other-event", put(values, clean[f"data/disclosures/{ingest}.json"]))
    bad("value-other-subject", put(values, line_of({"incident:INC-NONE": told[subject]})))
    bad("value-twice", put(values, line_of(
        {one: (told[one] if one == subject else sorted(told[one] + told[subject])) for one in told})))
    bad("values-not-canonical", put(values, json.dumps(told).encode() + b"\n"))
    bad("values-of-nothing", put("data/disclosures/4.json" if 4 not in entries
                                 else f"data/disclosures/{max(entries) + 1}.json", clean[values]))
    keys = json.loads(clean["data/keys.json"])
    keys["handlers"][0]["sign"] = keys["handlers"][1]["sign"]
    bad("keys-changed", put("data/keys.json", line_of(keys)))
    info = json.loads(clean["data/bundle.json"])
    bad("incident-other", put("data/bundle.json", line_of({**info, "incident": "INC-NONE"})))
    bad("info-member", put("data/bundle.json", line_of({**info, "more": 1})))
    bad("object-foreign", put("data/objects/" + sha256(b"x"), b"x"))
    bad("content-foreign", put("data/content/1", b"x"))

    photo, form = "data/documents/1/1", "data/documents/1/2"
    bad("document-changed", put(photo, flipped(clean[photo], 100)))
    bad("document-foreign", put("data/documents/1/3", b"x"))
    bad("document-of-nothing", put("data/documents/9/1", b"x"))
    bad("document-misnamed", put("data/documents/1/one", b"x"))

    def exchange(files):
        files[photo], files[form] = files[form], files[photo]
    bad("documents-exchanged", exchange)
    attach = first("item.attach")
    bad("document-untold", drop(f"data/disclosures/{attach}.json"))

    cosig = next(path for path in clean if path.startswith("data/cosig/"))
    note_lines = clean[cosig].decode().split("\n")
    size, witness = cosig.split("/")[2:]
    bad("cosignature-size", put(f"data/cosig/{int(size) - 1}/{witness}", clean[cosig]))
    bad("cosignature-misnamed", put(f"data/cosig/{size}/witness", clean[cosig]))
    bad("cosignature-of-other-log", put(cosig, clean[cosig].replace(
        note_lines[0].encode(), other["data/checkpoint"].split(b"\n")[0])))
    bad("cosignature-other-root", put(cosig, clean[cosig].replace(
        note_lines[2].encode(), base64.b64encode(bytes(32)))))
    bad("cosignature-alone", put(cosig, "\n".join(
        [*note_lines[:4], note_lines[5], ""]).encode()))

    # The file.
    with open(source, "rb") as file:
        whole = file.read()
    for name, data in (("cut", whole[: len(whole) * 2 // 3]), ("empty", b""),
                       ("no-zip", b"this is no zip file\n" * 50)):
        with open(f"{folder}/bad-{name}.zip", "wb") as file:
            file.write(data)

    # As good as the original.
    save(f"{folder}/good-reordered.zip", clean, order=lambda names: sorted(names, reverse=True))
    save(f"{folder}/good-stored.zip", clean, form=zipfile.ZIP_STORED)
    fewer = dict(clean)
    fewer.pop(values)
    save(f"{folder}/good-values-withheld.zip", rebag(fewer))
    fewer = dict(clean)
    fewer.pop(photo)
    save(f"{folder}/good-one-document.zip", rebag(fewer))
    fewer = dict(clean)
    fewer.pop(cosig)
    save(f"{folder}/good-no-cosignature.zip", rebag(fewer))
    fewer = dict(clean)
    fewer.pop("report.html")
    save(f"{folder}/good-no-report.zip", rebag(fewer))


if __name__ == "__main__":
    main()
