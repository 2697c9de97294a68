// OVAL results 5: which definitions hold on which system, and the vulnerabilities behind them.
#include <unordered_map>
#include <utility>

#include "base/text.hpp"
#include "documents/children.hpp"
#include "documents/scap.hpp"
#include "documents/scap_parts.hpp"

namespace exhibit::documents {
namespace {

constexpr std::string_view definitions_uri = "http://oval.mitre.org/XMLSchema/oval-definitions-5";
constexpr std::string_view common_uri = "http://oval.mitre.org/XMLSchema/oval-common-5";
constexpr std::string_view system_uri =
    "http://oval.mitre.org/XMLSchema/oval-system-characteristics-5";

struct Named {
    std::string_view kind;  ///< of ScapLists
    std::string value;
};

struct Advisory {
    std::vector<std::string> flaws;
    std::vector<std::string> affected;  ///< each by each of the flaws
};

struct Definition {
    std::string kind;  ///< its class
    std::string title;
    // Told when it is true, once: any number of results may name it.
    std::vector<Named> about;
    std::vector<Advisory> advisories;
    bool told = false;
};

struct Generator {
    std::string product, version, schema, time;
};

Generator read_generator(xml::Reader& reader) {
    Generator out;
    each_child(reader, common_uri, [&](std::string_view name) {
        if (name == "product_name") out.product = line_of(reader);
        if (name == "product_version") out.version = line_of(reader);
        if (name == "schema_version") out.schema = line_of(reader);
        if (name == "timestamp") out.time = line_of(reader);
    });
    return out;
}

class OvalReader {
public:
    OvalReader(xml::Reader& reader, ScapFindings& findings)
        : reader_(reader), findings_(findings), facts_(findings.facts), lists_(findings.lists) {}

    void run() {
        each_child(reader_, [&] {
            if (reader_.is(oval_results_uri, "generator"))
                tell_generator(read_generator(reader_));
            else if (reader_.is(definitions_uri, "oval_definitions"))
                definitions();
            else if (reader_.is(oval_results_uri, "results"))
                results();
        });
        facts_.add("definitions", std::to_string(verdicts_.total()));
        verdicts_.tell(facts_, "definitions");
    }

private:
    void tell_generator(const Generator& from) {
        facts_.add("schema version", from.schema);
        facts_.add("scanner", from.product + (from.version.empty() ? "" : ' ' + from.version));
        if (!from.time.empty() && is_time(from.time, "time of the OVAL results", lists_))
            facts_.add("created", from.time);
    }

    void definitions() {
        each_child(reader_, definitions_uri, [&](std::string_view name) {
            if (name == "generator") {
                const Generator from = read_generator(reader_);
                facts_.add("definitions by", from.product);
                if (!from.time.empty() && is_time(from.time, "time of the definitions", lists_))
                    facts_.add("definitions created", from.time);
            } else if (name == "definitions") {
                each_child(reader_, definitions_uri, [&](std::string_view child) {
                    if (child == "definition") definition();
                });
            }
        });
    }

    void definition() {
        const std::string id = attribute_of(reader_, "id");
        Definition& one = known_[id];
        one.kind = attribute_of(reader_, "class");
        each_child(reader_, definitions_uri, [&](std::string_view name) {
            if (name == "metadata") metadata(one);
        });
    }

    void metadata(Definition& one) {
        each_child(reader_, definitions_uri, [&](std::string_view name) {
            if (name == "title")
                one.title = fact_text(line_of(reader_));
            else if (name == "reference")
                reference(one);
            else if (name == "advisory")
                advisory(one);
        });
    }

    void reference(Definition& one) const {
        const std::string id = attribute_of(reader_, "ref_id");
        if (is_cve(id)) one.about.push_back({"CVE", id});
        if (is_cwe(id)) one.about.push_back({"CWE", id});
        if (is_cpe(id)) one.about.push_back({"platform", id});
    }

    /// What vendors of distributions write into their definitions beside OVAL's own elements.
    void advisory(Definition& one) {
        Advisory said;
        each_child(reader_, definitions_uri, [&](std::string_view name) {
            if (name == "cve") {
                const std::string cve = flaw(one);
                if (!cve.empty()) said.flaws.push_back(cve);
            }
            if (name != "affected_cpe_list") return;
            each_child(reader_, definitions_uri, [&](std::string_view child) {
                if (child != "cpe") return;
                std::string platform = line_of(reader_);
                if (is_cpe(platform)) said.affected.push_back(std::move(platform));
            });
        });
        one.advisories.push_back(std::move(said));
    }

