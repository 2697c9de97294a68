#!/usr/bin/env python3
"""iodef_oracle.py VALIDATE_FILES SCHEMAS FILE...: our verdict on each file against xmllint's, for
each of the three copies of the schema of IODEF v2. They differ for the reasons listed here only.

A second form, iodef_oracle.py --text VALIDATE_FILES FILE..., prints what the strict reading says
of each file beyond the schemas."""
import collections
import re
import subprocess
import sys

VARIANTS = (("published", "all.xsd"), ("errata", "all-errata.xsd"),
            ("working_group", "all-milewg.xsd"))
STRUCTURAL = ("xml.", "root.", "element.", "text.", "attribute.", "value.", "id.")

REASONS = {
    "blanks": "xmllint refuses blanks around a date, which XML Schema lets collapse",
    "base64": "xmllint leaves out what is not base64",
    "ids": "xmllint looks for equal identifiers in attributes only, not in the text of IndicatorID",
    "prefix": "xmllint reports an unbound prefix and goes on",
}


def structural(code, variant):
    # Only the working group's copy says with a key what the others say in words.
    if code == "attribute.one-of":
        return variant == "working_group"
    return code.startswith(STRUCTURAL)


def ours(program, variant, files):
    found = {name: [] for name in files}
    run = subprocess.run([program, variant], input="\n".join(files) + "\n", text=True, check=True,
                         capture_output=True)
    for line in run.stdout.splitlines():
        fields = line.split("\t")
        if len(fields) == 4:
            found[fields[0]].append(fields[1:])
    return found


def theirs(schema, files):
    verdicts, said = {}, collections.defaultdict(list)
    for first in range(0, len(files), 400):
        part = files[first:first + 400]
        run = subprocess.run(["xmllint", "--nonet", "--noout", "--schema", schema] + part,
                             text=True, errors="replace", capture_output=True, check=False)
        for line in run.stderr.splitlines():
            verdict = re.match(r"(.*) (validates|fails to validate)$", line)
            if verdict:
                verdicts[verdict[1]] = verdict[2] == "validates"
                continue
            place = re.match(r"([^:]*):\d+: ", line)
            if place:
                said[place[1]].append(line)
    # A document that is not well-formed has no verdict.
    return {name: verdicts.get(name, False) for name in files}, said


def reason(errors, said):
    if not errors:
        dates = [line for line in said if line.endswith("': '")]
        return "blanks" if dates else None
    codes = {error[0] for error in errors}
    if codes == {"xml.unbound_prefix"} and any("namespace error" in line for line in said):
        return "prefix"
    if codes == {"value.datatype"} and all("expected base64" in error[2] for error in errors):
        return "base64"
    if codes == {"id.duplicate"} and all(error[1].endswith("/IndicatorID") for error in errors):
        return "ids"
    return None


def compare(program, schemas, files):
    counts, failed, valid = collections.Counter(), 0, 0
    for variant, schema in VARIANTS:
        mine = ours(program, variant, files)
        verdicts, said = theirs(f"{schemas}/{schema}", files)
        for name in files:
            errors = [e for e in mine[name] if structural(e[0], variant)]
            valid += not errors
            if (not errors) == verdicts[name]:
                counts["agree"] += 1
                continue
            why = reason(errors, said[name])
            counts[why] += 1
            if why is None:
                failed += 1
                print(f"{variant} {name}: ours {errors[:3]}, xmllint "
                      f"{verdicts[name]} {said[name][:2]}")
    print(f"{len(files)} documents, 3 schemas: {counts.pop('agree')} verdicts agree, "
          f"{valid} of them valid or so to us")
    for why, count in counts.items():
        print(f"  {count} differ: {REASONS.get(why, 'no reason known')}")
    return failed


def beyond_schemas(program, files):
    for name, errors in ours(program, "published", files).items():
        codes = collections.Counter(e[0] for e in errors if not structural(e[0], "published"))
        listed = ", ".join(f"{code} {count}" for code, count in sorted(codes.items()))
        print(f"{name.rsplit('/', 1)[-1]:36} {listed or '-'}")


if __name__ == "__main__":
    if sys.argv[1] == "--text":
        beyond_schemas(sys.argv[2], sys.argv[3:])
    else:
        sys.exit(1 if compare(sys.argv[1], sys.argv[2], sys.argv[3:]) else 0)
