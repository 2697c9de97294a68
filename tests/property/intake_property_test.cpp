#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <deque>

#include "../unit/intake/fixture.hpp"
#include "crypto/digest.hpp"
#include "intake/ingest_source.hpp"
#include "intake/listing.hpp"

namespace exhibit::intake {
namespace {

using test::Depot;
using test::Pairs;
using test::pairs;

/// One run of a stream, and into how short pieces a source gives it.
struct ScriptRun {
    RunKind kind;
    std::uint64_t length;
    std::uint64_t piece;
    std::byte content;
};

class RunSource final : public Source {
public:
    explicit RunSource(const std::vector<ScriptRun>& runs) : left_(runs.begin(), runs.end()) {}
    const std::string& name() const override { return name_; }
    std::optional<std::uint64_t> size() const override { return std::nullopt; }
    ByteView head() override { return {}; }
    SourceRun next(std::span<std::byte> into) override {
        if (left_.empty()) return {};
        ScriptRun& run = left_.front();
        std::uint64_t length = std::min(run.length, run.piece);
        if (run.kind == RunKind::data) {
            length = std::min<std::uint64_t>(length, into.size());
            std::fill_n(into.begin(), length, run.content);
        }
        const SourceRun out{run.kind, length};
        run.length -= length;
        if (run.length == 0) left_.pop_front();
        return out;
    }
    std::vector<std::string> notes() override { return {}; }

private:
    std::string name_ = "the script";
    std::deque<ScriptRun> left_;
};

ScriptRun any_run() {
    // Many runs are as long as blocks, batches, or nearly so.
    const std::uint64_t length = *rc::gen::oneOf(
        rc::gen::inRange<std::uint64_t>(1, 2'000'000),
        rc::gen::map(rc::gen::pair(rc::gen::inRange<std::uint64_t>(1, 20),
                                   rc::gen::inRange<std::uint64_t>(0, 3)),
                     [](const auto& parts) { return parts.first * 65536 + parts.second - 1; }));
    return {*rc::gen::element(RunKind::data, RunKind::data, RunKind::zeros, RunKind::unreadable),
            length, *rc::gen::inRange<std::uint64_t>(length / 20 + 1, length + 2),
            std::byte{*rc::gen::arbitrary<std::uint8_t>()}};
}

RC_GTEST_PROP(IngestProperty, any_sequence_of_runs_comes_back_as_it_was, ()) {
    const auto count = *rc::gen::inRange<std::size_t>(0, 8);
    std::vector<ScriptRun> runs;
    for (std::size_t i = 0; i < count; ++i) runs.push_back(any_run());
    const std::string kind = *rc::gen::element<std::string>("image", "file");

    Bytes content;
    Pairs unreadable;
    for (const ScriptRun& run : runs) {
        if (run.kind == RunKind::unreadable) {
            const bool neighbour =
                !unreadable.empty() &&
                unreadable.back().first + unreadable.back().second == content.size();
            if (neighbour) {
                unreadable.back().second += run.length;
            } else {
                unreadable.emplace_back(content.size(), run.length);
            }
        }
        content.resize(content.size() + run.length,
                       run.kind == RunKind::data ? run.content : std::byte{0});
    }

    Depot depot;
    RunSource source(runs);
    blob::BlobWriter writer(depot.store(), depot.incident().deposit_keys(), depot.index());
    const IngestOutcome item = ingest_source(source, "file", writer, {kind, nullptr, nullptr, {}});
    RC_ASSERT(item.size == content.size());
    RC_ASSERT(item.digests.sha256 == crypto::sha256(content).hex());
    RC_ASSERT(pairs(item.unreadable) == unreadable);
    RC_ASSERT(depot.content(item.manifest) == content);
}

RC_GTEST_PROP(ListingProperty, any_name_comes_back_as_it_was, ()) {
    ListingEntry entry;
    entry.path = *rc::gen::suchThat(rc::gen::container<std::string>(rc::gen::arbitrary<char>()),
                                    [](const std::string& path) { return is_member_path(path); });
    entry.type = MemberType::symlink;
    entry.target = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    entry.mode = *rc::gen::inRange<std::uint32_t>(0, 010000);
    const ListingEntry again = parse_entry(write_entry(entry), "test");
    RC_ASSERT(again.path == entry.path);
    RC_ASSERT(again.target == entry.target);
    RC_ASSERT(again.mode == entry.mode);
}

RC_GTEST_PROP(ListingProperty, any_change_of_a_line_is_refused_or_a_line, (std::string noise)) {
    ListingEntry entry;
    entry.path = "a/b";
    entry.type = *rc::gen::element(MemberType::directory, MemberType::symlink);
    std::string line = write_entry(entry);
    const auto place = *rc::gen::inRange<std::size_t>(0, line.size());
    line.replace(place, *rc::gen::inRange<std::size_t>(0, 4), noise);
    try {
        RC_ASSERT(write_entry(parse_entry(line, "test")) == line);
    } catch (const Error& error) {
        RC_ASSERT(error.kind() == ErrorKind::malformed);
    }
}

}  // namespace
}  // namespace exhibit::intake
