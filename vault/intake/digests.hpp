// MD5, SHA-1 and SHA-256 of one stream: tools and courts quote all three. SHA-256 alone is there
// for those who need the speed; what was not computed is an empty text.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "crypto/digest.hpp"
#include "exhibit/types.hpp"
#include "intake/crew.hpp"

namespace exhibit::intake {

enum class DigestSet { all, sha256 };

/// A running digest that can be fed zeros without having them.
class RunDigest {
public:
    explicit RunDigest(crypto::Algorithm algorithm) : digest_(algorithm) {}
    void update(ByteView bytes) { digest_.update(bytes); }
    void zeros(std::uint64_t count);
    /// The same bytes for both, by turns: the processor does one beside the other.
    static void update_both(RunDigest& one, RunDigest& other, ByteView bytes);
    static void zeros_both(RunDigest& one, RunDigest& other, std::uint64_t count);
    /// Hex; the object starts over.
    std::string finish();
    void reset() { digest_.reset(); }

private:
    crypto::Digest digest_;
};

/// The SHA-256 of a stream, computed on a thread of its own while the caller goes on.
class ThreadedSha256 {
public:
    ThreadedSha256();
    ~ThreadedSha256();
    /// The bytes are copied, up to a few MiB ahead of the thread; then this waits.
    void update(ByteView bytes);
    void zeros(std::uint64_t count);
    /// Hex. Once.
    std::string finish();

private:
    struct Batch;
    void send();

    RunDigest digest_{crypto::Algorithm::sha256};
    std::unique_ptr<Batch> filling_;
    std::deque<std::unique_ptr<Batch>> under_way_;  ///< oldest first
    Crew crew_;  ///< last: its thread ends before what it uses goes
};

/// All of a stream in one go; reused for many files.
class FileDigests {
public:
    explicit FileDigests(DigestSet set) : set_(set) {}
    Digests of(ByteView content);

private:
    DigestSet set_;
    RunDigest md5_{crypto::Algorithm::md5};
    RunDigest sha1_{crypto::Algorithm::sha1};
    RunDigest sha256_{crypto::Algorithm::sha256};
};

}  // namespace exhibit::intake
