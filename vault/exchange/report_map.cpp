#include "exchange/report_map.hpp"

#include "exchange/iodef_names.hpp"
#include "xml/reader.hpp"
#include "xml/text.hpp"

namespace exhibit::exchange {
namespace {

constexpr std::size_t named_max = 1'000'000;
constexpr std::size_t children_usual = 8;  ///< of an EventData

std::string first_newline(std::string_view document) {
    const std::size_t at = document.find_first_of("\r\n");
    if (at == std::string_view::npos || document[at] == '\n') return "\n";
    return document.substr(at, 2) == "\r\n" ? "\r\n" : "\r";
}

/// Transforms that pick a part of what a reference names.
bool selects_part(std::string_view algorithm) {
    return algorithm.find("xpath") != std::string_view::npos ||
           algorithm.find("xslt") != std::string_view::npos ||
           algorithm.find("xmldsig-filter") != std::string_view::npos;
}

class Mapper {
public:
    explicit Mapper(std::string_view document) : reader_(document) {
        map_.newline = first_newline(document);
    }

    ReportMap run() {
        while (reader_.next() != xml::Event::finished) {
            if (reader_.event() == xml::Event::start) {
                frames_.push_back(begin());
            } else if (reader_.event() == xml::Event::text ||
                       reader_.event() == xml::Event::cdata) {
                if (frames_.back().text != nullptr) reader_.append_text(*frames_.back().text);
            } else if (reader_.event() == xml::Event::end) {
                finish(frames_.back());
                frames_.pop_back();
            }
        }
        for (MappedIncident& incident : map_.incidents)
            for (auto& [name, text] : incident.ids) text = std::string(xml::trimmed(text));
        return std::move(map_);
    }

private:
    enum class Kind {
        other,
        document,
        incident,
        alternative,
        event,
        data,
        record,
        signature,
        leaf
    };
    struct Frame {
        Kind kind = Kind::other;
        MappedIncident* incident = nullptr;
        MappedEvent* event = nullptr;
        MappedElement* element = nullptr;
        std::string* text = nullptr;
        ReportMap::Named* named = nullptr;
        std::size_t signature = 0;  ///< number of the open one, from 1
        bool indicator = false;
    };

    Frame begin() {
        const xml::Element& element = reader_.element();
        const Frame parent = frames_.empty() ? Frame{} : frames_.back();
        if (frames_.empty())
            map_.root = "{" + std::string(element.uri) + "}" + std::string(element.local);
        Frame frame = inside(parent, element);
        if (frame.signature == 0) frame.signature = parent.signature;
        note_ids(frame);
        if (element.uri == xmldsig_uri) note_signature(frame, element);
        if (element.uri == iodef_v2_uri && element.local == "IndicatorID") {
            frame.text = &indicator_;
            frame.indicator = true;
            indicator_.clear();
        }
        return frame;
    }

    Frame inside(const Frame& parent, const xml::Element& element) {
        const bool iodef = element.uri == iodef_v1_uri || element.uri == iodef_v2_uri;
        if (iodef && element.local == "IODEF-Document") return {.kind = Kind::document};
        // Below a document the version is that of the incident: names of the other are foreign.
        if (parent.kind == Kind::document && iodef && element.local == "Incident")
            return open_incident(element);
        const bool own =
            iodef && parent.incident != nullptr && element.uri == uri_of(parent.incident->version);
        switch (parent.kind) {
            case Kind::incident: return in_incident(parent, element, own);
            case Kind::alternative:
                if (own && element.local == "IncidentID") return in_id(parent);
                return {};
            case Kind::event: return in_event(parent, element, own);
            case Kind::data:
                if (element.uri == fraud_uri) parent.event->fraud = true;
                return {};
            case Kind::record:
                return own && element.local == "RecordData"
                           ? keep(parent, parent.event->record_data, element, own)
                           : Frame{};
            default: return {};
        }
    }

    Frame open_incident(const xml::Element& element) {
        MappedIncident& incident = map_.incidents.emplace_back();
        incident.number = map_.incidents.size();
        incident.version = element.uri == iodef_v1_uri ? IodefVersion::v1 : IodefVersion::v2;
        for (const xml::Element& outer : reader_.open().first(reader_.depth() - 1)) {
            MappedElement& around = incident.around.emplace_back();
            around.start_at = outer.start_at;
            around.start_end = outer.start_end;
        }
        return {.kind = Kind::incident, .incident = &incident, .element = &incident.self};
    }

