// Signed notes: what parse_note accepts is what dump_note writes; the published key verifies its
// published text only.
#include <cstdint>

#include "base/check.hpp"
#include "encode/note.hpp"
#include "exhibit/error.hpp"

namespace {

const exhibit::encode::NoteKey& key() {
    static const exhibit::encode::NoteKey fixed = exhibit::encode::parse_vkey(
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    return fixed;
}

void try_vkey(std::string_view text) {
    try {
        CHECK(exhibit::encode::format_vkey(exhibit::encode::parse_vkey(text, "input")) == text);
    } catch (const exhibit::FormatError&) {
        return;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    try_vkey(text);
    try {
        const exhibit::encode::Note note = exhibit::encode::parse_note(text, "input");
        CHECK(exhibit::encode::dump_note(note) == text);
        if (exhibit::encode::verify_note(note, key())) {
            CHECK(note.text ==
                  "If you think cryptography is the answer to your problem,\n"
                  "then you don't know what your problem is.\n");
        }
    } catch (const exhibit::FormatError& error) {
        CHECK(error.source() != "input" || error.offset() <= size);
    }
    return 0;
}
