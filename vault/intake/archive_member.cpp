#include "intake/archive_member.hpp"

#include <algorithm>
#include <array>

namespace exhibit::intake {
namespace {

constexpr std::size_t zero_page_bytes = std::size_t{64} << 10;
const std::array<std::byte, zero_page_bytes> zero_page{};

}  // namespace

ByteView MemberBytes::next() {
    while (true) {
        if (hole_ > 0) {
            const std::uint64_t now = std::min<std::uint64_t>(hole_, zero_page.size());
            hole_ -= now;
            return ByteView(zero_page).first(static_cast<std::size_t>(now));
        }
        if (!bytes_.empty()) return std::exchange(bytes_, {});
        if (step_ != ReadStep::ok) return {};
        MemberRun run = reader_.read();
        step_ = run.step;
        hole_ = run.hole;
        bytes_ = run.bytes;
        if (problem_.empty()) problem_ = std::move(run.problem);
    }
}

NestedArchive::NestedArchive(ArchiveInput& content, bool look_inside) : content_(content) {
    take(member_head_bytes);
    sign_ = archive_sign(head_);
    if (sign_ == ArchiveSign::none || !look_inside) return;
    bool in_memory = false;
    if (sign_ == ArchiveSign::zip || sign_ == ArchiveSign::from_end) {
        take(nested_bytes_max + 1);
        in_memory = ended_ && head_.size() <= nested_bytes_max;
    }
    if (in_memory) {
        input_ = std::make_unique<MemoryInput>(head_);
    } else {
        input_ = std::make_unique<ReplayInput>(head_, content_);
    }
    const bool reachable = in_memory || sign_ != ArchiveSign::from_end;
    what_ = reachable ? What::archive : What::too_large;
}

void NestedArchive::take(std::size_t count) {
    while (!ended_ && head_.size() < count) {
        const ByteView more = content_.next();
        ended_ = more.empty();
        head_.insert(head_.end(), more.begin(), more.end());
    }
}

}  // namespace exhibit::intake
