// A PhraudReport (RFC 5901) of an e-mail, or of the capture of a site, that a handler reports as
// phishing. What the message says is given as its words; what nobody knows is left out, and where
// the schema asks for an element nevertheless it is there with nothing in it.
#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "documents/mail.hpp"
#include "documents/mail_links.hpp"
#include "documents/summary.hpp"
#include "exchange/address.hpp"
#include "exchange/iodef_names.hpp"
#include "exchange/iodef_parts.hpp"
#include "exhibit/error.hpp"
#include "xml/text.hpp"

namespace exhibit::exchange {
namespace {

constexpr std::size_t message_bytes_max = std::size_t{1} << 20U;

/// Only characters of a URI (RFC 3986), and "%" only before two digits: what validators agree on.
bool is_uri(std::string_view text) {
    static constexpr std::string_view hex = "0123456789abcdefABCDEF";
    static constexpr std::string_view others = "-._~:/?#@!$&'()*+,;=%";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool digit = c >= '0' && c <= '9';
        if (!letter && !digit && others.find(c) == std::string_view::npos) return false;
        if (c == '%' && (i + 2 >= text.size() || hex.find(text[i + 1]) == std::string_view::npos ||
                         hex.find(text[i + 2]) == std::string_view::npos))
            return false;
    }
    return std::ranges::count(text, '#') <= 1;
}

bool is_html(std::string_view document) {
    constexpr std::size_t looked_at = 1024;
    std::string head(document.substr(0, looked_at));
    for (char& c : head)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return head.find("<html") != std::string::npos ||
           head.find("<!doctype html") != std::string::npos;
}

/// The first word of "smtp.evil.example (unknown [203.0.113.9])" when it is a name.
std::string host_of(const documents::MailHop& hop) {
    const std::string word = hop.from.substr(0, hop.from.find(' '));
    static constexpr std::string_view name =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    return word.find_first_not_of(name) == std::string::npos ? word : std::string();
}

class PhishingReport {
public:
    PhishingReport(pugi::xml_node data, const Build& build, const EvidenceItem& evidence)
        : build_(build), evidence_(evidence), report_(data.append_child("phish:PhraudReport")) {
        set(report_, "xmlns:phish", std::string(phish_uri));
        set(report_, "xmlns:iodef", std::string(iodef_v1_uri));
        // RFC 5901 section 5.4 asks for this value; the default of its schema is another.
        set(report_, "Version", "0.06");
    }

    void tell_mail(const documents::Mail& mail) {
        set(report_, "FraudType", "phishing");
        add("PhishNameLocalRef", evidence_.item.id);
        add("FraudParameter", mail.subject);
        add_lure(mail);
        add_sensor();
        add_email(mail);
        add_archive("unspecified", "The message as received, held in the vault");
        add_links(mail.links, mail.links_left_out);
        add_comments();
    }

    void tell_capture() {
        set(report_, "FraudType", "archive");
        add("PhishNameLocalRef", evidence_.item.id);
        pugi::xml_node system = add_system(report_.append_child("phish:LureSource"), "source");
        add_source_machine(system.child("iodef:Node"));
        describe(system, field(evidence_.item, "collected_from"));
        add_sensor();
        add_archive("collectionsite", "A capture of the site, held in the vault");
        if (is_html(evidence_.phishing)) {
            documents::Links links;
            documents::find_html_links(evidence_.phishing, links);
            add_links(links.first(), links.left_out());
        }
        add_comments();
    }

private:
    std::string fit(const std::string& text) const {
        return build_.text.fit(text, "the phishing report of " + evidence_.item.id);
    }

    void add(const char* name, const std::string& text) {
        add_text(report_, (std::string("phish:") + name).c_str(), fit(text));
    }

    static pugi::xml_node add_system(pugi::xml_node parent, const char* category) {
        pugi::xml_node system = parent.append_child("iodef:System");
        set(system, "category", category);
        system.append_child("iodef:Node");
        return system;
    }

    void describe(pugi::xml_node system, const std::string& text) const {
        add_text(system, "iodef:Description", fit(text));
    }

    void add_host(pugi::xml_node node, const std::string& name, const std::string& address) const {
        add_text(node, "iodef:NodeName", fit(name));
        const bool v6 = is_ipv6(address);
        if (!v6 && !is_ipv4(address)) return;
        pugi::xml_node one = node.append_child("iodef:Address");
        set(one, "category", v6 ? "ipv6-addr" : "ipv4-addr");
        one.text().set(address.c_str());
    }

    void add_source_machine(pugi::xml_node node) const {
        add_host(node, field(evidence_.item, "host_name"), field(evidence_.item, "ip"));
    }

