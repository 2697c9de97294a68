// XCCDF TestResult (NIST IR 7275): who ran which benchmark on what, and how the rules came out.
#include <algorithm>
#include <charconv>

#include "documents/children.hpp"
#include "documents/scap.hpp"
#include "documents/scap_parts.hpp"

namespace exhibit::documents {
namespace {

/// For sorting: what is worst first.
int rank_of(std::string_view severity) {
    if (severity == "high") return 0;
    if (severity == "medium") return 1;
    if (severity == "low") return 2;
    return 3;
}

struct Failure {
    std::string severity;
    std::string text;
};

struct Score {
    std::string value;
    std::string maximum;
    std::string system;
};

class TestResultReader {
public:
    TestResultReader(xml::Reader& reader, std::string_view uri, ScapFindings& findings)
        : reader_(reader), uri_(uri), findings_(findings) {}

    void run() {
        // The attributes are those of the last start tag: taken before its children.
        tell("result", attribute_of(reader_, "id"));
        version_ = attribute_of(reader_, "version");
        started_ = attribute_of(reader_, "start-time");
        ended_ = attribute_of(reader_, "end-time");
        system_ = attribute_of(reader_, "test-system");
        each_child(reader_, uri_, [&](std::string_view name) { child(name); });
        tell_head();
        list_failures();
    }

private:
    void tell(std::string_view name, const std::string& value) { findings_.facts.add(name, value); }
    void list(std::string_view kind, const std::string& value) { findings_.lists.add(kind, value); }

    void child(std::string_view name) {
        if (name == "title")
            titles_.push_back(line_of(reader_));
        else if (name == "benchmark")
            benchmark();
        else if (name == "profile")
            profile_ = attribute_of(reader_, "idref");
        else if (name == "organization")
            organizations_.push_back(line_of(reader_));
        else if (name == "identity")
            identity();
        else if (name == "target")
            targets_.push_back(line_of(reader_));
        else if (name == "target-address")
            list("address", line_of(reader_));
        else if (name == "target-facts")
            target_facts();
        else if (name == "platform")
            platform();
        else if (name == "rule-result")
            rule_result();
        else if (name == "score")
            score();
    }

    void benchmark() {
        benchmark_ = attribute_of(reader_, "id");
        const std::string file = attribute_of(reader_, "href");
        if (benchmark_.empty())
            benchmark_ = file;
        else if (!file.empty())
            benchmark_ += " (" + file + ')';
    }

    void identity() {
        const std::string authenticated = attribute_of(reader_, "authenticated");
        const std::string privileged = attribute_of(reader_, "privileged");
        const auto said = [](const std::string& value, const char* what) -> std::string {
            if (value == "true" || value == "1") return std::string(", ") + what;
            if (value == "false" || value == "0") return std::string(", not ") + what;
            return {};
        };
        identity_ = line_of(reader_);
        if (!identity_.empty())
            identity_ += said(authenticated, "authenticated") + said(privileged, "privileged");
    }

    void target_facts() {
        each_child(reader_, uri_, [&](std::string_view name) {
            if (name != "fact") return;
            const std::string about = attribute_of(reader_, "name");
            if (about == "urn:xccdf:fact:scanner:name")
                scanner_ = line_of(reader_);
            else if (about == "urn:xccdf:fact:scanner:version")
                scanner_version_ = line_of(reader_);
            else if (about == "urn:xccdf:fact:asset:identifier:mac" ||
                     about == "urn:xccdf:fact:ethernet:MAC")
                list("MAC address", line_of(reader_));
            else if (about == "urn:xccdf:fact:asset:identifier:fqdn")
                full_name_ = line_of(reader_);
        });
    }

    void platform() {
        const std::string name = attribute_of(reader_, "idref");
        if (is_cpe(name)) list("platform", name);
    }

    void rule_result() {
        Failure failure{attribute_of(reader_, "severity"), attribute_of(reader_, "idref")};
        const std::string rule = fact_text(failure.text);  // stands in each override of it
        if (!failure.severity.empty()) failure.text += ", severity " + failure.severity;
        std::string result;
        std::vector<std::string> idents;
        each_child(reader_, uri_, [&](std::string_view name) {
            if (name == "result")
                result = line_of(reader_);
            else if (name == "ident")
                idents.push_back(line_of(reader_));
            else if (name == "override")
                override(rule);
        });
        ++rules_;
        if (!verdicts_.count(result)) {
            findings_.lists.odd("The result of rule " + rule + " is \"" + result +
                                "\", which XCCDF does not know.");
            return;
        }
        if (result != "fail") return;
        for (const std::string& ident : idents) failed_ident(ident, failure);
        failures_.push_back(std::move(failure));
    }

