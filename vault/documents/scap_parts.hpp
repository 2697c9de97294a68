// What the readers of SCAP results share.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/digest.hpp"
#include "documents/facts.hpp"
#include "xml/reader.hpp"

namespace exhibit::documents {

/// Facts that a document can have thousands of: of each kind the first few, and how many more
/// there are, so that no kind leaves no place for another.
class ScapLists {
public:
    /// `kind` is one of those tell() knows. Says each value once.
    void add(std::string_view kind, const std::string& value);
    /// What makes no sense, as a sentence, in place of a fact.
    void odd(const std::string& sentence) { add("odd", sentence); }
    void tell(Facts& facts) const;

private:
    struct List {
        std::vector<std::string> first;
        std::set<crypto::Hash> seen;  ///< digests: there may be very many, and long ones
    };
    std::map<std::string, List, std::less<>> lists_;
};

/// How often each of the verdicts that a form knows was given.
class Verdicts {
public:
    explicit Verdicts(std::vector<std::string_view> known);
    /// False for one that the form does not know, which is not counted.
    bool count(std::string_view verdict);
    std::uint64_t total() const;
    /// As `prefix` and the verdict, those that were given.
    void tell(Facts& facts, std::string_view prefix) const;

private:
    std::vector<std::pair<std::string_view, std::uint64_t>> counts_;
};

struct ScapFindings {
    Facts& facts;
    ScapLists lists;
    std::uint64_t results = 0;  ///< TestResults and OVAL results that were read
    std::size_t pairs = 0;      ///< of a flaw and what it affects
};

/// A decimal number of XML Schema.
bool is_decimal(std::string_view text);
/// Times as XML Schema has them, with or without a zone. False when `text` is none, and then odd.
bool is_time(std::string_view text, std::string_view what, ScapLists& lists);
/// Tells both, or why they are not told.
void tell_times(const std::string& started, const std::string& ended, ScapFindings& findings);
/// "7.5/CVSS:3.1/AV:N/...": a score from 0 to 10 and a vector.
bool is_cvss(std::string_view text);

/// At a TestResult of the namespace `uri`: reads it to its end.
void read_test_result(xml::Reader& reader, std::string_view uri, ScapFindings& findings);
/// At a Benchmark: the TestResults in it.
void read_benchmark(xml::Reader& reader, std::string_view uri, ScapFindings& findings);
/// At oval_results.
void read_oval_results(xml::Reader& reader, ScapFindings& findings);

}  // namespace exhibit::documents
