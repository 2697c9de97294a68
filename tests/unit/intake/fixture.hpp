// What the tests of the intake layer share: one incident in a store, and files to put into it.
#pragma once

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../blob/fixture.hpp"
#include "base/bytes.hpp"
#include "blob/index.hpp"
#include "blob/pack_format.hpp"
#include "blob/source.hpp"
#include "blob/stream.hpp"
#include "blob/writer.hpp"
#include "exhibit/error.hpp"
#include "intake/export.hpp"
#include "intake/ingest.hpp"
#include "intake/source.hpp"
#include "store/object_store.hpp"
#include "support/seeded_random.hpp"
#include "support/temp_folder.hpp"

namespace exhibit::intake::test {

using exhibit::blob::test::Incident;
using exhibit::blob::test::kind_of_failure;
using exhibit::test::seeded_bytes;
using exhibit::test::TempFolder;

inline void write_file(const std::string& path, ByteView content) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << as_text(content);
    if (!out.flush()) throw_errno("writing the test file " + path, errno);
}
inline void write_file(const std::string& path, std::string_view content) {
    write_file(path, as_bytes(content));
}
inline Bytes file_bytes(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw_errno("opening the test file " + path, errno);
    return to_bytes(std::string(std::istreambuf_iterator<char>(in), {}));
}

/// The same runs as pairs, so that they can be compared.
inline std::vector<std::pair<std::uint64_t, std::uint64_t>> pairs(
    const std::vector<ByteRange>& ranges) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> out;
    for (const ByteRange& range : ranges) out.emplace_back(range.offset, range.length);
    return out;
}
using Pairs = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

/// An incident in a store of its own, or in another one.
class Depot {
public:
    Depot() : own_(store::memory_store()), store_(*own_) {}
    explicit Depot(store::ObjectStore& store) : store_(store) {}

    IngestOutcome ingest(const std::string& path, const IngestOptions& options = {}) {
        blob::BlobWriter writer(store_, incident_.deposit_keys(), index_);
        return ingest_path(path, writer, options);
    }
    blob::PackBlockSource blocks() { return {store_, incident_.read_keys(), index_}; }
    ExportOutcome export_item(const IngestOutcome& item, const ExportOptions& options) {
        blob::PackBlockSource source = blocks();
        return intake::export_item(source, item.kind, item.manifest, options);
    }
    /// The whole stream of an item that is no tree.
    Bytes content(const blob::BlockId& manifest) {
        blob::PackBlockSource source = blocks();
        blob::StreamReader reader(source, manifest);
        Bytes out(static_cast<std::size_t>(reader.size()));
        static_cast<void>(reader.read(0, out));
        return out;
    }

    store::ObjectStore& store() { return store_; }
    blob::MemoryBlockIndex& index() { return index_; }
    const Incident& incident() const { return incident_; }

private:
    Incident incident_;
    std::unique_ptr<store::ObjectStore> own_;
    store::ObjectStore& store_;
    blob::MemoryBlockIndex index_;
};

/// The names in a folder, sorted.
inline std::vector<std::string> names_in(const std::string& path) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
        names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// Options for an export to that path.
inline ExportOptions to(const std::string& output) {
    ExportOptions options;
    options.output = output;
    return options;
}

/// Changes one byte of a block where it lies.
inline void damage(Depot& depot, const blob::BlockId& id) {
    const blob::BlockLocation place = *depot.index().find(id);
    const std::string name = blob::pack_object_name(place.pack);
    Bytes pack = *depot.store().get(name);
    pack[place.offset + blob::frame_header_bytes] ^= std::byte{1};
    depot.store().remove(name);
    depot.store().put_new(name, pack);
}

/// A disk in memory, some of whose sectors cannot be read.
struct FailingDisk {
    Bytes content;
    std::set<std::uint64_t> bad;                ///< numbers of sectors
    std::map<std::uint64_t, int> bad_at_first;  ///< number of sector: how many tries fail
    std::uint64_t sector_bytes = 4096;
    bool all_or_nothing = false;  ///< a read that touches a bad sector gives nothing at all
    int error = EIO;

    /// A source over an (empty) file of the same size.
    FileSource source(const TempFolder& folder) {
        const std::string path = folder / "disk.img";
        write_file(path, content);
        return FileSource(open_file(path, O_RDONLY), "the disk",
                          [this](int, std::span<std::byte> into, std::uint64_t offset) {
                              return read(into, offset);
                          });
    }

    ssize_t read(std::span<std::byte> into, std::uint64_t offset) {
        std::uint64_t end = std::min<std::uint64_t>(offset + into.size(), content.size());
        for (std::uint64_t at = offset; at < end; at = (at / sector_bytes + 1) * sector_bytes) {
            const auto left = bad_at_first.find(at / sector_bytes);
            const bool fails = left != bad_at_first.end() && left->second-- > 0;
            if (!fails && !bad.contains(at / sector_bytes)) continue;
            if (at == offset || all_or_nothing) {
                errno = error;
                return -1;
            }
            end = at;
        }
        std::copy(content.begin() + static_cast<std::ptrdiff_t>(offset),
                  content.begin() + static_cast<std::ptrdiff_t>(end), into.begin());
        return static_cast<ssize_t>(end - offset);
    }
};

/// A stream that a test writes down run by run; data is cut out of `content`.
class ScriptedSource final : public Source {
public:
    explicit ScriptedSource(Bytes content) : content_(std::move(content)) {}
    /// Calls `act` before the read that begins at or after `offset`.
    void at(std::uint64_t offset, std::function<void()> act) {
        at_ = offset;
        act_ = std::move(act);
    }

    const std::string& name() const override { return name_; }
    std::optional<std::uint64_t> size() const override { return content_.size(); }
    ByteView head() override { return {}; }
    SourceRun next(std::span<std::byte> into) override {
        if (act_ && offset_ >= at_) std::exchange(act_, nullptr)();
        const std::size_t length = std::min(into.size(), content_.size() - offset_);
        std::copy_n(content_.begin() + static_cast<std::ptrdiff_t>(offset_), length, into.begin());
        offset_ += length;
        return {length == 0 ? RunKind::end : RunKind::data, length};
    }
    std::vector<std::string> notes() override { return {}; }

private:
    std::string name_ = "the script";
    Bytes content_;
    std::size_t offset_ = 0;
    std::uint64_t at_ = 0;
    std::function<void()> act_;
};

}  // namespace exhibit::intake::test
