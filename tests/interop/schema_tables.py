#!/usr/bin/env python3
"""schema_tables.py TABLES SCHEMAS: the rows of vault/exchange/schema are what the schemas say, for
each of the three copies of the schema of IODEF v2. The notation is that of vocabulary.hpp."""
import glob
import re
import sys
import xml.etree.ElementTree as ET

XS = "{http://www.w3.org/2001/XMLSchema}"
XML = "http://www.w3.org/XML/1998/namespace"
PREFIXES = {
    "urn:ietf:params:xml:ns:iodef-1.0": "iodef1", "urn:ietf:params:xml:ns:iodef-2.0": "iodef2",
    "http://www.w3.org/2000/09/xmldsig#": "ds", "urn:ietf:params:xml:ns:iodef-sci-1.0": "sci",
    "urn:ietf:params:xml:ns:iodef-enum-1.0": "enum", "urn:ietf:params:xml:ns:iodef-rid-1.0": "rid1",
    "urn:ietf:params:xml:ns:iodef-rid-2.0": "rid2",
    "urn:ietf:params:xml:ns:iodef-phish-1.0": "phish",
    "urn:ietf:params:xml:ns:thraud-1.0": "thraud", "http://www.w3.org/2001/04/xmlenc#": "xenc",
    "urn:ietf:params:xml:ns:ers": "ers", XML: "xml"}
FILES = ("xmldsig-core-schema", "xenc-schema", "iodef-enum-1.0", "iodef-1.0", "iodef-sci-1.0", None,
         "iodef-phish-1.0", "thraud-1.0", "iodef-rid-1.0", "iodef-rid-2.0", "ers")
VARIANTS = (("rfc", "iodef-2.0"), ("errata", "iodef-2.0-errata"), ("milewg", "iodef-2.0-milewg"))
TIMES = {("1", "1"): "", ("0", "1"): "?", ("0", "unbounded"): "*", ("1", "unbounded"): "+"}
XML_TYPES = {"lang": "language", "base": "anyURI", "space": "NCName", "id": "ID"}


class Schema:
    """The rows of one schema, by name: (content, attributes); and its simple types."""

    def __init__(self, path, schemas):
        self.prefixes = {"xml": XML}
        for _, (prefix, uri) in ET.iterparse(path, events=["start-ns"]):
            self.prefixes.setdefault(prefix, uri)
        root = ET.parse(path).getroot()
        self.target, self.schemas = root.get("targetNamespace"), schemas
        kinds = ("complexType", "simpleType", "element", "attribute")
        self.named = {kind: {e.get("name"): e for e in root.findall(XS + kind)} for kind in kinds}
        self.rows, self.simples, self.owner = {}, {}, ""
        schemas[self.target] = self

    def read(self):
        for name, element in self.named["element"].items():
            self.element(name, element)
        for name, element in self.named["complexType"].items():
            self.type("." + name, element)
        for name, element in self.named["simpleType"].items():
            self.simple(name, element)

    def resolve(self, name):
        prefix, _, local = name.rpartition(":")
        return self.prefixes.get(prefix, self.target), local

    def type_name(self, name):
        uri, local = self.resolve(name)
        if uri == XS[1:-1]:
            return local
        other = self.schemas[uri]
        full = ("" if other is self else PREFIXES[uri] + ":") + local
        return full if local in other.named["simpleType"] else "." + full

    def element(self, name, element):
        kind, simple = element.find(XS + "complexType"), element.find(XS + "simpleType")
        if kind is not None:
            self.type(name, kind)
        elif simple is not None:
            self.simple(name, simple)
            self.rows[name] = ("text " + name, "")
        else:
            kind = self.type_name(element.get("type"))
            self.rows[name] = (("=" if kind.startswith(".") else "text ") + kind, "")

    def simple(self, name, element):
        restriction = element.find(XS + "restriction")
        base = self.type_name(restriction.get("base"))
        limits = {e.tag[len(XS):]: e.get("value") for e in restriction}
        if "pattern" in limits:
            base = {"Z|": "timezone", "\\d": "portlist", "[0": "oid"}[limits["pattern"][:2]]
        elif limits.get("minExclusive") == "0":
            base = "positive-float"
        elif limits.get("maxInclusive") == "100":
            base = "percentage"
        elif limits.get("minInclusive") == "1":
            base = "positive-int"
        values = [e.get("value") for e in restriction.findall(XS + "enumeration")]
        self.simples[name] = (base, "|".join(values))

    def particle(self, element, owner):
        if element.get("maxOccurs") == "0":
            return ""
        times = TIMES[element.get("minOccurs", "1"), element.get("maxOccurs", "1")]
        if element.tag == XS + "any":
            strict = "!" if element.get("processContents", "strict") == "strict" else ""
            return element.get("namespace", "##any")[1:] + strict + times
        if element.tag == XS + "element":
            return self.child(element, owner) + times
        parts = [part for part in (self.particle(e, owner) for e in element) if part]
        choice = element.tag == XS + "choice"
        if not times and (not choice or len(parts) == 1):
            return " ".join(parts)
        return "(" + (" | " if choice else " ").join(parts) + ")" + times

    def child(self, element, owner):
        if element.get("ref"):
            uri, local = self.resolve(element.get("ref"))
            return local if uri == self.target else PREFIXES[uri] + ":" + local
        name, kind = element.get("name"), element.find(XS + "complexType")
        if kind is None:
            return name + "=" + (self.type_name(element.get("type")) if element.get("type")
                                 else ".#anyType")
        inner = "." + owner.lstrip(".") + "/" + name
        self.type(inner, kind)
        return name + "=" + inner

    def model(self, element, name):
        return " ".join(self.particle(e, name) for e in element
                        if e.tag in (XS + "sequence", XS + "choice")).strip()

    def attributes(self, element):
        found = {}
        for attribute in element.findall(XS + "attribute"):
            name, kind = attribute.get("name"), attribute.get("type")
            kind = self.type_name(kind) if kind else "string"
            simple = attribute.find(XS + "simpleType")
            if attribute.get("ref"):
                name, kind = self.referred(attribute.get("ref"))
            elif simple is not None:
                kind = self.owner + "@" + name
                self.simple(kind, simple)
            text = name + ("!" if attribute.get("use") == "required" else "")
            text += "" if kind in ("string", "anySimpleType") else "=" + kind
            found[name] = text + ("==" + attribute.get("fixed") if attribute.get("fixed") else "")
        if element.find(XS + "anyAttribute") is not None:
            found["#xml"] = "#xml"
        return found

    def referred(self, name):
        uri, local = self.resolve(name)
        if uri == XML:
            return "xml:" + local, XML_TYPES[local]
        other = self.schemas[uri]
        attribute = other.named["attribute"][local]
        if attribute.get("type"):
            return PREFIXES[uri] + ":" + local, other.type_name(attribute.get("type"))
        other.simple("@" + local, attribute.find(XS + "simpleType"))
        return PREFIXES[uri] + ":" + local, "@" + local

    def base(self, name):
        uri, local = self.resolve(name)
        if uri == XS[1:-1]:
            return ("" if local == "anyType" else "text " + local), {}
        other = self.schemas[uri]
        if local in other.named["simpleType"]:
            return "text " + self.type_name(name), {}
        other.type("." + local, other.named["complexType"][local])
        return other.rows["." + local][0], dict(other.rows["." + local][2])

    def type(self, name, element):
        if name in self.rows:
            return
        self.rows[name] = None
        self.owner = name.lstrip(".")
        derived = next((e for e in element
                        if e.tag in (XS + "simpleContent", XS + "complexContent")), None)
        if derived is None:
            attributes = self.attributes(element)
            content = self.model(element, name)
            if element.get("mixed") == "true":
                content = ("mixed " + content).strip()
        else:
            content, attributes = self.derive(derived, name)
        self.rows[name] = (content, " ".join(attributes.values()), attributes)

    def derive(self, derived, name):
        change = next(e for e in derived if e.tag != XS + "annotation")
        content, attributes = self.base(change.get("base"))
        self.owner = name.lstrip(".")
        attributes.update(self.attributes(change))
        model = self.model(change, name)
        if change.tag == XS + "extension" or derived.tag == XS + "simpleContent":
            return (content + " " + model).strip(), attributes
        mixed = content.startswith("mixed") or derived.get("mixed") == "true"
        return ("mixed " if mixed else "") + model, attributes


