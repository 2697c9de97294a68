// History read from CASE documents: order, digests, and what is not taken.
#include "exchange/case_read.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"

namespace exhibit::exchange {
namespace {

constexpr std::string_view digest =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// A document with a file, its provenance record, and what is given.
std::string document(const std::string& nodes) {
    return R"({"@context": {"kb": "http://example.org/kb/",
  "case": "https://ontology.caseontology.org/case/investigation/",
  "core": "https://ontology.unifiedcyberontology.org/uco/core/",
  "act": "https://ontology.unifiedcyberontology.org/uco/action/",
  "obs": "https://ontology.unifiedcyberontology.org/uco/observable/",
  "identity": "https://ontology.unifiedcyberontology.org/uco/identity/",
  "types": "https://ontology.unifiedcyberontology.org/uco/types/",
  "xsd": "http://www.w3.org/2001/XMLSchema#"},
 "@graph": [
  {"@id": "kb:file", "@type": "obs:File", "core:hasFacet": [{"@type": "obs:ContentDataFacet",
   "obs:hash": {"@type": "types:Hash", "types:hashMethod": {"@type": "xsd:string",
    "@value": "SHA-256"}, "types:hashValue": {"@type": "xsd:hexBinary", "@value":
    "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"}}}]},
  {"@id": "kb:record", "@type": "case:ProvenanceRecord", "case:exhibitNumber": "EX-7",
   "core:object": {"@id": "kb:file"}},
  {"@id": "kb:anna", "@type": "identity:Person", "core:hasFacet": {"@type":
   "identity:SimpleNameFacet", "identity:givenName": "Anna", "identity:familyName": "Alpha"}})" +
           (nodes.empty() ? "" : ",\n" + nodes) + "]}";
}

std::string action(const std::string& id, const std::string& more) {
    return R"({"@id": "kb:)" + id + R"(", "@type": "case:InvestigativeAction", "core:name": ")" +
           id + R"(", "act:object": {"@id": "kb:record"})" + (more.empty() ? "" : ", " + more) +
           "}";
}

std::string informed_by(const std::string& id) {
    return R"("case:wasInformedBy": {"@id": "kb:)" + id + "\"}";
}

std::string names_of(const CaseSubject& subject) {
    std::string out;
    for (const ImportedStep& step : subject.steps) out += (out.empty() ? "" : " ") + step.name;
    return out;
}

CaseSubject only(const std::string& nodes) {
    const auto subjects = read_case(document(nodes), "x.jsonld");
    EXPECT_EQ(subjects.size(), 1U);
    return subjects.front();
}

TEST(CaseRead, finds_the_thing_its_digest_and_who_did_what) {
    const CaseSubject subject = only(
        action("seizure",
               R"("act:performer": {"@id": "kb:anna"}, "act:startTime": {"@type": "xsd:dateTime",
           "@value": "2026-01-01T10:00:00+01:00"}, "core:description": "From the desk.",
           "act:location": {"@id": "kb:place"}},
          {"@id": "kb:place", "core:name": "Room 1")"));
    EXPECT_EQ(subject.id, "kb:file");
    EXPECT_EQ(subject.iri, "http://example.org/kb/file");
    EXPECT_EQ(subject.exhibits, std::vector<std::string>{"EX-7"});
    EXPECT_EQ(subject.sha256, digest);
    EXPECT_EQ(subject.problem, "");
    ASSERT_EQ(subject.steps.size(), 1U);
    EXPECT_EQ(subject.steps[0].id, "kb:seizure");
    EXPECT_EQ(subject.steps[0].performer, "Anna Alpha");
    EXPECT_EQ(subject.steps[0].place, "Room 1");
    EXPECT_EQ(subject.steps[0].began, "2026-01-01T10:00:00+01:00");
    EXPECT_EQ(subject.steps[0].description, "From the desk.");
}

TEST(CaseRead, puts_actions_in_the_order_of_their_chain_then_of_time) {
    EXPECT_EQ(names_of(only(action("c", informed_by("b")) + "," + action("b", informed_by("a")) +
                            "," + action("a", ""))),
              "a b c");
    const auto at = [](const std::string& time) { return "\"act:startTime\": \"" + time + '"'; };
    EXPECT_EQ(names_of(only(action("late", at("2026-01-01T10:00:00Z")) + "," +
                            action("early", at("2026-01-01T10:30:00+01:00")))),
              "early late");
}

TEST(CaseRead, does_not_take_an_action_for_a_thing) {
    const CaseSubject subject =
        only(action("a", R"("act:result": {"@id": "kb:b"})") + "," + action("b", ""));
    EXPECT_EQ(names_of(subject), "a b");
    EXPECT_EQ(subject.problem, "");
}

