#include "intake/digests.hpp"

#include <algorithm>

namespace exhibit::intake {
namespace {

constexpr std::size_t zero_page_bytes = std::size_t{64} << 10;
const std::array<std::byte, zero_page_bytes> zero_page{};

}  // namespace

void RunDigest::zeros(std::uint64_t count) {
    while (count > 0) {
        const std::uint64_t now = std::min<std::uint64_t>(count, zero_page.size());
        digest_.update(ByteView(zero_page).first(static_cast<std::size_t>(now)));
        count -= now;
    }
}

std::string RunDigest::finish() {
    std::string hex = to_hex(digest_.finish());
    digest_.reset();
    return hex;
}

Digests FileDigests::of(ByteView content) {
    sha256_.update(content);
    if (set_ == DigestSet::sha256) return {{}, {}, sha256_.finish()};
    md5_.update(content);
    sha1_.update(content);
    return {md5_.finish(), sha1_.finish(), sha256_.finish()};
}

}  // namespace exhibit::intake
