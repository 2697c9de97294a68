// RID messages and their signatures: whatever the bytes, a message or a refusal that is an Error;
// what was read can be written and says the same. Nobody is trusted, so no signature ever holds.
#include <cstdint>
#include <string>

#include "base/check.hpp"
#include "rid/message.hpp"
#include "try_out.hpp"
#include "xmlsec/encrypt.hpp"
#include "xmlsec/verify.hpp"

namespace {

void read(std::string_view xml) {
    const exhibit::rid::Message message = exhibit::rid::read_message(xml);
    if (message.version != 2) return;
    const exhibit::rid::Message again =
        exhibit::rid::read_message(exhibit::rid::write_message(message));
    CHECK(again.type == message.type);
    CHECK(again.incident == message.incident);
    CHECK(again.node == message.node);
    CHECK(again.status == message.status);
    CHECK(again.source == message.source);
    CHECK(again.payload == message.payload);
}

void judge(std::string_view xml) {
    const exhibit::crypto::CertificateTrust nobody;
    const exhibit::xmlsec::SignatureTrust trust{nobody, {1'795'651'200}};
    CHECK(!exhibit::xmlsec::verify_document(xml, trust).holds());
    for (const auto& verdict : exhibit::xmlsec::verify_parts(xml, trust)) CHECK(!verdict.holds());
    static_cast<void>(exhibit::xmlsec::is_encrypted(xml));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view xml(reinterpret_cast<const char*>(bytes), size);
    exhibit::fuzz::try_out([&] { read(xml); });
    exhibit::fuzz::try_out([&] { judge(xml); });
    return 0;
}
