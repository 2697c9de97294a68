#include "verify/packed_findings.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "base/check.hpp"

namespace exhibit::verify {

namespace {

constexpr std::size_t block_bytes = std::size_t{128} << 10;
constexpr std::size_t slots_min = 64;
constexpr std::uint32_t no_number = std::numeric_limits<std::uint32_t>::max();
constexpr std::string_view expected = "a packed finding";

void put(Bytes& out, const std::string& text) {
    put_u32(out, static_cast<std::uint32_t>(text.size()));
    append(out, text);
}

void put(Bytes& out, const Finding& finding) {
    const auto severity = static_cast<unsigned>(finding.severity);
    out.push_back(static_cast<std::byte>(severity << 1 | (finding.event ? 1U : 0U)));
    if (finding.event) put_u64(out, *finding.event);
    for (const std::string* text : {&finding.code, &finding.object, &finding.item, &finding.text})
        put(out, *text);
}

Finding next(ByteReader& bytes) {
    Finding finding;
    const unsigned first = bytes.u8(expected);
    finding.severity = static_cast<Severity>(first >> 1);
    if ((first & 1U) != 0) finding.event = bytes.u64(expected);
    for (std::string* text : {&finding.code, &finding.object, &finding.item, &finding.text})
        *text = to_string(bytes.take(bytes.u32(expected), expected));
    return finding;
}

void each_in(ByteView bytes, const std::function<void(Finding&&)>& visit) {
    ByteReader reader(bytes, "packed findings");
    while (reader.left() > 0) visit(next(reader));
}

bool same(const Finding& a, const Finding& b) {
    return a.event == b.event && a.code == b.code && a.object == b.object && a.item == b.item &&
           a.text == b.text;
}

std::uint32_t hash_of(const Finding& finding) {
    std::uint64_t hash = finding.event.value_or(0);
    for (const std::string* text : {&finding.code, &finding.object, &finding.item, &finding.text})
        hash = hash * 1099511628211U + std::hash<std::string>()(*text);
    return static_cast<std::uint32_t>(hash ^ hash >> 32);
}

}  // namespace

void PackedFindings::add(const Finding& finding) {
    make_room();
    const std::uint32_t hash = hash_of(finding);
    std::size_t slot = hash & (known_.size() - 1);
    for (; known_[slot].number != no_number; slot = slot_after(slot))
        if (known_[slot].hash == hash && is(known_[slot].number, finding)) return;
    CHECK(size_ < no_number);
    known_[slot] = {hash, static_cast<std::uint32_t>(size_)};
    ++size_;
    put(last_, finding);
    if (last_.size() >= block_bytes) close_block();
}

std::size_t PackedFindings::slot_after(std::size_t slot) const noexcept {
    return (slot + 1) & (known_.size() - 1);
}

void PackedFindings::make_room() {
    if ((size_ + 1) * 4 <= known_.size() * 3) return;
    const std::size_t slots = std::max(slots_min, known_.size() * 2);
    const std::vector<Known> old =
        std::exchange(known_, std::vector<Known>(slots, Known{0, no_number}));
    for (const Known& one : old)
        if (one.number != no_number) remember(one);
}

void PackedFindings::remember(Known known) {
    std::size_t slot = known.hash & (known_.size() - 1);
    while (known_[slot].number != no_number) slot = slot_after(slot);
    known_[slot] = known;
}

void PackedFindings::close_block() {
    if (!compressor_) compressor_.emplace();
    Block block{last_first_, last_.size(), false, {}};
    block.packed = compressor_->compress(last_, block.bytes);
    if (!block.packed) block.bytes = last_;
    block.bytes.shrink_to_fit();
    blocks_.push_back(std::move(block));
    last_.clear();
    last_first_ = size_;
}

Bytes PackedFindings::unpacked(const Block& block) const {
    if (!block.packed) return block.bytes;
    Bytes out(block.length);
    blob::Decompressor decompressor;
    CHECK(decompressor.decompress(block.bytes, out));
    return out;
}

bool PackedFindings::is(std::size_t number, const Finding& finding) {
    const bool in_last = number >= last_first_;
    std::size_t first = last_first_;
    if (!in_last) {
        const auto after = std::ranges::upper_bound(blocks_, number, {}, &Block::first);
        const auto place = static_cast<std::size_t>(after - blocks_.begin()) - 1;
        first = blocks_[place].first;
        if (opened_ != place) {
            opened_bytes_ = unpacked(blocks_[place]);
            opened_ = place;
        }
    }
    ByteReader reader(in_last ? last_ : opened_bytes_, "packed findings");
    for (; first < number; ++first) static_cast<void>(next(reader));
    return same(next(reader), finding);
}

void PackedFindings::each(const std::function<void(const Finding&)>& visit) const {
    for (const Block& block : blocks_) each_in(unpacked(block), visit);
    each_in(last_, visit);
}

std::vector<Finding> PackedFindings::take() {
    // What is known of them goes before they are unpacked: both are large.
    PackedFindings all = std::exchange(*this, PackedFindings());
    all.known_ = {};
    std::vector<Finding> out;
    out.reserve(all.size_);
    const auto keep = [&out](Finding&& finding) { out.push_back(std::move(finding)); };
    for (; !all.blocks_.empty(); all.blocks_.pop_front())
        each_in(all.unpacked(all.blocks_.front()), keep);
    each_in(all.last_, keep);
    return out;
}

}  // namespace exhibit::verify
