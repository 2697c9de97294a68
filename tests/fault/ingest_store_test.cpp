// An ingest whose n-th write to the store fails, for every n: it ends with the store's error, on
// whatever thread that came up, and the next ingest over the same store is whole.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <memory>

#include "../unit/intake/fixture.hpp"
#include "crypto/digest.hpp"
#include "intake/ingest_source.hpp"
#include "support/fault_store.hpp"

namespace exhibit::intake {
namespace {

using exhibit::test::Fault;
using exhibit::test::FaultStore;
using exhibit::test::When;
using test::Depot;
using test::kind_of_failure;
using test::ScriptedSource;
using test::seeded_bytes;

constexpr std::size_t mib = std::size_t{1} << 20;

/// 70 MiB that neither repeat nor shrink, which is three packs.
const Bytes& three_packs() {
    static const Bytes content = [] {
        const Bytes piece = seeded_bytes(1, mib);
        Bytes out;
        for (std::uint32_t i = 0; i < 70; ++i) append(out, piece);
        for (std::uint32_t block = 0; block < out.size() / 65536; ++block) {
            store_u32(std::span(out).subspan(block * std::size_t{65536}, 4), block);
        }
        return out;
    }();
    return content;
}

IngestOutcome ingest(Depot& depot) {
    ScriptedSource source(three_packs());
    blob::BlobWriter writer(depot.store(), depot.incident().deposit_keys(), depot.index());
    return ingest_source(source, "image", writer, {});
}

class IngestFault : public testing::TestWithParam<std::tuple<std::uint64_t, When>> {};

INSTANTIATE_TEST_SUITE_P(EveryWrite, IngestFault,
                         testing::Combine(testing::Values(1, 2, 3),
                                          testing::Values(When::before, When::after)),
                         [](const auto& fault) {
                             return std::to_string(std::get<0>(fault.param)) +
                                    (std::get<1>(fault.param) == When::before ? "_before"
                                                                              : "_after");
                         });

TEST(IngestFaults, there_are_as_many_writes_as_are_tried) {
    const auto below = store::memory_store();
    FaultStore counting(*below);
    Depot depot(counting);
    ingest(depot);
    EXPECT_EQ(counting.calls(), 3U);
}

TEST_P(IngestFault, ends_with_the_error_and_the_next_one_is_whole) {
    const auto [call, when] = GetParam();
    const auto below = store::memory_store();
    {
        FaultStore faulty(*below, Fault{call, when, true});
        Depot depot(faulty);
        EXPECT_EQ(kind_of_failure([&] { ingest(depot); }), ErrorKind::io);
        EXPECT_TRUE(faulty.struck());
    }
    Depot next(*below);
    const IngestOutcome item = ingest(next);
    EXPECT_EQ(item.digests.sha256, crypto::sha256(three_packs()).hex());
    EXPECT_EQ(next.content(item.manifest), three_packs());
}

}  // namespace
}  // namespace exhibit::intake
