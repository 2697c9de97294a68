#include "intake/archive_walk.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "custody/archive.hpp"
#include "intake/archive_member.hpp"
#include "intake/digests.hpp"

namespace exhibit::intake {
namespace {

// The record of an item is at most 1 MiB with everything in it.
constexpr std::size_t partial_path_bytes_max = 400;
constexpr std::size_t partial_sentence_bytes_max = 1000;

/// Names and places of the archive that is read; none for the item itself.
struct Place {
    std::vector<std::string> path;
    std::vector<std::uint64_t> at;
};

/// How the reading of one archive ended.
struct Ended {
    std::string format;
    std::uint64_t members = 0;
    std::string why;  ///< a sentence when it ended too early
};

struct Totals {
    const ArchiveLimits& limits;
    std::uint64_t content_bytes_max = 0;
    ArchiveInfo facts;
    std::string over;  ///< a sentence: nothing more is read at any level
};

void add_sentence(std::string& text, const std::string& sentence) {
    if (!text.empty()) text += ' ';
    text += sentence;
}

/// Content on its way to whoever reads it: digested, counted, and ended where it becomes too much.
class Feed final : public ArchiveInput {
public:
    Feed(ArchiveReader& reader, Totals& totals, Monitor& monitor, bool nested)
        : reader_(reader),
          totals_(totals),
          monitor_(monitor),
          bytes_(reader),
          taken_before_(reader.taken()),
          nested_(nested) {}

    ByteView next() override {
        if (!stopped_.empty()) return {};
        const ByteView bytes = bytes_.next();
        size_ += bytes.size();
        totals_.facts.bytes += bytes.size();
        if (!bytes.empty() && too_much()) return {};
        md5_.update(bytes);
        sha1_.update(bytes);
        sha256_.update(bytes);
        if (!nested_ && monitor_.due()) monitor_.state().bytes_done = reader_.taken();
        monitor_.step();
        return bytes;
    }
    void drain() {
        while (!next().empty()) continue;
    }

    /// After the end.
    bool whole() const noexcept { return stopped_.empty() && bytes_.whole(); }
    bool broken() const noexcept { return bytes_.broken(); }
    bool stopped() const noexcept { return !stopped_.empty(); }
    std::string problem() const { return stopped() ? stopped_ : bytes_.problem(); }
    DigestedContent content() { return {size_, {md5_.finish(), sha1_.finish(), sha256_.finish()}}; }

private:
    bool too_much() {
        const ArchiveLimits& limits = totals_.limits;
        const std::uint64_t taken = reader_.taken() - std::min(taken_before_, reader_.taken());
        if (size_ > limits.member_bytes_free && size_ / limits.member_ratio_max > taken) {
            stopped_ = "It expands to more than " + std::to_string(limits.member_ratio_max) +
                       " times what it takes in the archive; it was read up to " +
                       human_bytes(size_) + ".";
        } else if (totals_.facts.bytes > totals_.content_bytes_max) {
            totals_.over =
                "The members expand to more than " + human_bytes(totals_.content_bytes_max) + ".";
            stopped_ = totals_.over;
        }
        return stopped();
    }

    ArchiveReader& reader_;
    Totals& totals_;
    Monitor& monitor_;
    MemberBytes bytes_;
    std::uint64_t taken_before_;
    bool nested_;
    std::uint64_t size_ = 0;
    std::string stopped_;
    RunDigest md5_{crypto::Algorithm::md5};
    RunDigest sha1_{crypto::Algorithm::sha1};
    RunDigest sha256_{crypto::Algorithm::sha256};
};

class Walk {
public:
    Walk(Totals& totals, const MemberSink& sink, Monitor& monitor)
        : totals_(totals), sink_(sink), monitor_(monitor) {}

    Ended archive(ArchiveInput& input, ArchiveForms forms, const Place& place) {
        ArchiveReader reader(input, forms);
        Ended ended;
        while (ended.why.empty()) {
            MemberHeader header = reader.next();
            if (header.step == ReadStep::end) break;
            if (header.step == ReadStep::broken) {
                ended.why = header.problem;
            } else if (totals_.facts.listed >= totals_.limits.members_max) {
                totals_.over =
                    "There are more than " + grouped(totals_.limits.members_max) + " members.";
                ended.why = totals_.over;
            } else {
                ++ended.members;
                ended.format = reader.format();
                ended.why = member(reader, header, place, ended.members);
            }
        }
        if (ended.format.empty()) ended.format = reader.format();
        return ended;
    }

private:
    /// Why the archive cannot be read on, if so.
    std::string member(ArchiveReader& reader, MemberHeader& header, const Place& place,
                       std::uint64_t at) {
        ArchiveMember& member = header.member;
        member.path.insert(member.path.begin(), place.path.begin(), place.path.end());
        member.at = place.at;
        member.at.push_back(at);
        member.problem = header.problem;
        const bool linked = member.type == MemberType::hardlink;
        if (linked && member.stated_size == 0) member.stated_size.reset();
        std::string why;
        if (header.encrypted) {
            add_sentence(member.problem, "It is encrypted.");
        } else if (header.step == ReadStep::ok &&
                   (member.type == MemberType::file || (linked && member.stated_size))) {
            why = content(reader, member);
        } else if (member.type != MemberType::file && member.stated_size == 0) {
            member.stated_size.reset();
        }
        emit(member);
        return totals_.over.empty() ? why : totals_.over;
    }