    /// A cve element: "CVE-2026-1" with the score of its weight as cvss3="7.5/CVSS:3.1/...", or in
    /// two attributes, and the weakness it is one of.
    std::string flaw(Definition& one) {
        std::vector<std::string> scores = {attribute_of(reader_, "cvss3"),
                                           attribute_of(reader_, "cvss2")};
        const std::string score = attribute_of(reader_, "cvss_score");
        if (!score.empty()) scores.push_back(score + '/' + attribute_of(reader_, "cvss_vector"));
        const std::string weakness = attribute_of(reader_, "cwe");
        std::string cve = line_of(reader_);
        if (!is_cve(cve)) return {};
        one.about.push_back({"CVE", cve});
        for (const std::string& value : scores)
            if (!value.empty() && !is_cvss(value))
                lists_.odd("The CVSS of " + cve + " is \"" + value + "\", which is no score.");
            else if (!value.empty())
                one.about.push_back({"CVSS", cve + ' ' + value});
        if (is_cwe(weakness)) one.about.push_back({"CWE", weakness});
        return cve;
    }

    void results() {
        each_child(reader_, oval_results_uri, [&](std::string_view name) {
            if (name == "system") tested_system();
        });
    }

    void tested_system() {
        each_child(reader_, [&] {
            if (reader_.is(oval_results_uri, "definitions"))
                each_child(reader_, oval_results_uri, [&](std::string_view name) {
                    if (name == "definition") verdict();
                });
            else if (reader_.is(system_uri, "oval_system_characteristics"))
                each_child(reader_, system_uri, [&](std::string_view name) {
                    if (name == "system_info") system_info();
                });
        });
    }

    void verdict() {
        const std::string id = attribute_of(reader_, "definition_id");
        const std::string result = attribute_of(reader_, "result");
        if (!verdicts_.count(result)) {
            lists_.odd("The result of definition " + id + " is \"" + result +
                       "\", which OVAL does not know.");
            return;
        }
        const auto found = known_.find(id);
        const std::string kind =
            found == known_.end() ? attribute_of(reader_, "class") : found->second.kind;
        const bool holds = result == "true";
        // A definition of a patch holds where the patch is missing; one of compliance should hold.
        if (kind == "compliance" ? result != "false" : !holds) return;
        const std::string text = found == known_.end() || found->second.title.empty()
                                     ? id
                                     : id + ": " + found->second.title;
        if (kind == "vulnerability" || kind == "patch") lists_.add(kind, text);
        if (kind == "compliance") lists_.add("violation", text);
        if (found != known_.end() && !std::exchange(found->second.told, true))
            tell_definition(found->second);
    }

    void tell_definition(const Definition& definition) {
        const bool inventory = definition.kind == "inventory";
        for (const Named& one : definition.about)
            if ((one.kind == "platform") == inventory) lists_.add(one.kind, one.value);
        if (inventory) return;
        for (const Advisory& one : definition.advisories)
            for (const std::string& cve : one.flaws)
                for (const std::string& platform : one.affected)
                    if (!tell_pair(cve, platform)) return;
    }

    /// A short document can have more pairs than memory has room for.
    bool tell_pair(const std::string& cve, const std::string& platform) {
        constexpr std::size_t pairs_counted_max = 100'000;
        if (findings_.pairs++ < pairs_counted_max) {
            lists_.add("affected", cve + ' ' + platform);
            return true;
        }
        lists_.odd("There are more than " + grouped(pairs_counted_max) +
                   " pairs of a flaw and what it affects: the rest is not counted.");
        return false;
    }

    void system_info() {
        std::string system;
        std::string version;
        each_child(reader_, system_uri, [&](std::string_view name) {
            if (name == "os_name")
                system = line_of(reader_);
            else if (name == "os_version")
                version = line_of(reader_);
            else if (name == "architecture")
                facts_.add_once("architecture", line_of(reader_));
            else if (name == "primary_host_name")
                facts_.add_once("target", line_of(reader_));
            else if (name == "interfaces")
                each_child(reader_, system_uri, [&](std::string_view child) {
                    if (child == "interface") interface();
                });
        });
        facts_.add_once("operating system", system + (version.empty() ? "" : ' ' + version));
    }

    void interface() {
        each_child(reader_, system_uri, [&](std::string_view name) {
            if (name == "ip_address") lists_.add("address", line_of(reader_));
            if (name == "mac_address") lists_.add("MAC address", line_of(reader_));
        });
    }

    xml::Reader& reader_;
    ScapFindings& findings_;
    Facts& facts_;
    ScapLists& lists_;
    std::unordered_map<std::string, Definition> known_;
    Verdicts verdicts_{{"true", "false", "unknown", "error", "not evaluated", "not applicable"}};
};

}  // namespace

void read_oval_results(xml::Reader& reader, ScapFindings& findings) {
    ++findings.results;
    OvalReader(reader, findings).run();
}

}  // namespace exhibit::documents