    static Frame keep(const Frame& parent, std::vector<MappedElement>& into,
                      const xml::Element& element, bool own) {
        MappedElement& kept = into.emplace_back();
        if (own) kept.name = element.local;
        return {.kind = Kind::leaf,
                .incident = parent.incident,
                .event = parent.event,
                .element = &kept};
    }

    Frame in_incident(const Frame& parent, const xml::Element& element, bool own) {
        Frame frame = keep(parent, parent.incident->children, element, own);
        if (!own) return frame;
        if (element.local == "EventData") return open_event(frame);
        if (element.local == "AlternativeID") frame.kind = Kind::alternative;
        if (element.local == "IncidentID") frame.text = in_id(parent).text;
        return frame;
    }

    Frame in_id(const Frame& parent) {
        const xml::Attribute* name = reader_.attribute("name");
        auto& ids = parent.incident->ids;
        // Text is kept by pointer until the end tag; ids_ holds it until then.
        ids.emplace_back(name == nullptr ? std::string() : name->value(), std::string());
        return {.kind = Kind::leaf, .incident = parent.incident, .text = &ids.back().second};
    }

    Frame open_event(const Frame& child) {
        MappedEvent& event = child.incident->events.emplace_back();
        event.parent = child.event;
        event.number = child.incident->events.size();
        event.children.reserve(children_usual);
        Frame frame = child;
        frame.kind = Kind::event;
        frame.event = &event;
        return frame;
    }

    Frame in_event(const Frame& parent, const xml::Element& element, bool own) {
        Frame frame = keep(parent, parent.event->children, element, own);
        if (!own) return frame;
        if (element.local == "EventData") return open_event(frame);
        if (element.local == "AdditionalData") frame.kind = Kind::data;
        if (element.local == "Description" && parent.event->description.empty())
            frame.text = &parent.event->description;
        if (element.local == "Record") {
            // The children list has it too: both get their offsets at its end.
            parent.event->records.emplace_back();
            frame.kind = Kind::record;
        }
        return frame;
    }

    void note_ids(Frame& frame) {
        for (const xml::Attribute& attribute : reader_.attributes()) {
            const bool plain = attribute.uri.empty() &&
                               (attribute.local == "observable-id" || attribute.local == "Id" ||
                                attribute.local == "ID" || attribute.local == "id");
            const bool xml_id = attribute.uri == xml::xml_namespace && attribute.local == "id";
            if (!plain && !xml_id) continue;
            if (map_.ids.size() >= named_max)
                throw Error(ErrorKind::malformed,
                            "the document has more than a million ids; it is not read");
            const std::string_view value = xml::trimmed(
                attribute.plain ? attribute.raw : map_.decoded.emplace_back(attribute.value()));
            map_.ids.insert(value);
            const bool observable = plain && attribute.local == "observable-id";
            frame.named = &map_.named.emplace_back(
                ReportMap::Named{value, observable, reader_.event_at(), 0});
        }
    }

    void note_signature(Frame& frame, const xml::Element& element) {
        if (element.local == "Signature") {
            map_.signatures.push_back({reader_.event_at(), {}});
            frame.signature = map_.signatures.size();
        }
        if (frame.signature == 0) return;
        auto& references = map_.signatures[frame.signature - 1].references;
        if (element.local == "Reference") {
            const xml::Attribute* uri = reader_.attribute("URI");
            references.push_back(
                {uri == nullptr ? std::string() : uri->value(), uri != nullptr, false});
        }
        const xml::Attribute* algorithm = reader_.attribute("Algorithm");
        if (element.local == "Transform" && algorithm != nullptr && !references.empty() &&
            selects_part(algorithm->value()))
            references.back().selects = true;
    }

    void fill(MappedElement& out) const {
        const xml::Element& element = reader_.element();
        out.start_at = element.start_at;
        out.start_end = element.start_end;
        out.end_at = element.end_at;
        out.end_end = element.end_end;
        out.self_closing = element.self_closing;
    }

    void finish(Frame& frame) {
        if (frame.element != nullptr) fill(*frame.element);
        if (frame.kind == Kind::event) fill(frame.event->self);
        if (frame.kind == Kind::record) fill(frame.event->records.back());
        if (frame.named != nullptr) frame.named->end_end = reader_.element().end_end;
        if (frame.indicator) map_.ids.insert(map_.decoded.emplace_back(xml::trimmed(indicator_)));
    }

    xml::Reader reader_;
    ReportMap map_;
    std::vector<Frame> frames_;
    std::string indicator_;
};

}  // namespace

ReportMap map_report(std::string_view document, const std::string& source) {
    try {
        return Mapper(document).run();
    } catch (Error& error) {
        error.add_context("reading the report " + source);
        throw;
    }
}

}  // namespace exhibit::exchange
