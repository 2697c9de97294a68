"""Says of JSON documents whether RFC 8727's own JSON Schema takes them: SCHEMA FILE..."""
import json
import sys

import jsonschema

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
# It calls itself draft-04 but has empty "required" lists, which that forbids.
schema["$schema"] = "http://json-schema.org/draft-07/schema#"
validator = jsonschema.Draft7Validator(schema)
bad = 0
for name in sys.argv[2:]:
    with open(name, encoding="utf-8") as file:
        for error in validator.iter_errors(json.load(file)):
            bad += 1
            print(name, "/".join(map(str, error.absolute_path)), error.message[:200])
sys.exit(1 if bad else 0)
