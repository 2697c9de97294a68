#include "intake/zip_output.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <exception>
#include <utility>

#include "exhibit/error.hpp"

namespace exhibit::intake {

namespace {

struct FreeArchive {
    void operator()(struct archive* archive) const noexcept { archive_write_free(archive); }
};
struct FreeEntry {
    void operator()(struct archive_entry* entry) const noexcept { archive_entry_free(entry); }
};

}  // namespace

struct ZipOutput::Handle {
    explicit Handle(Sink& to) : sink(to), archive(archive_write_new()) {
        if (!archive) throw Error(ErrorKind::internal, "making a zip file: out of memory");
        require(archive_write_set_format_zip(archive.get()));
        require(archive_write_set_bytes_in_last_block(archive.get(), 1));
        require(archive_write_open(archive.get(), this, nullptr, &Handle::forward, nullptr));
    }

    // libarchive calls it with what it has made; exceptions must not pass through its C frames.
    static la_ssize_t forward(struct archive*, void* self, const void* bytes, std::size_t count) {
        auto& handle = *static_cast<Handle*>(self);
        try {
            handle.sink.write({static_cast<const std::byte*>(bytes), count});
            return static_cast<la_ssize_t>(count);
        } catch (...) {
            if (!handle.failure) handle.failure = std::current_exception();
            return -1;
        }
    }

    void require(int status) {
        if (failure) std::rethrow_exception(std::exchange(failure, nullptr));
        if (status == ARCHIVE_OK) return;
        const char* said = archive_error_string(archive.get());
        throw Error(ErrorKind::io,
                    std::string("writing a zip file: ") + (said != nullptr ? said : "failed"));
    }

    Sink& sink;
    std::exception_ptr failure;
    std::unique_ptr<struct archive, FreeArchive> archive;
};

ZipOutput::ZipOutput(Sink& sink, Instant time)
    : handle_(std::make_unique<Handle>(sink)), time_(time) {}
ZipOutput::~ZipOutput() = default;

void ZipOutput::begin(const std::string& name, std::uint64_t size, Form form, bool executable) {
    struct archive* archive = handle_->archive.get();
    handle_->require(form == Form::stored ? archive_write_zip_set_compression_store(archive)
                                          : archive_write_zip_set_compression_deflate(archive));
    const std::unique_ptr<struct archive_entry, FreeEntry> entry(archive_entry_new());
    if (!entry) throw Error(ErrorKind::internal, "making a member of a zip file: out of memory");
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), executable ? 0755 : 0644);
    archive_entry_set_mtime(entry.get(), time_.seconds, 0);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
    handle_->require(archive_write_header(archive, entry.get()));
}

void ZipOutput::write(ByteView bytes) {
    if (bytes.empty()) return;
    const la_ssize_t written =
        archive_write_data(handle_->archive.get(), bytes.data(), bytes.size());
    if (written < 0 || static_cast<std::size_t>(written) != bytes.size()) {
        handle_->require(ARCHIVE_FATAL);
    }
}

void ZipOutput::add(const std::string& name, ByteView bytes, bool executable) {
    begin(name, bytes.size(), Form::deflated, executable);
    write(bytes);
}

void ZipOutput::finish() {
    handle_->require(archive_write_close(handle_->archive.get()));
}

}  // namespace exhibit::intake
