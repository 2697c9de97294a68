#include "intake/resumed_source.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::intake {
namespace {

constexpr std::uint64_t place_bytes = 4096;

}  // namespace

ResumedSource::ResumedSource(FileSource& medium, blob::BlockSource& kept,
                             const ResumeOptions& options)
    : medium_(medium), options_(options) {
    const std::string doing = "going on with " + medium.name();
    try {
        kept_.emplace(kept, options.bookmark.manifest);
    } catch (const Error& error) {
        if (!blob::tells_damage(error)) throw;
        throw Error(ErrorKind::conflict,
                    doing + ": what was kept of it cannot be found in the vault any more (" +
                        error.what() + "); without --resume it is read from its beginning");
    }
    const std::uint64_t size = medium.size().value_or(0);
    if (options.bookmark.length > size || options.bookmark.length > kept_->size()) {
        throw Error(ErrorKind::verification, doing + ": it has " + counted(size, "byte", "bytes") +
                                                 ", but " +
                                                 counted(options.bookmark.length, "byte", "bytes") +
                                                 " of it are said to have been read");
    }
    compare();
}

// Evenly, the first and the last of the part among them.
void ResumedSource::compare() {
    const std::uint64_t length = std::min(place_bytes, options_.bookmark.length);
    const std::uint64_t last = options_.bookmark.length - length;
    for (std::uint64_t i = 0; i < places_compared_max; ++i) {
        const std::uint64_t place = last / (places_compared_max - 1) * i;
        compare_at(i + 1 == places_compared_max ? last : place / place_bytes * place_bytes, length);
    }
    if (compared_ > 0) return;
    throw Error(ErrorKind::verification,
                "going on with " + medium_.name() +
                    ": nothing of what was read before could be compared with it, so that nobody "
                    "could say it is the same; without --resume it is read from its beginning");
}

void ResumedSource::compare_at(std::uint64_t offset, std::uint64_t length) {
    Bytes before(static_cast<std::size_t>(length));
    try {
        if (!kept_->read(offset, before).empty()) return;
    } catch (const blob::DamagedRange&) {
        return;  // read from the medium when its turn comes
    }
    Bytes now(before.size());
    if (!medium_.peek(offset, now)) return;
    if (now != before) {
        throw Error(ErrorKind::verification,
                    "going on with " + medium_.name() + ": its bytes at offset " +
                        std::to_string(offset) +
                        " are not those that were read there before, so it is another medium or "
                        "was changed meanwhile; without --resume it is read from its beginning");
    }
    ++compared_;
}

SourceRun ResumedSource::next(std::span<std::byte> into) {
    const SourceRun run = offset_ < options_.bookmark.length && offset_ >= medium_until_
                              ? from_vault(into)
                              : from_medium(into);
    offset_ += run.length;
    return run;
}

SourceRun ResumedSource::from_vault(std::span<std::byte> into) {
    medium_there_ = false;
    const std::uint64_t left = options_.bookmark.length - offset_;
    std::span<std::byte> part =
        into.first(static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), left)));
    std::vector<blob::ByteRange> refused;
    try {
        refused = kept_->read(offset_, part);
    } catch (const blob::DamagedRange& damage) {
        // Lost since: the medium may still have it.
        if (damage.range().offset > offset_) {
            return from_vault(part.first(damage.range().offset - offset_));
        }
        medium_until_ = damage.range().offset + damage.range().length;
        return from_medium(into);
    }
    if (refused.empty()) return {RunKind::data, part.size()};
    if (refused.front().offset > offset_) return {RunKind::data, refused.front().offset - offset_};
    if (!options_.retry_unreadable) return {RunKind::unreadable, refused.front().length};
    medium_until_ = offset_ + refused.front().length;
    return from_medium(into);
}

// What the vault has next is not asked of the medium; a hole of it may go further.
SourceRun ResumedSource::from_medium(std::span<std::byte> into) {
    if (!medium_there_) medium_.go_to(offset_);
    medium_there_ = true;
    if (offset_ < medium_until_ && medium_until_ < options_.bookmark.length) {
        into = into.first(static_cast<std::size_t>(
            std::min<std::uint64_t>(into.size(), medium_until_ - offset_)));
    }
    return medium_.next(into);
}

}  // namespace exhibit::intake
