#include "documents/scap.hpp"

#include "documents/children.hpp"
#include "documents/root.hpp"
#include "documents/scap_parts.hpp"
#include "exhibit/error.hpp"

namespace exhibit::documents {
namespace {

constexpr std::string_view asset_uri = "http://scap.nist.gov/schema/asset-identification/1.1";

bool is_xccdf(std::string_view uri) {
    return uri == xccdf_1_1_uri || uri == xccdf_1_2_uri;
}

[[noreturn]] void refuse(const char* what, const std::string& why) {
    throw Error(ErrorKind::malformed, std::string("reading ") + what + ": " + why);
}

/// Goes to the root element.
void to_root(xml::Reader& reader) {
    while (reader.next() != xml::Event::start) continue;
}

/// What is after the root is looked at too, so that a document is read whole or refused.
void to_end(xml::Reader& reader) {
    while (reader.next() != xml::Event::finished) continue;
}

/// At an element that may be a result: reads it, or says that it is none.
bool read_result(xml::Reader& reader, ScapFindings& findings) {
    const std::string_view uri = reader.element().uri;
    const std::string_view name = reader.element().local;
    if (is_xccdf(uri) && name == "TestResult")
        read_test_result(reader, uri, findings);
    else if (is_xccdf(uri) && name == "Benchmark")
        read_benchmark(reader, uri, findings);
    else if (uri == oval_results_uri && name == "oval_results")
        read_oval_results(reader, findings);
    else
        return false;
    return true;
}

class ArfReader {
public:
    ArfReader(xml::Reader& reader, ScapFindings& findings) : reader_(reader), findings_(findings) {}

    void run() {
        each_child(reader_, arf_uri, [&](std::string_view name) {
            if (name == "assets") each_part("asset", [&] { asset(); });
            if (name == "reports") each_part("report", [&] { report(); });
        });
        findings_.facts.add("reports", std::to_string(reports_));
        if (elsewhere_ > 0)
            findings_.facts.add("reports kept elsewhere", std::to_string(elsewhere_));
    }

private:
    template <typename Act>
    void each_part(std::string_view wanted, const Act& act) {
        each_child(reader_, arf_uri, [&](std::string_view name) {
            if (name == wanted) act();
        });
    }

    void asset() {
        each_child(reader_, asset_uri, [&](std::string_view) {
            each_child(reader_, asset_uri, [&](std::string_view name) {
                if (name == "fqdn" || name == "hostname")
                    findings_.facts.add_once("target", line_of(reader_));
                else if (name == "cpe")
                    platform(line_of(reader_));
                else if (name == "connections")
                    each_child(reader_, asset_uri, [&](std::string_view) { connection(); });
            });
        });
    }

    void platform(const std::string& name) {
        if (is_cpe(name)) findings_.lists.add("platform", name);
    }

    void connection() {
        each_child(reader_, asset_uri, [&](std::string_view name) {
            if (name == "mac-address") findings_.lists.add("MAC address", line_of(reader_));
            if (name != "ip-address") return;
            each_child(reader_, asset_uri,
                       [&](std::string_view) { findings_.lists.add("address", line_of(reader_)); });
        });
    }

    void report() {
        ++reports_;
        each_child(reader_, arf_uri, [&](std::string_view name) {
            if (name == "content") each_child(reader_, [&] { read_result(reader_, findings_); });
            if (name == "remote-resource") ++elsewhere_;
        });
    }

    xml::Reader& reader_;
    ScapFindings& findings_;
    std::uint64_t reports_ = 0;
    std::uint64_t elsewhere_ = 0;
};

}  // namespace

bool looks_like_xccdf(ByteView head) {
    const auto root = root_of(head);
    return root && is_xccdf(root->uri) &&
           (root->local == "TestResult" || root->local == "Benchmark");
}

bool looks_like_oval(ByteView head) {
    const auto root = root_of(head);
    return root && root->uri == oval_results_uri && root->local == "oval_results";
}

bool looks_like_arf(ByteView head) {
    const auto root = root_of(head);
    return root && root->uri == arf_uri && root->local == "asset-report-collection";
}

void read_xccdf(std::string_view document, Facts& facts) {
    xml::Reader reader(document);
    ScapFindings findings{facts, {}};
    to_root(reader);
    const std::string_view uri = reader.element().uri;
    facts.add("format", uri == xccdf_1_1_uri ? "XCCDF 1.1" : "XCCDF 1.2");
    if (is_xccdf(uri)) read_result(reader, findings);
    if (findings.results == 0)
        refuse("XCCDF results", "there is no TestResult in it, only what is to be tested");
    to_end(reader);
    findings.lists.tell(facts);
}

void read_oval(std::string_view document, Facts& facts) {
    xml::Reader reader(document);
    ScapFindings findings{facts, {}};
    to_root(reader);
    facts.add("format", "OVAL results 5");
    if (reader.element().uri == oval_results_uri) read_result(reader, findings);
    if (findings.results == 0) refuse("OVAL results", "its root is no oval_results");
    to_end(reader);
    findings.lists.tell(facts);
}

void read_arf(std::string_view document, Facts& facts) {
    xml::Reader reader(document);
    ScapFindings findings{facts, {}};
    to_root(reader);
    facts.add("format", "ARF 1.1");
    if (!reader.is(arf_uri, "asset-report-collection"))
        refuse("an ARF document", "its root is no asset-report-collection");
    ArfReader(reader, findings).run();
    if (findings.results == 0)
        refuse("an ARF document", "no report in it is an XCCDF TestResult or OVAL results");
    to_end(reader);
    findings.lists.tell(facts);
}

}  // namespace exhibit::documents
