#include "verify/stream_walk.hpp"

#include "base/text.hpp"
#include "encode/json.hpp"
#include "verify/codes.hpp"

namespace exhibit::verify {

namespace {

/// A path of 4,096 bytes, escaped, and the rest of a line.
constexpr std::size_t line_bytes_max = std::size_t{1} << 20;

std::string text_of(const encode::Json& line, std::string_view name) {
    const encode::Json* value = line.find(name);
    return value != nullptr && value->is_string() ? value->string(name) : std::string();
}

Part part_of(const blob::Ref& ref, PartKind kind, std::uint64_t offset) {
    Part part;
    part.kind = kind;
    part.offset = offset;
    part.length = ref.length;
    if (kind == PartKind::data) part.id = ref.id;
    return part;
}

std::string path_of(const encode::Json& line) {
    const std::string path = text_of(line, "path");
    return path.empty() ? "(hex) " + text_of(line, "path_hex") : path;
}

}  // namespace

StreamWalk::StreamWalk(BlockReader& blocks, PartQueue& queue, Report& report,
                       const ContentInput& input)
    : blocks_(blocks),
      queue_(queue),
      report_(report),
      item_(input.item.id.text()),
      cancel_(input.cancel) {}

bool StreamWalk::stream(const std::string& name, const blob::BlockId& root,
                        const Digests& recorded) {
    Part begin;
    begin.kind = PartKind::begin;
    begin.name = name;
    begin.digests = recorded;
    Part end;
    end.kind = PartKind::end;
    return queue_.put(std::move(begin)) &&
           walk(root, [this](Part part) { return queue_.put(std::move(part)); }) &&
           queue_.put(std::move(end));
}

bool StreamWalk::tree(const blob::BlockId& root, const Digests& recorded) {
    if (!stream({}, root, recorded)) return false;
    std::string pending;
    bool lost = false;
    return walk(root, [&](Part part) {
        if (part.kind == PartKind::seen) return true;  // Told when the listing itself was read.
        if (part.kind == PartKind::data) {
            open_part(blocks_, packs_, part, blob::IdCheck::computed, 0);
        }
        return take_lines(pending, lost, std::move(part));
    });
}

/// Cuts the listing into lines and walks the file of each. Where a part is lost, so is the line
/// around it: that the part is lost was told when the listing itself was read.
bool StreamWalk::take_lines(std::string& pending, bool& lost, Part part) {
    if (part.kind != PartKind::data) {
        pending.clear();
        lost = true;
        return true;
    }
    std::string_view text = as_text(part.bytes);
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        pending.append(text.substr(0, end));
        text.remove_prefix(end + 1);
        if (!lost && !file(pending)) return false;
        lost = false;
        pending.clear();
    }
    if (pending.size() + text.size() > line_bytes_max) {
        report_.add({std::string(code::listing),
                     Severity::violation,
                     {},
                     item_,
                     {},
                     "The listing of the tree has a line longer than any entry can be."});
        pending.clear();
        lost = true;
        return true;
    }
    pending.append(text);
    return true;
}

bool StreamWalk::file(std::string_view text) {
    encode::Json line;
    blob::BlockId manifest;
    try {
        line = encode::parse(text, "the listing of " + item_);
        const encode::Json* root = line.find("manifest");
        if (text_of(line, "type") != "file" || root == nullptr) return true;
        manifest.hash = crypto::Hash::from_hex(root->string("manifest"), "manifest");
    } catch (const Error& error) {
        if (!tells_evidence(error)) throw;
        report_.add({std::string(code::listing),
                     Severity::violation,
                     {},
                     item_,
                     {},
                     "A line of the listing is not of the expected form: " + sentence(error)});
        return true;
    }
    return stream(path_of(line), manifest,
                  {text_of(line, "md5"), text_of(line, "sha1"), text_of(line, "sha256")});
}

bool StreamWalk::walk(const blob::BlockId& root, const Sink& sink) {
    blob::Node node;
    if (auto problem = read_node(root, node, sink)) {
        Part part;
        part.kind = PartKind::damaged;
        part.problem = std::move(*problem);
        return sink(std::move(part));
    }
    return walk_below(node, 0, sink);
}

/// Recursion ends: the level of a node is one below that of its parent.
bool StreamWalk::walk_below(const blob::Node& node, std::uint64_t offset, const Sink& sink) {
    for (const blob::Ref& ref : node.refs) {
        stop_if_asked(cancel_, "verifying " + item_);
        bool go_on = true;
        switch (ref.kind) {
            case blob::RefKind::node: {
                const auto level = static_cast<std::uint8_t>(node.level - 1);
                go_on = walk_child({ref.id, offset, ref.length, level}, sink);
                break;
            }
            case blob::RefKind::data: go_on = sink(part_of(ref, PartKind::data, offset)); break;
            case blob::RefKind::zeros: go_on = sink(part_of(ref, PartKind::zeros, offset)); break;
            case blob::RefKind::unreadable:
                go_on = sink(part_of(ref, PartKind::unreadable, offset));
                break;
        }
        if (!go_on) return false;
        offset += ref.length;
    }
    return true;
}

bool StreamWalk::walk_child(const NodePlace& place, const Sink& sink) {
    blob::Node child;
    std::optional<BlockProblem> problem = read_node(place.id, child, sink);
    if (!problem && (child.level != place.level || child.length != place.length)) {
        problem = BlockProblem{{},
                               "The manifest node " + place.id.hex() +
                                   " has another level or length than its parent says."};
    }
    if (!problem) return walk_below(child, place.offset, sink);
    Part part;
    part.kind = PartKind::damaged;
    part.offset = place.offset;
    part.length = place.length;
    part.problem = std::move(*problem);
    return sink(std::move(part));
}

std::optional<BlockProblem> StreamWalk::read_node(const blob::BlockId& id, blob::Node& node,
                                                  const Sink& sink) {
    Bytes content;
    BlockReading reading =
        blocks_.read(packs_, {id, blob::BlockType::node, blob::IdCheck::computed, 0}, content);
    if (!reading.bad_copies.empty()) {
        Part part;
        part.kind = PartKind::seen;
        part.bad_copies = std::move(reading.bad_copies);
        // Whether the consumer wants more is asked again with the next part.
        static_cast<void>(sink(std::move(part)));
    }
    if (reading.problem) return std::move(reading.problem);
    try {
        node = blob::parse_node(content, "manifest node " + id.hex());
        return std::nullopt;
    } catch (const Error& error) {
        if (!tells_evidence(error)) throw;
        return BlockProblem{{}, sentence(error)};
    }
}

void open_part(BlockReader& blocks, OpenPacks& packs, Part& part, blob::IdCheck check,
               std::uint64_t row_bytes) {
    BlockReading reading =
        blocks.read(packs, {part.id, blob::BlockType::data, check, row_bytes}, part.bytes);
    part.bad_copies = std::move(reading.bad_copies);
    if (!reading.problem && part.bytes.size() != part.length) {
        reading.problem = BlockProblem{
            {},
            "The block " + part.id.hex() + " has " + std::to_string(part.bytes.size()) +
                " bytes; the manifest says " + std::to_string(part.length) + "."};
    }
    if (!reading.problem) return;
    part.kind = PartKind::damaged;
    part.problem = std::move(*reading.problem);
}

}  // namespace exhibit::verify