def expected(folder, variant):
    schemas = {}
    for name in FILES:
        Schema(f"{folder}/{name or variant}.xsd", schemas)
    for schema in schemas.values():
        schema.read()
    rows, simples = set(), set()
    for uri, schema in schemas.items():
        rows |= {(PREFIXES[uri], name, row[0], " ".join(sorted(row[1].split())))
                 for name, row in schema.rows.items()}
        simples |= {(PREFIXES[uri], name) + value for name, value in schema.simples.items()}
    return rows, simples


def written(folder, variant):
    """The rows of the tables that hold in a variant."""
    rows, simples = set(), set()
    string = r'(?:"[^"]*"\s*)+'
    for path in sorted(glob.glob(folder + "/*.cpp")):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for table in re.finditer(r"constexpr (TypeRow|SimpleRow) (\w+)\[\] = \{\n(.*?)\n\};", text,
                                 re.S):
            prefix = table[2].split("_")[0] if "_" in table[2] else "iodef2"
            count = 4 if table[1] == "TypeRow" else 3
            for row in re.finditer(r"\{(" + r",\s*".join([string] * count) + r")([^{}\"]*)\}",
                                   table[3]):
                if row[2].strip(" ,\n") and variant not in row[2]:
                    continue
                fields = re.split(r"(?<=\")\s*,\s*(?=\")", row[1])
                fields = ["".join(re.findall(r'"([^"]*)"', field)) for field in fields]
                if count == 4:
                    rows.add((prefix, fields[0], fields[2], " ".join(sorted(fields[3].split()))))
                else:
                    simples.add((prefix, *fields))
    return rows, simples


def main(tables, schemas):
    wrong = 0
    for variant, name in VARIANTS:
        for mine, theirs in zip(written(tables, variant), expected(schemas, name)):
            for row in sorted(mine - theirs):
                print(f"{variant}: not in the schema: {row}")
            for row in sorted(theirs - mine):
                print(f"{variant}: not in the tables: {row}")
            wrong += len(mine ^ theirs)
            print(f"{variant}: {len(mine & theirs)} rows are those of the schemas")
    return wrong


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1], sys.argv[2]) else 0)
