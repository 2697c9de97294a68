#include "documents/idmef.hpp"

#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/text.hpp"
#include "base/time.hpp"
#include "documents/children.hpp"
#include "documents/root.hpp"
#include "exhibit/error.hpp"
#include "xml/reader.hpp"
#include "xml/text.hpp"

namespace exhibit::documents {
namespace {

constexpr std::string_view idmef_uri = "http://iana.org/idmef";
constexpr std::size_t messages_told_max = 16;

/// Adds `part`, when there is one, as the next of a list.
void append(std::string& list, std::string_view separator, const std::string& part) {
    if (part.empty()) return;
    if (!list.empty()) list += separator;
    list += part;
}

/// "0xbc723b45.0xef449129": seconds since 1900, or since 2036 when the first bit is not set
/// (RFC 4765, 6.4).
std::optional<Instant> ntp_instant(std::string_view stamp) {
    constexpr std::int64_t from_1900_to_1970 = 2'208'988'800;
    constexpr std::int64_t era = std::int64_t{1} << 32;
    constexpr std::size_t digits = 8;
    if (stamp.size() != 21 || !stamp.starts_with("0x") || stamp.substr(10, 3) != ".0x")
        return std::nullopt;
    std::uint32_t seconds = 0;
    std::uint32_t fraction = 0;
    const char* whole = stamp.data() + 2;
    const char* part = stamp.data() + 13;
    if (std::from_chars(whole, whole + digits, seconds, 16).ptr != whole + digits ||
        std::from_chars(part, part + digits, fraction, 16).ptr != part + digits)
        return std::nullopt;
    const std::int64_t value = seconds;
    return Instant{value - from_1900_to_1970 + (seconds < 0x80000000U ? era : 0)};
}

class MessageReader {
public:
    MessageReader(std::string_view document, Facts& facts) : reader_(document), facts_(facts) {}

    /// Of the first messages.
    void run() {
        while (reader_.next() != xml::Event::start) {
        }
        std::size_t told = 0;
        each_child([&](std::string_view name) {
            const bool alert = name == "Alert";
            if ((alert || name == "Heartbeat") && told++ < messages_told_max) message(alert);
        });
    }

private:
    /// What `act` does not read is skipped.
    template <typename Act>
    void each_child(const Act& act) {
        documents::each_child(reader_, idmef_uri, act);
    }

    std::string attribute(std::string_view name) const { return attribute_of(reader_, name); }
    std::string text() { return line_of(reader_); }

    void message(bool alert) {
        const std::string id = attribute("messageid");
        facts_.add(alert ? "alert" : "heartbeat", id.empty() ? "without messageid" : id);
        each_child([&](std::string_view name) {
            if (name == "Analyzer")
                facts_.add("analyzer", analyzer());
            else if (name == "CreateTime")
                time("created");
            else if (name == "DetectTime")
                time("detected");
            else if (name == "AnalyzerTime")
                time("analyzer clock");
            else if (name == "Source")
                facts_.add("source", party());
            else if (name == "Target")
                facts_.add("target", party());
            else if (name == "Classification")
                classification();
            else if (name == "Assessment")
                assessment();
            else if (name == "CorrelationAlert" || name == "ToolAlert")
                related();
            tell_files();
        });
    }

    std::string analyzer() {
        std::string out = attribute("analyzerid");
        for (const char* name : {"name", "manufacturer", "model", "version", "class"})
            append(out, ", ", attribute(name));
        each_child([&](std::string_view name) {
            if (name == "Node")
                append(out, ", ", node());
            else if (name == "Analyzer")
                append(out, "; heard from ", analyzer());
        });
        return out;
    }

    /// The text, and where the stamp beside it says another second, both.
    void time(const char* what) {
        const std::string stamp = attribute("ntpstamp");
        const std::string written = text();
        facts_.add(what, written);
        if (stamp.empty()) return;
        const std::string about = std::string(what) + ": ntpstamp " + stamp;
        const std::optional<Instant> ntp = ntp_instant(stamp);
        if (!ntp) {
            facts_.add("time disagreement", about + " is no NTP time");
            return;
        }
        try {
            const Instant read = parse_rfc3339(written).instant;
            if (read == *ntp) return;
            const bool shown = ntp->seconds >= 0;
            facts_.add("time disagreement",
                       about + (shown ? " is " + format_utc(*ntp) : " is before 1970") +
                           ", the text " + format_utc(read));
        } catch (const Error&) {
            facts_.add("time disagreement", about + ", and the text is no time");
        }
    }

    /// A Source or a Target: "badguy.example.net, 192.0.2.50, port 80; spoofed yes".
    std::string party() {
        std::string doubts;
        for (const char* name : {"spoofed", "decoy"}) {
            const std::string value = attribute(name);
            if (!value.empty() && value != "unknown")
                doubts += std::string("; ") + name + ' ' + value;
        }
        std::string out;
        each_child([&](std::string_view name) {
            if (name == "Node")
                append(out, ", ", node());
            else if (name == "User")
                append(out, ", ", user());
            else if (name == "Process")
                append(out, ", ", process());
            else if (name == "Service")
                append(out, ", ", service());
            else if (name == "File")
                file();
        });
        if (out.empty()) out = "not named";
        return out + doubts;
    }

