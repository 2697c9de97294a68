#include "blob/stream.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/work_threads.hpp"
#include "blob/pack_reader.hpp"

namespace exhibit::blob {

/// A part on its way from the manifest to the reader: first with the reference it is of, then with
/// the block that holds its bytes.
struct QueuedPart {
    StreamPart part;
    Ref ref;
    std::uint64_t offset = 0;  ///< of the reference's first byte in the stream
    Bytes block;
};

namespace {

/// Opening blocks takes about as long as what is done with them: more threads would wait.
constexpr unsigned openers_max = 2;
/// Nodes of about 110 KiB each, of a few GiB of stream in all.
constexpr std::size_t children_max = 64;

std::string describe(ByteRange range, const std::string& reason) {
    return "reading " + std::to_string(range.length) + " bytes at offset " +
           std::to_string(range.offset) + " of the stream: " + reason;
}

// The part of `run` from `offset` on that lies before `end`.
ByteRange clip(ByteRange run, std::uint64_t offset, std::uint64_t end) {
    const std::uint64_t run_end = run.offset + run.length;
    return {offset, std::min(run_end, end) - offset};
}

// Reads the block of a data reference at `offset`; throws DamagedRange for all of the reference.
void read_data(BlockSource& source, const Ref& ref, std::uint64_t offset, Bytes& content) {
    try {
        source.read(ref.id, BlockType::data, content);
        if (content.size() != ref.length) {
            throw Error(ErrorKind::corrupt, "reading block " + ref.id.hex() + ": found " +
                                                std::to_string(content.size()) +
                                                " bytes, the manifest says " +
                                                std::to_string(ref.length));
        }
    } catch (const Error& error) {
        if (!tells_damage(error)) throw;
        throw DamagedRange({offset, ref.length}, error.what());
    }
}

void open_part(BlockSource& source, QueuedPart& queued, Bytes memory) {
    StreamPart& part = queued.part;
    try {
        read_data(source, queued.ref, queued.offset, memory);
        queued.block = std::move(memory);
        part.bytes =
            ByteView(queued.block).subspan(part.range.offset - queued.offset, part.range.length);
    } catch (const DamagedRange& damage) {
        part = {PartKind::damaged, part.range, {}, damage.reason()};
    }
}

void open_parts(BlockSource& source, RunQueue<QueuedPart>& queue) {
    give_way();
    for (auto run = queue.take_unopened(); !run.empty(); run = queue.take_unopened()) {
        for (QueuedPart* part : run) open_part(source, *part, queue.spare());
        queue.opened(run);
    }
}

}  // namespace

DamagedRange::DamagedRange(ByteRange range, const std::string& reason)
    : Error(ErrorKind::corrupt, describe(range, reason)), range_(range), reason_(reason) {}

StreamReader::StreamReader(BlockSource& source, const BlockId& root)
    : source_(source), root_(root) {
    nodes_.push_back(std::make_shared<const OpenNode>(open_node(root, 0)));
}

StreamReader::OpenNode StreamReader::open_node(const BlockId& id, std::uint64_t offset) {
    Bytes bytes;
    source_.read(id, BlockType::node, bytes);
    OpenNode open{offset, parse_node(bytes, "manifest node " + id.hex()), {}};
    open.starts.reserve(open.node.refs.size());
    for (const Ref& ref : open.node.refs) {
        open.starts.push_back(offset);
        offset += ref.length;
    }
    return open;
}

// REQUIRES: the refs of `parent` are nodes. Throws DamagedRange for all that lies below.
StreamReader::OpenNode StreamReader::open_child(const OpenNode& parent, std::size_t index) {
    const Ref& ref = parent.node.refs[index];
    const ByteRange range{parent.starts[index], ref.length};
    try {
        OpenNode child = open_node(ref.id, range.offset);
        if (child.node.level + 1 != parent.node.level || child.node.length != ref.length) {
            throw Error(ErrorKind::corrupt, "reading manifest node " + ref.id.hex() +
                                                ": found level " +
                                                std::to_string(child.node.level) + " and length " +
                                                std::to_string(child.node.length) + ", expected " +
                                                std::to_string(parent.node.level - 1) + " and " +
                                                std::to_string(ref.length));
        }
        return child;
    } catch (const Error& error) {
        if (!tells_damage(error)) throw;
        throw DamagedRange(range, error.what());
    }
}

// Children of one parent at one offset are one node: what is there of a stream does not change.
StreamReader::NodePointer StreamReader::known_child(const OpenNode& parent, std::size_t index) {
    const auto known = std::find_if(children_.begin(), children_.end(), [&](const auto& child) {
        return child->offset == parent.starts[index] && child->node.level + 1 == parent.node.level;
    });
    if (known != children_.end()) {
        children_.splice(children_.begin(), children_, known);
        return children_.front();
    }
    children_.push_front(std::make_shared<const OpenNode>(open_child(parent, index)));
    if (children_.size() > children_max) children_.pop_back();
    return children_.front();
}

// REQUIRES: offset < size().
StreamReader::Place StreamReader::find(std::uint64_t offset) {
    while (offset < nodes_.back()->offset ||
           offset - nodes_.back()->offset >= nodes_.back()->node.length) {
        nodes_.pop_back();  // the root holds every offset, so this ends
    }
    while (true) {
        const OpenNode& open = *nodes_.back();
        const auto after = std::upper_bound(open.starts.begin(), open.starts.end(), offset);
        const auto index = static_cast<std::size_t>(after - open.starts.begin()) - 1;
        if (open.node.level == 0) return {open.node.refs[index], open.starts[index]};
        nodes_.push_back(known_child(open, index));
    }
}

std::vector<ByteRange> StreamReader::read(std::uint64_t offset, std::span<std::byte> out) {
    if (offset > size() || out.size() > size() - offset) {
        throw Error(ErrorKind::usage, "reading " + std::to_string(out.size()) +
                                          " bytes at offset " + std::to_string(offset) +
                                          ": the stream has " + std::to_string(size()) + " bytes");
    }
    std::vector<ByteRange> unreadable;
    const std::uint64_t end = offset + out.size();
    while (offset < end) {
        const Place place = find(offset);
        const ByteRange part = clip({place.offset, place.ref.length}, offset, end);
        const std::span<std::byte> to = out.subspan(out.size() - (end - offset), part.length);
        if (place.ref.kind == RefKind::data) {
            if (block_.empty() || block_id_ != place.ref.id) {
                Bytes block = std::exchange(block_, {});  // stays empty when reading throws
                read_data(source_, place.ref, place.offset, block);
                block_ = std::move(block);
                block_id_ = place.ref.id;
            }
            const ByteView from = ByteView(block_).subspan(offset - place.offset, part.length);
            std::copy(from.begin(), from.end(), to.begin());
        } else {
            std::fill(to.begin(), to.end(), std::byte{0});
            if (place.ref.kind == RefKind::unreadable) unreadable.push_back(part);
        }
        offset += part.length;
    }
    return unreadable;
}

// What lies at `offset`, as the manifest tells it: data is still to be opened.
QueuedPart StreamReader::part_at(std::uint64_t offset, std::uint64_t end) {
    QueuedPart queued;
    try {
        const Place place = find(offset);
        queued.ref = place.ref;
        queued.offset = place.offset;
        queued.part.range = clip({place.offset, place.ref.length}, offset, end);
        queued.part.kind = place.ref.kind == RefKind::data    ? PartKind::data
                           : place.ref.kind == RefKind::zeros ? PartKind::zeros
                                                              : PartKind::unreadable;
    } catch (const DamagedRange& damage) {
        queued.part = {PartKind::damaged, clip(damage.range(), offset, end), {}, damage.reason()};
    }
    return queued;
}

void StreamReader::for_each(ByteRange range, const Sink& sink) {
    if (range.offset > size() || range.length > size() - range.offset) {
        throw Error(ErrorKind::usage, "reading " + std::to_string(range.length) +
                                          " bytes at offset " + std::to_string(range.offset) +
                                          ": the stream has " + std::to_string(size()) + " bytes");
    }
    std::vector<std::unique_ptr<BlockSource>> openers;
    for (unsigned i = 0; i < openers_max; ++i) {
        if (auto another = source_.another()) openers.push_back(std::move(another));
    }
    RunQueue<QueuedPart> queue;
    WorkThreads threads(queue);
    threads.start([&] { walk_parts(range, openers.empty(), queue); });
    for (const auto& source : openers) {
        threads.start([&queue, &source = *source] { open_parts(source, queue); });
    }
    while (std::optional<QueuedPart> queued = queue.take()) {
        sink(queued->part);
        if (!queued->block.empty()) queue.give_back(std::move(queued->block));
    }
}

// `alone`: there is no other thread to open what is found.
void StreamReader::walk_parts(ByteRange range, bool alone, RunQueue<QueuedPart>& queue) {
    const std::uint64_t end = range.offset + range.length;
    for (std::uint64_t offset = range.offset; offset < end;) {
        QueuedPart queued = part_at(offset, end);
        offset += queued.part.range.length;
        const bool is_data = queued.part.kind == PartKind::data;
        const std::uint64_t bytes = is_data ? queued.ref.length : 0;
        if (is_data && alone) open_part(source_, queued, queue.spare());
        if (!queue.put(std::move(queued), is_data && !alone, bytes)) return;
    }
    queue.end();
}

void StreamReader::for_each_block(const Visit& visit) {
    visit({RefKind::node, {0, size()}, root_, {}});
    walk(*nodes_.front(), visit);
}

// Recursion ends: a node's level is one below its parent's.
void StreamReader::walk(const OpenNode& node, const Visit& visit) {
    for (std::size_t i = 0; i < node.node.refs.size(); ++i) {
        const Ref& ref = node.node.refs[i];
        StreamBlock block{ref.kind, {node.starts[i], ref.length}, ref.id, {}};
        if (ref.kind != RefKind::node) {
            visit(block);
            continue;
        }
        std::optional<OpenNode> child;
        try {
            child = open_child(node, i);
        } catch (const DamagedRange& damage) {
            block.problem = damage.reason();
        }
        visit(block);
        if (child) walk(*child, visit);
    }
}

}  // namespace exhibit::blob
