// Figures of the blob layer, one a line: CPU seconds and MB/s of each stage over one file.
//   bench_blob FILE STORE   (STORE: a new folder)
#include <chrono>
#include <cstdio>
#include <ctime>
#include <exception>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "blob/chunker.hpp"
#include "blob/pack_reader.hpp"
#include "blob/stream.hpp"
#include "blob/writer.hpp"
#include "crypto/box.hpp"
#include "crypto/keyed.hpp"
#include "store/object_store.hpp"

#include <fcntl.h>

namespace exhibit::blob {
namespace {

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Prints what was spent since it was made.
class Stage {
public:
    explicit Stage(const char* name) : name_(name) {}
    void done(std::uint64_t bytes) const {
        const double cpu = cpu_seconds() - cpu_;
        const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - wall_;
        const double megabytes = static_cast<double>(bytes) / 1e6;
        std::printf("%s: %.2f s wall, %.2f s cpu, %.0f MB/s of cpu\n", name_, wall.count(), cpu,
                    megabytes / cpu);
    }

private:
    const char* name_;
    double cpu_ = cpu_seconds();
    std::chrono::steady_clock::time_point wall_ = std::chrono::steady_clock::now();
};

std::uint64_t cut_only(const std::string& path) {
    const FileDescriptor file = open_file(path, O_RDONLY);
    Bytes buffer(std::size_t{4} << 20);
    std::uint64_t blocks = 0;
    std::uint64_t total = 0;
    ChunkStream stream(ContentChunker{}, [&](std::uint64_t, ByteView) { ++blocks; });
    const Stage stage("content-defined cuts");
    while (const std::size_t count = read_up_to(file.get(), buffer, path)) {
        stream.push(ByteView(buffer).first(count));
        total += count;
    }
    stream.flush();
    stage.done(total);
    std::printf("content blocks: %llu\n", static_cast<unsigned long long>(blocks));
    return total;
}

BlockId write(const std::string& path, BlobWriter& writer, const char* name) {
    const FileDescriptor file = open_file(path, O_RDONLY);
    Bytes buffer(std::size_t{4} << 20);
    ManifestWriter manifest([&](ByteView node) { return writer.put(BlockType::node, node); });
    ChunkStream stream(FixedChunker{}, [&](std::uint64_t, ByteView block) {
        if (all_zero(block)) {
            manifest.zeros(block.size());
        } else {
            manifest.data(writer.put(BlockType::data, block), block.size());
        }
    });
    const Stage stage(name);
    while (const std::size_t count = read_up_to(file.get(), buffer, path)) {
        stream.push(ByteView(buffer).first(count));
    }
    stream.flush();
    const BlockId root = manifest.finish();
    const WriteResult result = writer.finish();
    stage.done(stream.offset());
    std::printf("new %.1f MB, known %.1f MB, stored %.1f MB in %llu packs\n",
                static_cast<double>(result.counts.bytes_new) / 1e6,
                static_cast<double>(result.counts.bytes_known) / 1e6,
                static_cast<double>(result.counts.bytes_stored) / 1e6,
                static_cast<unsigned long long>(result.counts.packs));
    return root;
}

void read(BlockSource& source, const BlockId& root) {
    StreamReader reader(source, root);
    std::uint64_t damaged = 0;
    const Stage stage("read in order");
    reader.for_each({0, reader.size()}, [&](const StreamPart& part) {
        if (part.kind == PartKind::damaged) damaged += part.range.length;
    });
    stage.done(reader.size());
    std::printf("damaged bytes: %llu\n", static_cast<unsigned long long>(damaged));
}

void run(const std::string& path, const std::string& folder) {
    crypto::initialise();
    const crypto::BoxKeyPair content = crypto::BoxKeyPair::random();
    const crypto::KeyedHash id_key(crypto::SecretBytes::random(32));
    const auto store = store::create_posix_store(folder);
    const IncidentTag tag;
    cut_only(path);
    BlockId root;
    {
        MemoryBlockIndex index;
        BlobWriter writer(*store, {tag, content.public_key(), id_key}, index);
        root = write(path, writer, "write, one thread");
        write(path, writer, "write again");
        std::printf("index: %.1f bytes a block\n",
                    static_cast<double>(index.memory_bytes()) / static_cast<double>(index.size()));
    }
    MemoryBlockIndex index;
    const Stage stage("index all packs");
    index_all_packs(*store, {tag, content, id_key}, index);
    stage.done(0);
    PackBlockSource source(*store, {tag, content, id_key}, index);
    read(source, root);
}

}  // namespace
}  // namespace exhibit::blob

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("usage: bench_blob FILE NEW_STORE_FOLDER\n", stderr);
        return 2;
    }
    try {
        exhibit::blob::run(argv[1], argv[2]);
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
