// The XML reader: nothing but XmlError refuses, every event lies where it says, and the bytes of
// all events inside the root are the bytes of the root, without a gap.
#include <cstdint>
#include <string>

#include "base/check.hpp"
#include "xml/reader.hpp"

namespace {

using exhibit::xml::Event;

void check_event(const exhibit::xml::Reader& reader, std::size_t expected_at) {
    CHECK(reader.event_at() == expected_at);
    CHECK(reader.event_end() >= reader.event_at());
    CHECK(reader.event_end() <= reader.document().size());
    std::string buffer;
    if (reader.event() == Event::text || reader.event() == Event::cdata) {
        CHECK(reader.text(buffer).size() <= reader.raw().size());
    }
    if (reader.event() != Event::start) return;
    for (const auto& attribute : reader.attributes()) {
        CHECK(reader.document().substr(attribute.value_at, attribute.raw.size()) == attribute.raw);
        CHECK(attribute.value(buffer).size() <= attribute.raw.size());
    }
}

void read_all(std::string_view document) {
    exhibit::xml::Limits limits;
    limits.depth_max = 16;
    limits.namespaces_max = 16;
    exhibit::xml::Reader reader(document, limits);
    std::size_t at = 0;
    while (reader.next() != Event::finished) {
        if (at == 0) at = reader.event_at();
        check_event(reader, at);
        at = reader.event_end();
    }
    CHECK(reader.depth() == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view document(reinterpret_cast<const char*>(bytes), size);
    try {
        read_all(document);
    } catch (const exhibit::xml::XmlError& error) {
        CHECK(error.offset() <= size);
    }
    return 0;
}