    std::string node() {
        std::string names;
        std::string location;
        each_child([&](std::string_view name) {
            if (name == "name")
                append(names, ", ", text());
            else if (name == "Address")
                append(names, ", ", address());
            else if (name == "location")
                location = text();
        });
        append(names, ", ", location.empty() ? location : "at " + location);
        return names;
    }

    std::string address() {
        std::string addresses;
        std::string masks;
        each_child([&](std::string_view name) {
            if (name == "address")
                addresses += text();
            else if (name == "netmask")
                masks += '/' + text();
        });
        return addresses + masks;
    }

    std::string user() {
        std::string out;
        each_child([&](std::string_view name) {
            if (name != "UserId") return;
            std::string type = attribute("type");
            if (type.empty()) type = "user";
            std::string id;
            each_child([&](std::string_view part) {
                if (part == "name" || part == "number") append(id, " ", text());
            });
            append(out, ", ", type + ' ' + id);
        });
        return out;
    }

    std::string process() {
        std::string out;
        each_child([&](std::string_view name) {
            if (name == "name" || name == "path")
                append(out, " ", text());
            else if (name == "pid")
                append(out, " ", "pid " + text());
        });
        return out.empty() ? out : "process " + out;
    }

    std::string service() {
        std::string out;
        each_child([&](std::string_view name) {
            if (name == "port" || name == "portlist")
                append(out, " ", (name == "port" ? "port " : "ports ") + text());
            else if (name == "name" || name == "protocol")
                append(out, " ", text());
            else if (name == "WebService")
                append(out, " ", web_service());
        });
        return out.empty() ? out : "service " + out;
    }

    std::string web_service() {
        std::string url;
        each_child([&](std::string_view name) {
            if (name == "url") url = text();
        });
        return url;
    }

    /// A File of the target that is being read.
    struct File {
        std::string called;
        std::string said;
        std::vector<std::string> checksums;
    };

    /// Its facts come after that of the target.
    void file() {
        File& file = files_.emplace_back();
        file.said = attribute("category");
        std::string name;
        std::string path;
        each_child([&](std::string_view child) {
            if (child == "name")
                name = text();
            else if (child == "path")
                path = text();
            else if (child == "data-size")
                append(file.said, ", ", text() + " bytes");
            else if (child == "Checksum")
                file.checksums.push_back(checksum());
        });
        // Stands behind each checksum, of which there may be any number.
        file.called = fact_text(path.empty() ? name : path);
    }

    std::string checksum() {
        std::string out = attribute("algorithm");
        each_child([&](std::string_view name) {
            if (name == "value")
                append(out, " ", text());
            else if (name == "key")
                append(out, " ", "with key " + text());
        });
        return out;
    }

    void tell_files() {
        for (const File& one : files_) {
            facts_.add("file", one.called + (one.said.empty() ? "" : " (" + one.said + ')'));
            for (const std::string& sum : one.checksums)
                facts_.add("checksum", sum + " of " + one.called);
        }
        files_.clear();
    }

    void classification() {
        facts_.add("classification", attribute("text"));
        each_child([&](std::string_view name) {
            if (name != "Reference") return;
            std::string out = attribute("origin");
            each_child([&](std::string_view part) {
                if (part == "name" || part == "url") append(out, " ", text());
            });
            facts_.add("reference", out);
        });
    }

    void assessment() {
        each_child([&](std::string_view name) {
            if (name == "Impact") {
                for (const char* part : {"severity", "completion", "type"})
                    facts_.add(std::string_view(part) == "type" ? "impact" : part, attribute(part));
                facts_.add("impact", text());
            } else if (name == "Action") {
                const std::string category = attribute("category");
                const std::string words = text();
                facts_.add("action",
                           category + (category.empty() || words.empty() ? "" : ": ") + words);
            } else if (name == "Confidence") {
                const std::string rating = attribute("rating");
                facts_.add("confidence", rating == "numeric" ? text() : rating);
            }
        });
    }

    /// Alerts that this one stands for.
    void related() {
        std::string what;
        std::string alerts;
        each_child([&](std::string_view name) {
            if (name == "name")
                what = text();
            else if (name == "alertident")
                append(alerts, " ", text());
        });
        facts_.add("correlation", what + (alerts.empty() ? "" : "; alerts " + alerts));
    }

    xml::Reader reader_;
    Facts& facts_;
    std::vector<File> files_;
};

/// Counts them all, and reads the document to its end.
void count_messages(std::string_view document, Facts& facts) {
    std::size_t alerts = 0;
    std::size_t heartbeats = 0;
    xml::Reader reader(document);
    while (reader.next() != xml::Event::finished) {
        if (reader.event() != xml::Event::start || reader.depth() != 2) continue;
        if (reader.is(idmef_uri, "Alert")) ++alerts;
        if (reader.is(idmef_uri, "Heartbeat")) ++heartbeats;
    }
    facts.add("alerts", std::to_string(alerts));
    facts.add("heartbeats", std::to_string(heartbeats));
}

}  // namespace

bool looks_like_idmef(ByteView head) {
    const auto root = root_of(head);
    return root && root->uri == idmef_uri && root->local == "IDMEF-Message";
}

void read_idmef(std::string_view document, Facts& facts) {
    count_messages(document, facts);
    MessageReader(document, facts).run();
}

}  // namespace exhibit::documents