    void failed_ident(const std::string& ident, Failure& failure) {
        if (ident.empty()) return;
        failure.text += ", " + ident;
        if (is_cve(ident)) list("CVE", ident);
        if (is_cwe(ident)) list("CWE", ident);
        if (is_cce(ident)) list("CCE", ident);
    }

    /// Somebody changed a result by hand.
    void override(const std::string& rule) {
        const std::string time = attribute_of(reader_, "time");
        const std::string authority = attribute_of(reader_, "authority");
        std::string before;
        std::string after;
        each_child(reader_, uri_, [&](std::string_view name) {
            if (name == "old-result") before = line_of(reader_);
            if (name == "new-result") after = line_of(reader_);
        });
        list("override",
             rule + ": " + before + " made " + after + " by " + authority + " at " + time);
    }

    void score() {
        Score score;
        score.system = attribute_of(reader_, "system");
        score.maximum = attribute_of(reader_, "maximum");
        score.value = line_of(reader_);
        const std::string found = "The score" +
                                  (score.system.empty() ? "" : " of " + score.system) + " is \"" +
                                  score.value + '"';
        if (!is_decimal(score.value) || (!score.maximum.empty() && !is_decimal(score.maximum)))
            findings_.lists.odd(found + (score.maximum.empty() ? "" : " of " + score.maximum) +
                                ", which is no number.");
        else if (score.value.starts_with('-') || exceeds(score))
            findings_.lists.odd(found + ", which is not between 0 and " +
                                (score.maximum.empty() ? "a maximum" : score.maximum) + '.');
        else
            scores_.push_back(std::move(score));
    }

    static bool exceeds(const Score& score) {
        if (score.maximum.empty()) return false;
        double value = 0;
        double maximum = 0;
        std::from_chars(score.value.data(), score.value.data() + score.value.size(), value);
        std::from_chars(score.maximum.data(), score.maximum.data() + score.maximum.size(), maximum);
        return value > maximum;
    }

    void tell_head() {
        constexpr std::size_t said_max = 4;
        const auto some = [&](std::string_view name, const std::vector<std::string>& values) {
            for (std::size_t i = 0; i < values.size() && i < said_max; ++i) tell(name, values[i]);
        };
        tell("benchmark", benchmark_);
        tell("profile", profile_);
        some("target", targets_);
        if (targets_.empty()) findings_.lists.odd("The result does not say what was tested.");
        tell("scanner", system_);
        tell_times(started_, ended_, findings_);
        for (std::size_t i = 0; i < scores_.size() && i < said_max; ++i) {
            const Score& one = scores_[i];
            tell("score", one.value + (one.maximum.empty() ? "" : " of " + one.maximum) +
                              (one.system.empty() ? "" : " (" + one.system + ')'));
        }
        tell("rules", std::to_string(rules_));
        verdicts_.tell(findings_.facts, "rules");
        some("title", titles_);
        tell("benchmark version", version_);
        if (!scanner_.empty())
            tell("scanner", scanner_ + (scanner_version_.empty() ? "" : ' ' + scanner_version_));
        if (std::ranges::find(targets_, full_name_) == targets_.end()) tell("target", full_name_);
        tell("identity", identity_);
        some("organization", organizations_);
    }

    void list_failures() {
        std::ranges::stable_sort(failures_, {},
                                 [](const Failure& one) { return rank_of(one.severity); });
        for (const Failure& one : failures_) list("failed rule", one.text);
    }

    xml::Reader& reader_;
    std::string_view uri_;
    ScapFindings& findings_;
    std::string version_, started_, ended_, system_;
    std::string benchmark_, profile_, identity_, scanner_, scanner_version_, full_name_;
    std::vector<std::string> titles_, organizations_, targets_;
    std::vector<Score> scores_;
    std::vector<Failure> failures_;
    std::uint64_t rules_ = 0;
    Verdicts verdicts_{{"pass", "fail", "error", "unknown", "notapplicable", "notchecked",
                        "notselected", "informational", "fixed"}};
};

}  // namespace

void read_test_result(xml::Reader& reader, std::string_view uri, ScapFindings& findings) {
    ++findings.results;
    TestResultReader(reader, uri, findings).run();
}

void read_benchmark(xml::Reader& reader, std::string_view uri, ScapFindings& findings) {
    each_child(reader, uri, [&](std::string_view name) {
        if (name == "TestResult") read_test_result(reader, uri, findings);
    });
}

}  // namespace exhibit::documents
