// Digests of public data: MD5, SHA-1, SHA-256, SHA-512 through libcrypto (which uses SHA-NI), and
// HMAC-SHA-256.
//
// Thread rules: objects are not shared between threads; distinct objects are independent.
#pragma once

#include <array>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/codec.hpp"

namespace exhibit::crypto {

enum class Algorithm { md5, sha1, sha256, sha512 };

/// "md5", "sha1", "sha256", "sha512".
std::string_view to_string(Algorithm algorithm);
/// Accepts the names above and the spellings people use ("SHA-256", "SHA1"); nullopt if unknown.
std::optional<Algorithm> parse_algorithm(std::string_view name);
/// 16, 20, 32, 64.
std::size_t digest_bytes(Algorithm algorithm);

/// A SHA-256 value: Merkle hashes, pack names, key ids.
struct Hash {
    std::array<std::byte, 32> bytes{};
    auto operator<=>(const Hash&) const = default;
    std::string hex() const { return to_hex(bytes); }
    ByteView view() const noexcept { return bytes; }
    static Hash from_hex(std::string_view text, const std::string& source = "SHA-256 digest") {
        return Hash{array_from_hex<32>(text, source)};
    }
};

/// A running digest of one stream.
class Digest {
public:
    explicit Digest(Algorithm algorithm);
    Digest(Digest&&) noexcept;
    Digest& operator=(Digest&&) noexcept;
    ~Digest();

    void update(ByteView bytes);
    /// The digest of all updates; the object is spent afterwards.
    Bytes finish();
    /// Starts over, reusing the context (cheap: the algorithm is fetched once per process).
    void reset();

private:
    struct State;
    std::unique_ptr<State> state_;
};

Bytes digest(Algorithm algorithm, ByteView bytes);
Hash sha256(ByteView bytes);
/// SHA-256 over the concatenation, without copying.
Hash sha256(std::initializer_list<ByteView> parts);

}  // namespace exhibit::crypto

template <>
struct std::hash<exhibit::crypto::Hash> {
    std::size_t operator()(const exhibit::crypto::Hash& value) const noexcept;
};
