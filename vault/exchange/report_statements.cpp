#include "exchange/report_statements.hpp"

#include "exchange/digest_text.hpp"
#include "exchange/iodef_json.hpp"
#include "exchange/iodef_names.hpp"
#include "exhibit/error.hpp"
#include "exhibit/text.hpp"
#include "xml/reader.hpp"
#include "xml/text.hpp"

namespace exhibit::exchange {
namespace {

constexpr std::size_t statements_max = 100'000;
constexpr std::size_t text_bytes_max = 8192;  ///< of a statement; longer ones are none
constexpr std::string_view locator_scheme = "exhibit:";
constexpr std::string_view id_format = "urn:exhibit:iodef-evidence-1.0#id";

class StatementReader {
public:
    StatementReader(std::string_view document, const std::string& source)
        : source_(source), reader_(document), lines_(document) {}

    ReportStatements run() {
        while (reader_.next() != xml::Event::finished) {
            switch (reader_.event()) {
                case xml::Event::start: frames_.push_back(begin()); break;
                case xml::Event::text:
                case xml::Event::cdata: take_text(); break;
                case xml::Event::end:
                    finish(frames_.back());
                    frames_.pop_back();
                    break;
                default: break;
            }
        }
        if (!found_document_)
            throw Error(ErrorKind::malformed,
                        "reading the report " + source_ +
                            ": there is no IODEF-Document of version 1 (" +
                            std::string(iodef_v1_uri) + ") or 2 (" + std::string(iodef_v2_uri) +
                            ") in it, and it is no IDMEF-Message (" + std::string(idmef_uri) + ")");
        return std::move(out_);
    }

private:
    struct Frame {
        bool iodef = false;
        std::string_view local;
        bool statement = false;
        Statement told;
        bool signature = false;  ///< in a ds:Signature: its digests are not of evidence
        std::size_t record = 0;  ///< of a RecordData: 1 + the first statement in it
        std::string method;      ///< of Hash and ds:Reference: the last DigestMethod
        std::string uri;         ///< of ds:Reference
    };

    Frame begin() {
        const xml::Element& element = reader_.element();
        Frame frame;
        frame.local = element.local;
        frame.iodef = element.uri == iodef_v1_uri || element.uri == iodef_v2_uri;
        frame.signature = !frames_.empty() && frames_.back().signature;
        if (frame.iodef)
            begin_iodef(frame, element);
        else if (element.uri == xmldsig_uri)
            begin_signature_part(frame, element);
        else if (element.uri == phish_uri)
            begin_phishing(frame, element);
        else if (element.uri == fraud_uri && parent_is("AdditionalData"))
            ++out_.frauds;
        else if (element.uri == idmef_uri)
            begin_alert(frame, element);
        return frame;
    }

    bool parent_is(std::string_view local) const {
        return !frames_.empty() && frames_.back().local == local;
    }

    void expect(Frame& frame, const char* kind) {
        frame.statement = true;
        frame.told.kind = kind;
        frame.told.line = lines_.position(reader_.event_at()).line;
    }

    std::string attribute(std::string_view name) const {
        const xml::Attribute* found = reader_.attribute(name);
        return found == nullptr ? std::string() : std::string(xml::trimmed(found->value()));
    }

    void begin_iodef(Frame& frame, const xml::Element& element) {
        const bool v1 = element.uri == iodef_v1_uri;
        if (element.local == "IODEF-Document") {
            found_document_ = true;
            out_.version = v1 ? IodefVersion::v1 : IodefVersion::v2;
        } else if (element.local == "Incident") {
            ++out_.incidents;
        } else if (element.local == "EventData") {
            ++out_.events;
        } else if (element.local == "RecordData") {
            ++out_.records;
            frame.record = out_.statements.size() + 1;
        } else if (element.local == "IncidentID" &&
                   (parent_is("Incident") || parent_is("AlternativeID"))) {
            expect(frame, "incident");
            frame.told.issuer = attribute("name");
        } else if (element.local == "URL" && (parent_is("RecordData") || parent_is("File"))) {
            expect(frame, "locator");
        } else if (element.local == "RecordItem") {
            begin_record_item(frame);
        }
    }

    void begin_record_item(Frame& frame) {
        const std::string type = attribute("dtype");
        const std::string meaning = attribute("meaning");
        if (type == "url") {
            expect(frame, "locator");
        } else if (attribute("formatid") == id_format || attribute("name") == "evidence-id" ||
                   meaning == "evidence id") {
            expect(frame, "item");
        } else if (type == "string" && !digest_name(meaning).name.empty()) {
            expect(frame, "digest");
            frame.told.algorithm = meaning;
        }
    }

