// The file of a RID system: whatever the bytes, a list of peers or one refusal that names the file.
#include <cstdint>

#include "base/check.hpp"
#include "exhibit/error.hpp"
#include "policy/rid_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    try {
        const auto file = exhibit::policy::parse_rid_file(text, "input");
        CHECK(!file.csirt.empty() && !file.key.empty());
        for (const auto& peer : file.peers) CHECK(!peer.host.empty() && peer.port != 0);
    } catch (const exhibit::Error& error) {
        CHECK(error.kind() == exhibit::ErrorKind::malformed);
        CHECK(std::string_view(error.what()).starts_with("reading input: "));
    }
    return 0;
}
