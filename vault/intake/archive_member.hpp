// The content of one member of an archive as a plain run of bytes, and archives inside of it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "intake/archive_input.hpp"
#include "intake/archive_reader.hpp"
#include "intake/archive_sign.hpp"

namespace exhibit::intake {

/// Nested archives that cannot be read front to back are kept in memory up to here.
inline constexpr std::size_t nested_bytes_max = std::size_t{32} << 20;
/// Of a member: enough to see whether it is an archive.
inline constexpr std::size_t member_head_bytes = 512;

/// The member the reader stands at. Used up once.
class MemberBytes final : public ArchiveInput {
public:
    explicit MemberBytes(ArchiveReader& reader) : reader_(reader) {}

    /// Holes are given as zeros. Empty at the end, also where nothing more can be read: see
    /// whole().
    ByteView next() override;

    /// After the end: it is the member's, with everything before it.
    bool whole() const noexcept { return step_ == ReadStep::end; }
    /// After the end: the archive cannot be read on.
    bool broken() const noexcept { return step_ == ReadStep::broken; }
    /// What the reader said of the content, also of one that is whole.
    const std::string& problem() const noexcept { return problem_; }

private:
    ArchiveReader& reader_;
    ReadStep step_ = ReadStep::ok;
    std::uint64_t hole_ = 0;
    ByteView bytes_;
    std::string problem_;
};

/// What a nested archive is read from: its first bytes and the rest, or all of it in memory.
class NestedArchive {
public:
    enum class What {
        plain,      ///< no archive, or none to be looked into
        archive,    ///< input() is to be read
        too_large,  ///< can only be read from its end, and is larger than nested_bytes_max
    };
    /// Takes the first bytes of `content`, which must outlive it, or all. Without `look_inside`
    /// only sign() is found out.
    NestedArchive(ArchiveInput& content, bool look_inside);

    What what() const noexcept { return what_; }
    ArchiveSign sign() const noexcept { return sign_; }
    ArchiveForms forms() const noexcept {
        return sign_ == ArchiveSign::compressed ? ArchiveForms::compressed : ArchiveForms::all;
    }
    /// REQUIRES: what() == archive.
    ArchiveInput& input() noexcept { return *input_; }

private:
    void take(std::size_t count);

    ArchiveInput& content_;
    Bytes head_;
    bool ended_ = false;
    ArchiveSign sign_ = ArchiveSign::none;
    What what_ = What::plain;
    std::unique_ptr<ArchiveInput> input_;
};

}  // namespace exhibit::intake