    void begin_signature_part(Frame& frame, const xml::Element& element) {
        if (element.local == "Signature") {
            ++out_.signatures;
            frame.signature = true;
        }
        if (frame.signature) return;
        if (element.local == "Reference") frame.uri = attribute("URI");
        if (element.local == "DigestMethod" && !frames_.empty())
            frames_.back().method = attribute("Algorithm");
        if (element.local == "DigestValue" && !frames_.empty()) {
            expect(frame, "digest");
            frame.told.algorithm = frames_.back().method;
            if (!frames_.back().uri.empty()) frame.told.about = {frames_.back().uri};
        }
    }

    void begin_phishing(Frame& frame, const xml::Element& element) {
        if (element.local == "PhraudReport") ++out_.phishing;
        if (element.local == "URL" && parent_is("ArchivedData")) expect(frame, "locator");
    }

    /// Checksums are of files on the machines the alert names.
    void begin_alert(Frame& frame, const xml::Element& element) {
        if (element.local == "IDMEF-Message" && frames_.empty())
            found_document_ = out_.idmef = true;
        else if (element.local == "Alert")
            ++out_.alerts;
        else if (element.local == "Checksum")
            frame.method = attribute("algorithm");
        else if (element.local == "value" && parent_is("Checksum"))
            expect_checksum(frame);
        else if (element.local == "key" && parent_is("Checksum"))
            drop_checksum();
    }

    void expect_checksum(Frame& frame) {
        expect(frame, "digest");
        frame.told.algorithm = frames_.back().method;
        frame.told.apart = true;
    }

    /// With a key it is no digest of the file's bytes alone.
    void drop_checksum() {
        if (!out_.statements.empty() && out_.statements.back().apart) out_.statements.pop_back();
    }

    void take_text() {
        Frame& frame = frames_.back();
        if (!frame.statement) return;
        reader_.append_text(frame.told.text);
        // A text this long states nothing that could be looked up.
        if (frame.told.text.size() > text_bytes_max) frame.statement = false;
    }

    void finish(Frame& frame) {
        if (frame.statement) {
            frame.told.text = std::string(xml::trimmed(frame.told.text));
            if (!frame.told.text.empty()) keep(std::move(frame.told));
        }
        if (frame.record > 0) relate(frame.record - 1);
    }

    void keep(Statement statement) {
        if (out_.statements.size() >= statements_max)
            throw Error(ErrorKind::malformed,
                        "reading the report " + source_ +
                            ": it states more than 100,000 references and digests");
        out_.statements.push_back(std::move(statement));
    }

    /// Digests of a record are of the item that the record names.
    void relate(std::size_t first) {
        std::vector<std::string> named;
        for (std::size_t i = first; i < out_.statements.size(); ++i) {
            const Statement& one = out_.statements[i];
            if (one.kind == "item" || one.text.starts_with(locator_scheme))
                named.push_back(one.text);
        }
        for (std::size_t i = first; i < out_.statements.size(); ++i)
            if (out_.statements[i].kind == "digest" && out_.statements[i].about.empty() &&
                !out_.statements[i].apart)
                out_.statements[i].about = named;
    }

    const std::string& source_;
    xml::Reader reader_;
    xml::Lines lines_;
    ReportStatements out_;
    std::vector<Frame> frames_;
    bool found_document_ = false;
};

}  // namespace

/// Lines are those of the JSON in the end. What RFC 8727 does not know is passed over, as in XML.
static ReportStatements read_json_statements(std::string_view document, const std::string& source) {
    const XmlOfJson converted = read_xml_of_json(document, source);
    ReportStatements out = StatementReader(converted.xml, source).run();
    if (out.incidents == 0)
        throw Error(ErrorKind::malformed, "reading the report " + source +
                                              ": the JSON has no Incident; expected JSON IODEF "
                                              "(RFC 8727)");
    const TextLines lines(document);
    for (Statement& one : out.statements) one.line = lines.at(converted.line(one.line).at).line;
    return out;
}

ReportStatements read_statements(std::string_view document, const std::string& source) {
    if (looks_like_json(document)) return read_json_statements(document, source);
    try {
        return StatementReader(document, source).run();
    } catch (Error& error) {
        error.add_context("reading the report " + source);
        throw;
    }
}

}  // namespace exhibit::exchange
