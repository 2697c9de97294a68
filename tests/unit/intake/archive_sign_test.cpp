#include "intake/archive_sign.hpp"

#include <gtest/gtest.h>

#include "archive_fixture.hpp"

namespace exhibit::intake {
namespace {

using test::packed;
using test::tar_form;
using test::zip_form;

ArchiveSign sign_of(const test::PackForm& form) {
    return archive_sign(packed(form, {{"name", "content"}}));
}

TEST(ArchiveSign, tells_archives_by_their_first_bytes) {
    EXPECT_EQ(sign_of(tar_form()), ArchiveSign::archive);
    EXPECT_EQ(sign_of({ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE}), ArchiveSign::archive);
    EXPECT_EQ(sign_of({ARCHIVE_FORMAT_CPIO_SVR4_NOCRC, ARCHIVE_FILTER_NONE}), ArchiveSign::archive);
    EXPECT_EQ(sign_of({ARCHIVE_FORMAT_XAR, ARCHIVE_FILTER_NONE}), ArchiveSign::archive);
    EXPECT_EQ(sign_of(zip_form()), ArchiveSign::zip);
    EXPECT_EQ(sign_of({ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE}), ArchiveSign::from_end);
    for (const int filter : {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_XZ,
                             ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_LZ4, ARCHIVE_FILTER_LZIP}) {
        EXPECT_EQ(sign_of(tar_form(filter)), ArchiveSign::compressed) << filter;
    }
}

TEST(ArchiveSign, takes_an_old_tar_header_by_its_checksum) {
    Bytes tar = packed({ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE}, {{"name", "content"}});
    // Without its signature, and the checksum made good.
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < 512; ++i) {
        if (i >= 257 && i < 265) tar[i] = std::byte{0};
        const bool of_sum = i >= 148 && i < 156;
        sum += of_sum ? ' ' : std::to_integer<std::uint32_t>(tar[i]);
    }
    for (std::size_t i = 0; i < 6; ++i) {
        tar[153 - i] = static_cast<std::byte>('0' + (sum >> (3 * i)) % 8);
    }
    EXPECT_EQ(archive_sign(tar), ArchiveSign::archive);
    tar[0] ^= std::byte{1};
    EXPECT_EQ(archive_sign(tar), ArchiveSign::none);
    EXPECT_EQ(archive_sign(Bytes(512)), ArchiveSign::none);
}

TEST(ArchiveSign, leaves_others_alone) {
    for (const std::string_view text :
         {"", "PK", "text", "%PDF-1.7", "MZ\x90", "ustar", "xx-lh and more",
          "\x7f"
          "ELF"}) {
        EXPECT_EQ(archive_sign(as_bytes(text)), ArchiveSign::none) << text;
    }
}

}  // namespace
}  // namespace exhibit::intake
