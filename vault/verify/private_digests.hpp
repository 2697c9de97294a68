// The `private` members of valid events, 32 bytes a digest.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "base/check.hpp"
#include "base/codec.hpp"
#include "crypto/digest.hpp"

namespace exhibit::verify {

class PrivateDigests {
public:
    /// `digests` as an event that was parsed has them. REQUIRES: a later event than all before.
    void add(std::uint64_t event, const std::vector<std::string>& digests) {
        events_.push_back({event, digests_.size()});
        for (const std::string& digest : digests) digests_.push_back(bytes_of(digest));
    }
    /// In the order they were added; none for an event that has none.
    std::vector<std::string> of(std::uint64_t event) const {
        std::vector<std::string> out;
        const auto found = std::ranges::lower_bound(events_, event, {}, &Place::event);
        if (found == events_.end() || found->event != event) return out;
        const auto next = found + 1;
        const std::size_t end = next == events_.end() ? digests_.size() : next->begin;
        for (std::size_t i = found->begin; i < end; ++i)
            out.push_back(to_base64url(digests_[i].view()));
        return out;
    }

private:
    static crypto::Hash bytes_of(const std::string& digest) {
        const Bytes bytes = from_base64url(digest);
        crypto::Hash out;
        CHECK(bytes.size() == out.bytes.size());
        std::ranges::copy(bytes, out.bytes.begin());
        return out;
    }

    struct Place {
        std::uint64_t event = 0;
        std::size_t begin = 0;
    };
    // Deques: a vector that grows needs three times its memory meanwhile.
    std::deque<Place> events_;
    std::deque<crypto::Hash> digests_;
};

}  // namespace exhibit::verify
