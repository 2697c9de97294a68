// A source that was read in part before: what the vault kept of it comes from there, the rest from
// the medium, so that a failing one is not read twice.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "blob/source.hpp"
#include "blob/stream.hpp"
#include "intake/source.hpp"

namespace exhibit::intake {

/// How far the reading of a source came, and where that part of it is.
struct Bookmark {
    blob::BlockId manifest;    ///< of a stream that has at least `length` bytes
    std::uint64_t length = 0;  ///< from here on the source is to be read
};

struct ResumeOptions {
    Bookmark bookmark;
    /// Ask again for what the medium refused before; otherwise that stays unreadable.
    bool retry_unreadable = false;
};

class ResumedSource final : public Source {
public:
    /// Compares up to `places_compared_max` places of the part that is kept with the medium.
    /// Error(verification) when one differs or none can be compared: this is not what was read
    /// before. Error(conflict) when nothing of that part can be read from the vault any more. Both
    /// sources must outlive this one; `medium` is not to be used meanwhile.
    ResumedSource(FileSource& medium, blob::BlockSource& kept, const ResumeOptions& options);

    const std::string& name() const override { return medium_.name(); }
    std::optional<std::uint64_t> size() const override { return medium_.size(); }
    ByteView head() override { return medium_.head(); }
    SourceRun next(std::span<std::byte> into) override;
    std::vector<std::string> notes() override { return medium_.notes(); }
    bool cut_short() const override { return medium_.cut_short(); }

    /// Places whose bytes were the same on the medium as in the vault.
    std::uint64_t places_compared() const noexcept { return compared_; }

    static constexpr std::uint64_t places_compared_max = 64;

private:
    void compare();
    void compare_at(std::uint64_t offset, std::uint64_t length);
    SourceRun from_vault(std::span<std::byte> into);
    SourceRun from_medium(std::span<std::byte> into);

    FileSource& medium_;
    std::optional<blob::StreamReader> kept_;
    ResumeOptions options_;
    std::uint64_t compared_ = 0;
    std::uint64_t offset_ = 0;
    std::uint64_t medium_until_ = 0;  ///< before this the medium is asked
    bool medium_there_ = false;       ///< the medium stands at offset_
};

}  // namespace exhibit::intake
