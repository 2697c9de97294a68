// Answers of time-stamp authorities. Whatever the bytes, an answer to this query by this authority
// says one time and no other: nobody else has its key.
#include <cstdint>
#include <string>

#include "base/check.hpp"
#include "base/file.hpp"
#include "crypto/timestamp.hpp"
#include "exhibit/error.hpp"

namespace {

constexpr std::int64_t golden_time = 1795646272;

exhibit::Bytes golden(const std::string& name) {
    return exhibit::read_file(EXHIBIT_SOURCE_DIR "/tests/golden/timestamp/" + name, 65536).value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static const exhibit::Bytes message = golden("message");
    static const exhibit::Bytes query = golden("query.tsq");
    static const std::vector<exhibit::Bytes> roots =
        exhibit::crypto::certificates_from_pem(exhibit::to_string(golden("ca.pem")), "ca.pem");
    const exhibit::ByteView input(reinterpret_cast<const std::byte*>(bytes), size);
    try {
        const auto facts =
            exhibit::crypto::verify_timestamp({message, query, input}, {roots, {}}, "input");
        CHECK(facts.time.seconds == golden_time);
    } catch (const exhibit::Error&) {
    }
    try {
        static_cast<void>(exhibit::crypto::certificates_from_pem(exhibit::as_text(input), "input"));
    } catch (const exhibit::Error&) {
    }
    return 0;
}
