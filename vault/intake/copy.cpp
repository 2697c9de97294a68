#include "intake/copy.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::intake {
namespace {

// Read at once, without a thread to read ahead.
constexpr std::uint64_t short_stream_bytes_max = std::uint64_t{1} << 20;

std::string place(const blob::ByteRange& range) {
    return counted(range.length, "byte", "bytes") + " at offset " + std::to_string(range.offset);
}

std::string sentence(const blob::StreamPart& part) {
    if (part.kind == blob::PartKind::unreadable) {
        return place(part.range) + " could not be read from the source when it was ingested";
    }
    return place(part.range) + " are damaged in the vault: " + part.reason;
}

/// Writes the parts of one stream.
class Copy {
public:
    /// `threaded`: the digest is worth a thread.
    Copy(Sink& sink, const CopyOptions& options, Monitor& monitor, bool threaded = false)
        : sink_(sink), options_(options), monitor_(monitor) {
        if (threaded) beside_.emplace();
    }

    void take(const blob::StreamPart& part) {
        switch (part.kind) {
            case blob::PartKind::data:
                hash(part.bytes);
                sink_.write(part.bytes);
                break;
            case blob::PartKind::zeros:
                hash_zeros(part.range.length);
                sink_.zeros(part.range.length);
                break;
            case blob::PartKind::unreadable:
            case blob::PartKind::damaged: fill(part); break;
        }
        monitor_.state().bytes_done += part.range.length;
        monitor_.step();
    }

    CopyOutcome finish() {
        outcome_.sha256 = beside_ ? beside_->finish() : digest_.finish();
        return std::move(outcome_);
    }

private:
    void hash(ByteView bytes) { beside_ ? beside_->update(bytes) : digest_.update(bytes); }
    void hash_zeros(std::uint64_t length) {
        beside_ ? beside_->zeros(length) : digest_.zeros(length);
    }

    void fill(const blob::StreamPart& part) {
        if (!options_.fill) {
            throw Error(ErrorKind::verification,
                        "exporting " + options_.what + ": " + sentence(part) +
                            "; to export the rest, say which byte to put in its place");
        }
        const bool damaged = part.kind == blob::PartKind::damaged;
        outcome_.findings.push_back(
            {damaged ? "BL-DAMAGED" : "BL-UNREADABLE",
             damaged ? Severity::violation : Severity::warning,
             {},
             {},
             {},
             options_.what + ": " + sentence(part) + "; the filler stands in their place."});
        ++monitor_.state().errors;
        auto& filled = outcome_.filled;
        if (!filled.empty() && filled.back().offset + filled.back().length == part.range.offset) {
            filled.back().length += part.range.length;
        } else {
            filled.push_back({part.range.offset, part.range.length});
        }
        write_filler(part.range.length);
    }

    void write_filler(std::uint64_t length) {
        std::array<std::byte, 65536> page;
        page.fill(std::byte{*options_.fill});
        while (length > 0) {
            const std::uint64_t now = std::min<std::uint64_t>(length, page.size());
            const ByteView bytes = ByteView(page).first(static_cast<std::size_t>(now));
            hash(bytes);
            sink_.write(bytes);
            length -= now;
            monitor_.step();
        }
    }

    Sink& sink_;
    const CopyOptions& options_;
    Monitor& monitor_;
    RunDigest digest_{crypto::Algorithm::sha256};
    std::optional<ThreadedSha256> beside_;
    CopyOutcome outcome_;
};

// The manifest knows what was unreadable without a look at the data: refuse before the work.
void refuse_unreadable(blob::StreamReader& reader, blob::ByteRange range, Copy& copy) {
    reader.for_each_block([&](const blob::StreamBlock& block) {
        if (block.kind != blob::RefKind::unreadable) return;
        const std::uint64_t begin = std::max(block.range.offset, range.offset);
        const std::uint64_t end =
            std::min(block.range.offset + block.range.length, range.offset + range.length);
        if (begin < end) copy.take({blob::PartKind::unreadable, {begin, end - begin}, {}, {}});
    });
}

// A stream that fits one buffer and is whole. False, and nothing is written, otherwise.
bool copy_short(blob::StreamReader& reader, blob::ByteRange range, Copy& copy) {
    Bytes content(static_cast<std::size_t>(range.length));
    try {
        if (!reader.read(range.offset, content).empty()) return false;
    } catch (const blob::DamagedRange&) {
        return false;
    }
    if (!content.empty()) copy.take({blob::PartKind::data, range, content, {}});
    return true;
}

}  // namespace

CopyOutcome copy_stream(blob::StreamReader& reader, blob::ByteRange range, Sink& sink,
                        const CopyOptions& options, Monitor& monitor) {
    const bool is_short = range.length <= short_stream_bytes_max;
    Copy copy(sink, options, monitor, !is_short);
    if (is_short && copy_short(reader, range, copy)) return copy.finish();
    if (!options.fill) refuse_unreadable(reader, range, copy);
    reader.for_each(range, [&](const blob::StreamPart& part) { copy.take(part); });
    return copy.finish();
}

CopyOutcome copy_bytes(ByteView content, Sink& sink, const CopyOptions& options, Monitor& monitor) {
    Copy copy(sink, options, monitor);
    if (!content.empty()) copy.take({blob::PartKind::data, {0, content.size()}, content, {}});
    return copy.finish();
}

}  // namespace exhibit::intake
