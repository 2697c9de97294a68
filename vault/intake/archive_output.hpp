// What writers of archives share: libarchive, writing front to back into a sink.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <exception>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "intake/sink.hpp"

namespace exhibit::intake {

struct FreeEntry {
    void operator()(struct archive_entry* entry) const noexcept { archive_entry_free(entry); }
};
using EntryHandle = std::unique_ptr<struct archive_entry, FreeEntry>;

class ArchiveOutput {
public:
    /// `sink` must outlive it. `what` is for messages: "a zip file". Format and options are set on
    /// archive() before open().
    ArchiveOutput(Sink& sink, std::string what);
    ArchiveOutput(const ArchiveOutput&) = delete;
    ArchiveOutput& operator=(const ArchiveOutput&) = delete;

    struct archive* archive() const noexcept {
        return archive_.get();
    }
    void open();
    /// A new, empty entry.
    EntryHandle entry() const;
    /// Throws what the sink threw, or Error(io) with what libarchive says, unless ARCHIVE_OK.
    void require(int status);
    /// Content of the entry whose header was written last.
    void write(ByteView bytes);
    void close() { require(archive_write_close(archive_.get())); }

private:
    static la_ssize_t forward(struct archive*, void* self, const void* bytes, std::size_t count);

    struct Free {
        void operator()(struct archive* archive) const noexcept { archive_write_free(archive); }
    };
    Sink& sink_;
    std::string what_;
    std::exception_ptr failure_;
    std::unique_ptr<struct archive, Free> archive_;
};

}  // namespace exhibit::intake
