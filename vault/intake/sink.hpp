// Where exported bytes go.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/bytes.hpp"
#include "base/file.hpp"

namespace exhibit::intake {

class Sink {
public:
    virtual ~Sink() = default;
    virtual void write(ByteView bytes) = 0;
    /// So many zero bytes; written as such where nothing shorter says the same.
    virtual void zeros(std::uint64_t count);
};

/// Writes to a descriptor that cannot seek, such as a pipe.
class PipeSink final : public Sink {
public:
    /// Does not own the descriptor. `name` is for messages.
    PipeSink(int fd, std::string name) : fd_(fd), name_(std::move(name)) {}
    void write(ByteView bytes) override;

private:
    int fd_;
    std::string name_;
};

/// Writes a new, empty regular file; zeros become holes.
class FileSink final : public Sink {
public:
    FileSink(FileDescriptor fd, std::string name) : fd_(std::move(fd)), name_(std::move(name)) {}
    void write(ByteView bytes) override;
    void zeros(std::uint64_t count) override;
    /// After the last byte: gives the file its length.
    void finish();

    int fd() const noexcept { return fd_.get(); }
    void close() { fd_.close(name_); }

private:
    void write_bytes(ByteView bytes);

    FileDescriptor fd_;
    std::string name_;
    std::uint64_t offset_ = 0;
    std::uint64_t length_ = 0;  ///< the file's so far; behind offset_ after zeros
};

/// Something new at a path, visible there only when it is complete: made beside it under a
/// temporary name, which the destructor removes unless publish() was called.
class NewOutput {
public:
    enum class What { file, folder };
    /// Error(conflict) when there is something at `path`.
    NewOutput(const std::string& path, What what);
    NewOutput(const NewOutput&) = delete;
    NewOutput& operator=(const NewOutput&) = delete;
    ~NewOutput();

    /// The new file (0600) for writing, or the new folder (0700) for reading; to be called once.
    FileDescriptor take_descriptor() { return std::move(fd_); }
    /// Gives it its name. Error(conflict) when something has come to be there meanwhile.
    void publish();

private:
    std::string path_;
    std::string temporary_;  ///< empty once published
    FileDescriptor fd_;
};

/// Lets `write` write to standard output, for "-", or to a new file at `path`, which is durable
/// before it gets its name. Throws as NewOutput, and what `write` throws.
void write_output(const std::string& path, const std::function<void(Sink&)>& write);

}  // namespace exhibit::intake