    std::string content(ArchiveReader& reader, ArchiveMember& member) {
        Feed feed(reader, totals_, monitor_, member.path.size() > 1);
        const bool deep = member.path.size() >= totals_.limits.names_max;
        {
            NestedArchive nested(feed, !deep);
            look_inside(nested, member, deep);
            feed.drain();
        }
        if (!feed.problem().empty()) add_sentence(member.problem, feed.problem());
        if (!feed.whole()) {
            if (feed.problem().empty()) add_sentence(member.problem, "It could not be read.");
            if (feed.broken() || (feed.stopped() && !reader.skips_cheaply())) {
                return feed.problem();
            }
            if (feed.stopped() && totals_.over.empty()) add_partial(member, feed.problem());
            return {};
        }
        member.content = feed.content();
        if (member.stated_size == member.content->size) {
            member.stated_size.reset();
        } else if (member.stated_size) {
            add_sentence(member.problem, "The archive says it has " +
                                             counted(*member.stated_size, "byte", "bytes") + ".");
        }
        return {};
    }

    void look_inside(NestedArchive& nested, ArchiveMember& member, bool deep) {
        const bool likely =
            nested.sign() != ArchiveSign::none && nested.sign() != ArchiveSign::compressed;
        if (nested.what() == NestedArchive::What::too_large) {
            inside_missing(member, "It is an archive of more than " +
                                       human_bytes(nested_bytes_max) +
                                       " that can only be read from its end: its members are not "
                                       "listed.");
        } else if (deep && likely) {
            inside_missing(member,
                           "It looks like an archive, but lies too deep inside of others: its "
                           "members are not listed.");
        }
        if (nested.what() != NestedArchive::What::archive) return;
        const Ended inside = archive(nested.input(), nested.forms(), {member.path, member.at});
        if (inside.members > 0 || (likely && inside.why.empty())) member.archive = inside.format;
        if (inside.why.empty()) return;
        if (!totals_.over.empty()) {
            // Told once for all.
            add_sentence(member.problem, "Not all of its members are listed: " + inside.why);
        } else if (inside.members > 0) {
            inside_missing(member, "Not all of its members are listed: " + inside.why);
        } else if (likely) {
            inside_missing(member, "It begins like an archive, but its members cannot be listed: " +
                                       inside.why);
        }
    }

    void inside_missing(ArchiveMember& member, const std::string& sentence) {
        add_sentence(member.problem, sentence);
        add_partial(member, sentence);
    }

    void add_partial(const ArchiveMember& member, const std::string& sentence) {
        if (totals_.facts.partial.size() + 1 < custody::archive_sentences_max) {
            const std::string shown =
                shortened(printable(shown_path(member)), partial_path_bytes_max);
            totals_.facts.partial.push_back(
                shortened(shown + ": " + sentence, partial_sentence_bytes_max));
        }
    }

    void emit(ArchiveMember& member) {
        member.problem = shortened(member.problem, member_problem_bytes_max);
        ++totals_.facts.listed;
        if (member.content) ++totals_.facts.files;
        if (!member.problem.empty()) ++totals_.facts.problems;
        sink_(member);
        monitor_.step();
    }

    Totals& totals_;
    const MemberSink& sink_;
    Monitor& monitor_;
};

std::uint64_t content_bytes_max(std::uint64_t archive_bytes, const ArchiveLimits& limits) {
    std::uint64_t most = 0;
    if (__builtin_mul_overflow(archive_bytes, limits.content_ratio_max, &most)) most = UINT64_MAX;
    return std::max(most, limits.content_bytes_free);
}

}  // namespace

ArchiveInfo walk_archive(ArchiveInput& input, ArchiveForms forms, std::uint64_t archive_bytes,
                         const MemberSink& sink, Monitor& monitor, const ArchiveLimits& limits) {
    Totals totals{limits, content_bytes_max(archive_bytes, limits), {}, {}};
    const Ended ended = Walk(totals, sink, monitor).archive(input, forms, {});
    totals.facts.format = ended.format;
    if (!ended.why.empty()) {
        const std::string begin =
            ended.members == 0 ? "No member could be listed: " : "Not all members are listed: ";
        totals.facts.partial.insert(totals.facts.partial.begin(),
                                    shortened(begin + ended.why, partial_sentence_bytes_max));
    }
    return std::move(totals.facts);
}

}  // namespace exhibit::intake
