#include "intake/archive_output.hpp"

#include <utility>

#include "exhibit/error.hpp"

namespace exhibit::intake {

ArchiveOutput::ArchiveOutput(Sink& sink, std::string what)
    : sink_(sink), what_(std::move(what)), archive_(archive_write_new()) {
    if (!archive_) throw Error(ErrorKind::internal, "making " + what_ + ": out of memory");
}

void ArchiveOutput::open() {
    require(archive_write_set_bytes_in_last_block(archive_.get(), 1));
    require(archive_write_open(archive_.get(), this, nullptr, &ArchiveOutput::forward, nullptr));
}

// libarchive calls it with what it has made; exceptions must not pass through its C frames.
la_ssize_t ArchiveOutput::forward(struct archive*, void* self, const void* bytes,
                                  std::size_t count) {
    auto& output = *static_cast<ArchiveOutput*>(self);
    try {
        output.sink_.write({static_cast<const std::byte*>(bytes), count});
        return static_cast<la_ssize_t>(count);
    } catch (...) {
        if (!output.failure_) output.failure_ = std::current_exception();
        return -1;
    }
}

EntryHandle ArchiveOutput::entry() const {
    EntryHandle made(archive_entry_new());
    if (!made) throw Error(ErrorKind::internal, "making an entry of " + what_ + ": out of memory");
    return made;
}

void ArchiveOutput::require(int status) {
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    if (status == ARCHIVE_OK) return;
    const char* said = archive_error_string(archive_.get());
    throw Error(ErrorKind::io, "writing " + what_ + ": " + (said != nullptr ? said : "failed"));
}

void ArchiveOutput::write(ByteView bytes) {
    const la_ssize_t written = archive_write_data(archive_.get(), bytes.data(), bytes.size());
    if (written < 0 || static_cast<std::size_t>(written) != bytes.size()) require(ARCHIVE_FATAL);
}

}  // namespace exhibit::intake
