"""Reads a CASE document with rdflib and checks it against the ontology's SHACL shapes.

read_case.py DOCUMENT [ONTOLOGY.ttl]      prints what the graph says, as sorted lines

The shapes are read by hand: rdflib has no validator. Of each class of a node and of the classes
above it every sh:property is asked for sh:minCount, sh:maxCount, sh:datatype, sh:class and
sh:nodeKind; and every property and class that is used must be in the ontology.
"""
import sys

from rdflib import Graph, RDF, RDFS, Literal, Namespace, URIRef

SH = Namespace("http://www.w3.org/ns/shacl#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
CASE = Namespace("https://ontology.caseontology.org/case/investigation/")
UCO = "https://ontology.unifiedcyberontology.org/uco/"
ACTION, CORE, OBSERVABLE = Namespace(UCO + "action/"), Namespace(UCO + "core/"), Namespace(UCO + "observable/")
TYPES, TOOL = Namespace(UCO + "types/"), Namespace(UCO + "tool/")
XSD_STRING = URIRef("http://www.w3.org/2001/XMLSchema#string")


def ancestors(ontology, cls):
    found, todo = set(), [cls]
    while todo:
        one = todo.pop()
        if one in found:
            continue
        found.add(one)
        todo += [c for c in ontology.objects(one, RDFS.subClassOf) if isinstance(c, URIRef)]
    return found


def check_value(graph, ontology, node, path, value, shape, problems):
    datatype = ontology.value(shape, SH.datatype)
    if datatype is not None:
        found = value.datatype or XSD_STRING if isinstance(value, Literal) else None
        if found != datatype:
            problems.append(f"{node} {path}: datatype {found}, expected {datatype}")
        elif datatype != XSD_STRING and value.value is None:
            problems.append(f"{node} {path}: {value!r} is no {datatype}")
    wanted = ontology.value(shape, SH["class"])
    if wanted is not None:
        classes = set()
        for one in graph.objects(value, RDF.type):
            classes |= ancestors(ontology, one)
        if wanted not in classes:
            problems.append(f"{node} {path}: {value} is no {wanted}")
    kind = ontology.value(shape, SH.nodeKind)
    if kind == SH.IRI and not isinstance(value, URIRef):
        problems.append(f"{node} {path}: expected an IRI")
    if kind == SH.Literal and not isinstance(value, Literal):
        problems.append(f"{node} {path}: expected a literal")
    choices = ontology.value(shape, SH["in"])
    if choices is not None and str(value) not in [str(c) for c in ontology.items(choices)]:
        problems.append(f"{node} {path}: {value} is not one of the ontology's")


def check_shapes(graph, ontology):
    problems, asked = [], 0
    for node, cls in graph.subject_objects(RDF.type):
        if (cls, RDF.type, OWL.Class) not in ontology:
            problems.append(f"{node}: no class {cls}")
        for one in ancestors(ontology, cls):
            for shape in ontology.objects(one, SH.property):
                path = ontology.value(shape, SH.path)
                if not isinstance(path, URIRef):
                    continue
                asked += 1
                values = list(graph.objects(node, path))
                least, most = ontology.value(shape, SH.minCount), ontology.value(shape, SH.maxCount)
                if least is not None and len(values) < int(least):
                    problems.append(f"{node}: {len(values)} of {path}, expected {least}")
                if most is not None and len(values) > int(most):
                    problems.append(f"{node}: {len(values)} of {path}, at most {most}")
                for value in values:
                    check_value(graph, ontology, node, path, value, shape, problems)
    for path in set(graph.predicates()) - {RDF.type}:
        kinds = set(ontology.objects(path, RDF.type))
        if not kinds & {OWL.ObjectProperty, OWL.DatatypeProperty}:
            problems.append(f"no property {path} in the ontology")
    return problems, asked


QUERIES = {
    "item": """SELECT ?exhibit ?name ?size WHERE {
        ?record a case:ProvenanceRecord ; case:exhibitNumber ?exhibit ; core:object ?thing .
        ?thing core:name ?name .
        OPTIONAL { ?thing core:hasFacet ?facet . ?facet a observable:ContentDataFacet ;
                   observable:sizeInBytes ?size } }""",
    "hash": """SELECT ?exhibit ?method ?value WHERE {
        ?record case:exhibitNumber ?exhibit ; core:object/core:hasFacet/observable:hash ?hash .
        ?hash types:hashMethod ?method ; types:hashValue ?value }""",
    "hand-over": """SELECT ?exhibit ?from ?to ?time WHERE {
        ?action a case:InvestigativeAction ; core:name "taken over" ; action:startTime ?time ;
                action:performer/core:name ?to ; action:participant/core:name ?from ;
                action:result/case:exhibitNumber ?exhibit }""",
    "first": """SELECT ?exhibit ?name WHERE {
        ?action a case:InvestigativeAction ; core:name ?name ; action:result/case:exhibitNumber ?exhibit .
        FILTER NOT EXISTS { ?action case:wasInformedBy ?before } }""",
    "step": """SELECT ?exhibit ?name ?before WHERE {
        ?action a case:InvestigativeAction ; core:name ?name ; action:object ?taken ;
                action:result/case:exhibitNumber ?exhibit ; case:wasInformedBy ?earlier .
        ?earlier core:name ?before ; action:result ?taken }""",
}


def main():
    graph = Graph().parse(sys.argv[1], format="json-ld")
    spaces = {"case": CASE, "core": CORE, "observable": OBSERVABLE, "types": TYPES, "action": ACTION}
    for word, query in QUERIES.items():
        rows = {"\t".join([word] + [str(v) for v in row if v is not None]) for row in graph.query(query, initNs=spaces)}
        for row in sorted(rows):
            print(row)
    if len(sys.argv) > 2:
        ontology = Graph().parse(sys.argv[2], format="turtle")
        problems, asked = check_shapes(graph, ontology)
        for problem in problems:
            print("problem\t" + problem)
        print(f"shapes\t{asked} property shapes asked of {len(graph)} triples")
        return 1 if problems else 0
    return 0


sys.exit(main())