TEST(CaseRead, takes_nothing_of_a_chain_that_does_not_hold) {
    const auto problem = [](const std::string& nodes) { return only(nodes).problem; };
    EXPECT_NE(
        problem(action("a", informed_by("b")) + "," + action("b", informed_by("a"))).find("circle"),
        std::string::npos);
    EXPECT_NE(problem(action("a", informed_by("a"))).find("circle"), std::string::npos);
    EXPECT_NE(problem(action("a", informed_by("gone"))).find("chain is broken"), std::string::npos);
    EXPECT_NE(problem(action("a", R"("act:result": {"@id": "kb:gone"})")).find("chain is broken"),
              std::string::npos);
    EXPECT_NE(problem(action("a", R"("act:startTime": "2026-01-02T00:00:00Z",
                                    "act:endTime": "2026-01-01T00:00:00Z")"))
                  .find("ends before it begins"),
              std::string::npos);
    EXPECT_NE(problem(action("a", R"("act:startTime": "yesterday")")).find("date and time"),
              std::string::npos);
    EXPECT_TRUE(only(action("a", informed_by("a"))).steps.empty());
}

TEST(CaseRead, bounds_the_steps_and_their_texts) {
    std::string nodes;
    for (int i = 0; i < 257; ++i)
        nodes += (i == 0 ? "" : ",") + action("a" + std::to_string(i), "");
    EXPECT_NE(only(nodes).problem.find("257 actions"), std::string::npos);
    const CaseSubject subject =
        only(action("a", "\"core:description\": \"" + std::string(999, 'x') + "ää\""));
    EXPECT_EQ(subject.steps[0].description, std::string(999, 'x') + "…");
}

TEST(CaseRead, refuses_what_it_cannot_be_sure_of) {
    const auto refused = [](const std::string& text) {
        try {
            (void)read_case(text, "x.jsonld");
        } catch (const Error& error) {
            return std::string(error.what());
        }
        return std::string("was read");
    };
    EXPECT_NE(refused(R"({"@context": "http://example.org/context", "@graph": []})")
                  .find("nothing is fetched"),
              std::string::npos);
    EXPECT_NE(refused(R"({"@graph": [{"@id": "a", "@context": {}}]})").find("@context"),
              std::string::npos);
    EXPECT_NE(refused(R"({"@graph": [{"@id": "a", "@reverse": {}}]})").find("@reverse"),
              std::string::npos);
    EXPECT_NE(refused(document("")).find("no InvestigativeAction"), std::string::npos);
    EXPECT_NE(refused("[]").find("array"), std::string::npos);
    EXPECT_NE(refused("{").find("line 1"), std::string::npos);
}

std::string why_refused(const std::string& text) {
    try {
        read_case(text, "x.jsonld");
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::malformed);
        return error.what();
    }
    return {};
}

// Each thing of the record by each action took room: 10^10 of them fit a document.
TEST(CaseRead, very_many_actions_about_very_many_things_are_refused) {
    std::string nodes = R"({"@id": "kb:record", "core:object": [)";
    for (int i = 0; i < 1000; ++i)
        nodes += (i == 0 ? "" : ", ") + (R"({"@id": "kb:t)" + std::to_string(i)) +
                 R"(", "@type": "obs:File"})";
    nodes += "]}";
    for (int i = 0; i < 201; ++i) nodes += ",\n" + action("a" + std::to_string(i), "");
    EXPECT_EQ(why_refused(document(nodes)),
              "reading the CASE document x.jsonld: it has more than 200,000 pairs of an action and "
              "a thing it is about");
}

// A name was kept for each link to it before all were cut: 50 GiB for these 3 MiB.
TEST(CaseRead, a_long_name_is_not_kept_for_each_link) {
    std::string links;
    for (int i = 0; i < 50'000; ++i)
        links += (i == 0 ? "" : ", ") + std::string(R"({"@id": "kb:l"})");
    const CaseSubject subject = only(action("a", R"("act:performer": [)" + links + "]") +
                                     R"(, {"@id": "kb:l", "core:name": ")" +
                                     std::string(std::size_t{1} << 20U, 'n') + "\"}");
    ASSERT_EQ(subject.steps.size(), 1U);
    EXPECT_EQ(subject.steps[0].performer, std::string(300, 'n') + "…");
}

// It was put before each name that is short for something in it.
TEST(CaseRead, a_long_name_in_the_context_is_refused) {
    EXPECT_EQ(
        why_refused(R"({"@context": {"p": ")" + std::string(2049, 'p') + R"("}, "@graph": []})"),
        "reading the CASE document x.jsonld: its @context has a name of 2,049 bytes, expected "
        "at most 2,048");
}

}  // namespace
}  // namespace exhibit::exchange
