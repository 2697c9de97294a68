// CRLs and OCSP answers. Whatever the bytes, what is taken is about a certificate of this chain:
// nobody else has the key of its issuer.
#include <cstdint>
#include <string>

#include "base/check.hpp"
#include "base/file.hpp"
#include "crypto/revocation.hpp"
#include "crypto/timestamp.hpp"
#include "try_out.hpp"

namespace {

using exhibit::Bytes;
using exhibit::crypto::RevocationEvidence;

constexpr exhibit::Instant used{1795690000};  // a little before the seeds were made

Bytes certificate(const std::string& name) {
    const Bytes pem =
        exhibit::read_file(EXHIBIT_SOURCE_DIR "/tests/golden/revocation/" + name, 65536).value();
    return exhibit::crypto::certificates_from_pem(exhibit::to_string(pem), name).front();
}

void judge(const RevocationEvidence& evidence) {
    static const std::vector<Bytes> chain{certificate("tsa.pem"), certificate("ca.pem")};
    exhibit::fuzz::try_out([&] {
        const auto words =
            exhibit::crypto::judge_revocation(chain, evidence, {used, std::nullopt}, "input");
        CHECK(!words.empty());
        for (const auto& one : words)
            CHECK(one.text.find("CN=Stamp,O=Exhibit tests") != std::string::npos);
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto* begin = reinterpret_cast<const std::byte*>(bytes);
    const Bytes input(begin, begin + size);
    judge({{input}, {}});
    judge({{}, {input}});
    return 0;
}
