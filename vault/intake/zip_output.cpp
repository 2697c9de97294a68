#include "intake/zip_output.hpp"

#include "intake/archive_output.hpp"

namespace exhibit::intake {

ZipOutput::ZipOutput(Sink& sink, Instant time)
    : output_(std::make_unique<ArchiveOutput>(sink, "a zip file")), time_(time) {
    output_->require(archive_write_set_format_zip(output_->archive()));
    output_->open();
}
ZipOutput::~ZipOutput() = default;

void ZipOutput::begin(const std::string& name, std::uint64_t size, Form form, bool executable) {
    struct archive* archive = output_->archive();
    output_->require(form == Form::stored ? archive_write_zip_set_compression_store(archive)
                                          : archive_write_zip_set_compression_deflate(archive));
    const EntryHandle entry = output_->entry();
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), executable ? 0755 : 0644);
    archive_entry_set_mtime(entry.get(), time_.seconds, 0);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
    output_->require(archive_write_header(archive, entry.get()));
}

void ZipOutput::write(ByteView bytes) {
    if (!bytes.empty()) output_->write(bytes);
}

void ZipOutput::add(const std::string& name, ByteView bytes, bool executable) {
    begin(name, bytes.size(), Form::deflated, executable);
    write(bytes);
}

void ZipOutput::finish() {
    output_->close();
}

}  // namespace exhibit::intake
