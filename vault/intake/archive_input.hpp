// Where the bytes of an archive come from while it is read.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "base/bytes.hpp"
#include "base/file.hpp"
#include "blob/stream.hpp"

namespace exhibit::intake {

/// A seam: stored blocks, a file, memory, or a member of another archive. Used by one thread.
class ArchiveInput {
public:
    virtual ~ArchiveInput() = default;
    /// The next bytes, valid until the next call of anything; empty at the end. Error(corrupt) for
    /// bytes that cannot be had: never anything in their place.
    virtual ByteView next() = 0;
    /// Known when seek() works; nullopt: front to back only.
    virtual std::optional<std::uint64_t> size() const { return std::nullopt; }
    /// Where next() goes on. REQUIRES: size(), and an offset of at most that.
    virtual void seek(std::uint64_t) {}
};

/// A stream of the vault.
class StreamInput final : public ArchiveInput {
public:
    explicit StreamInput(blob::StreamReader& stream) : stream_(stream) {}
    ByteView next() override;
    std::optional<std::uint64_t> size() const override { return stream_.size(); }
    void seek(std::uint64_t offset) override { offset_ = offset; }

private:
    blob::StreamReader& stream_;
    std::uint64_t offset_ = 0;
    Bytes buffer_;
};

/// A regular file, up to the size it has when the input is made. Error(io).
class FileInput final : public ArchiveInput {
public:
    /// `fd` must outlive it.
    FileInput(const FileDescriptor& fd, std::string shown, std::uint64_t size)
        : fd_(fd), shown_(std::move(shown)), size_(size) {}
    ByteView next() override;
    std::optional<std::uint64_t> size() const override { return size_; }
    void seek(std::uint64_t offset) override { offset_ = offset; }

private:
    const FileDescriptor& fd_;
    std::string shown_;
    std::uint64_t size_;
    std::uint64_t offset_ = 0;
    Bytes buffer_;
};

class MemoryInput final : public ArchiveInput {
public:
    explicit MemoryInput(ByteView bytes) : bytes_(bytes) {}
    ByteView next() override { return std::exchange(rest_, {}); }
    std::optional<std::uint64_t> size() const override { return bytes_.size(); }
    void seek(std::uint64_t offset) override {
        rest_ = bytes_.subspan(static_cast<std::size_t>(offset));
    }

private:
    ByteView bytes_;
    ByteView rest_ = bytes_;
};

/// Bytes that were taken already, then the rest of another input.
class ReplayInput final : public ArchiveInput {
public:
    ReplayInput(ByteView taken, ArchiveInput& rest) : taken_(taken), rest_(rest) {}
    ByteView next() override { return taken_.empty() ? rest_.next() : std::exchange(taken_, {}); }

private:
    ByteView taken_;
    ArchiveInput& rest_;
};

}  // namespace exhibit::intake