    /// The oldest host with an address that the message names; the domain it says it is from.
    void add_lure(const documents::Mail& mail) {
        pugi::xml_node lure = report_.append_child("phish:LureSource");
        pugi::xml_node system = add_system(lure, "source");
        const auto known = [](const documents::MailHop& hop) {
            return is_ipv4(hop.address) || is_ipv6(hop.address);
        };
        const auto oldest = std::find_if(mail.hops.rbegin(), mail.hops.rend(), known);
        if (oldest != mail.hops.rend()) {
            add_host(system.child("iodef:Node"), host_of(*oldest), oldest->address);
            describe(system,
                     "The oldest Received field with an address, which may be forged: from " +
                         oldest->from + " by " + oldest->by + " at " + oldest->time);
        }
        if (mail.from_domain.empty()) return;
        pugi::xml_node domain = lure.append_child("phish:DomainData");
        set(domain, "SystemStatus", "unknown");
        add_text(domain, "phish:Name", fit(mail.from_domain));
    }

    /// A handler says that it is phishing: the sensor is human, and of the team that reports.
    void add_sensor() {
        pugi::xml_node sensor = report_.append_child("phish:OriginatingSensor");
        set(sensor, "OriginatingSensorType", "human");
        add_text(sensor, "phish:DateFirstSeen", time_text(evidence_.finished));
        pugi::xml_node node = add_system(sensor, "sensor").child("iodef:Node");
        add_host(node, build_.input.request.csirt_name, {});
    }

    void add_email(const documents::Mail& mail) {
        pugi::xml_node record = report_.append_child("phish:EmailRecord");
        add_text(record, "phish:EmailCount", "1");
        std::string_view text = evidence_.phishing;
        std::string comments;
        if (text.size() > message_bytes_max) {
            text = text.substr(0, std::min(text.find("\r\n\r\n"), text.find("\n\n")));
            text = text.substr(0, message_bytes_max);
            comments = "Only the header is here: the message has " +
                       grouped(evidence_.phishing.size()) + " bytes. ";
            build_.text.omit("The body of " + evidence_.item.id +
                             " is larger than 1 MiB and not in the phishing report.");
        }
        const std::string fitting = build_.text.fit_whole(text, "the message " + evidence_.item.id);
        build_.enclosures.put(record.append_child("phish:EmailMessage"),
                              xml::escaped_text(fitting));
        for (const documents::MailCheck& check : mail.checks)
            comments += check.method + ' ' + check.result + " by " + check.by + ". ";
        for (const documents::MailPart& part : mail.parts)
            if (!part.name.empty() || part.attachment)
                comments += "Part " + part.path + ' ' + part.type + " \"" + part.name + "\", " +
                            counted(part.size, "byte", "bytes") + ", SHA-256 " + part.sha256 + ". ";
        add_text(record, "phish:EmailComments", fit(comments));
    }

    void add_archive(const char* type, const std::string& what) {
        pugi::xml_node archive = report_.append_child("phish:ArchivedData");
        set(archive, "type", type);
        const std::string& sha256 = evidence_.item.digests.sha256;
        add_text(archive, "phish:URL", item_uri(build_.input.origin, evidence_.item.id));
        add_text(archive, "phish:Comments", what + (sha256.empty() ? "" : "; SHA-256 " + sha256));
    }

    void add_links(const std::vector<std::string>& links, std::size_t left_out) {
        for (const std::string& link : links) {
            if (is_uri(link))
                add("RelatedData", link);
            else
                ++left_out;
        }
        if (left_out > 0)
            build_.text.omit(counted(left_out, "link", "links") + " of " + evidence_.item.id +
                             " not in the phishing report: no URI, or after the first 64.");
    }

    void add_comments() {
        add("PRComments",
            "Times of detection are when the evidence was acquired. RelatedData are the links in "
            "the content, as written there; none was followed.");
    }

    const Build& build_;
    const EvidenceItem& evidence_;
    pugi::xml_node report_;
};

}  // namespace

bool is_phishing(const EvidenceItem& evidence) {
    return evidence.capture || !evidence.phishing.empty();
}

void add_phishing(pugi::xml_node data, const Build& build, const EvidenceItem& evidence) {
    std::optional<documents::Mail> mail;
    try {
        if (documents::form_of(as_bytes(evidence.phishing)) == "mail")
            mail = documents::read_mail(evidence.phishing);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::malformed) throw;
        build.text.omit(evidence.item.id + " is not reported as phishing: " + error.what() + '.');
        data.parent().remove_child(data);
        return;
    }
    data.attribute("formatid").set_value(std::string(phish_uri).c_str());
    PhishingReport report(data, build, evidence);
    if (mail)
        report.tell_mail(*mail);
    else
        report.tell_capture();
}

}  // namespace exhibit::exchange
