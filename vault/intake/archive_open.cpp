#include "intake/archive_open.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::intake {
namespace {

ArchiveForms forms_of(blob::StreamReader& stream) {
    Bytes head(static_cast<std::size_t>(std::min<std::uint64_t>(member_head_bytes, stream.size())));
    static_cast<void>(stream.read(0, head));
    return archive_sign(head) == ArchiveSign::compressed ? ArchiveForms::compressed
                                                         : ArchiveForms::all;
}

}  // namespace

OpenMember::OpenMember(blob::BlockSource& blocks, const blob::BlockId& archive,
                       const ArchiveMember& member)
    : stream_(blocks, archive),
      input_(stream_),
      shown_(printable(shown_path(member))),
      expected_(member.content.value()) {
    find(member);
    if (expected_.size == 0) static_cast<void>(next());
}

void OpenMember::find(const ArchiveMember& member) {
    ArchiveInput* input = &input_;
    ArchiveForms forms = forms_of(stream_);
    for (std::size_t depth = 0; depth < member.at.size(); ++depth) {
        levels_.push_back(std::make_unique<Level>(*input, forms));
        Level& level = *levels_.back();
        go_to(level, depth, member);
        if (depth + 1 == member.at.size()) return;
        level.nested = std::make_unique<NestedArchive>(level.bytes, true);
        if (level.nested->what() != NestedArchive::What::archive) {
            fail("\"" + printable(member.path[depth]) + "\" is no archive that can be read");
        }
        input = &level.nested->input();
        forms = level.nested->forms();
    }
}

void OpenMember::go_to(Level& level, std::size_t depth, const ArchiveMember& member) {
    MemberHeader header;
    for (std::uint64_t at = 0; at < member.at[depth]; ++at) {
        header = level.reader.next();
        if (header.step == ReadStep::end) fail("the archive ends before it");
        if (header.step == ReadStep::broken) fail(header.problem);
    }
    if (header.member.path.front() != member.path[depth]) {
        fail("at its place the archive has \"" + printable(header.member.path.front()) + "\"");
    }
}

ByteView OpenMember::next() {
    MemberBytes& bytes = levels_.back()->bytes;
    const ByteView now = bytes.next();
    offset_ += now.size();
    if (offset_ > expected_.size) {
        fail("it has more than the " + counted(expected_.size, "byte", "bytes") +
             " the listing says");
    }
    sha256_.update(now);
    if (offset_ == expected_.size && !compared_) {
        const std::string found = sha256_.finish();
        if (found != expected_.digests.sha256) {
            fail("its SHA-256 is " + found + ", the listing of the archive says " +
                 expected_.digests.sha256);
        }
        compared_ = true;
    }
    if (!now.empty()) return now;
    if (!bytes.whole()) fail(bytes.problem());
    if (!compared_) {
        fail("it ends after " + counted(offset_, "byte", "bytes") + ", the listing says " +
             counted(expected_.size, "byte", "bytes"));
    }
    return {};
}

void OpenMember::fail(const std::string& why) const {
    throw Error(ErrorKind::verification, "reading the member " + shown_ + ": " + why);
}

}  // namespace exhibit::intake
