// Whole vaults over a store that fails: each changing call of an ingest and of a hand-over, before
// and after it took effect, once and for good. Whatever happens, what the next process finds is a
// vault that passes every audit, in which the operation happened wholly or not at all, and can be
// done (again).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <set>

#include "base/time.hpp"
#include "blob/lists.hpp"
#include "blob/pack_format.hpp"
#include "exhibit/vault.hpp"
#include "store/object_store.hpp"
#include "support/fault_store.hpp"
#include "support/seeded_random.hpp"
#include "support/temp_vault.hpp"
#include "vault/vault_state.hpp"
#include "verify/check.hpp"

namespace exhibit {
namespace {

using test::Fault;
using test::FaultStore;
using test::When;

/// Lets a vault own a store that lives on without it.
class SharedStore final : public store::ObjectStore {
public:
    explicit SharedStore(store::ObjectStore& below) : below_(below) {}
    store::Put put_new(const std::string& name, ByteView bytes) override {
        return below_.put_new(name, bytes);
    }
    std::optional<Bytes> get(const std::string& name) override { return below_.get(name); }
    std::optional<Bytes> get(const std::string& name, store::Range range) override {
        return below_.get(name, range);
    }
    std::optional<std::uint64_t> size(const std::string& name) override {
        return below_.size(name);
    }
    std::vector<std::string> list(const std::string& prefix) override {
        return below_.list(prefix);
    }
    void replace(const std::string& name, ByteView bytes) override { below_.replace(name, bytes); }
    void mend(const std::string& name, ByteView bytes) override { below_.mend(name, bytes); }
    bool remove(const std::string& name) override { return below_.remove(name); }
    std::unique_ptr<store::Occupation> occupy(const std::string& object,
                                              store::Occupy how) override {
        return below_.occupy(object, how);
    }
    std::string description() const override { return below_.description(); }

private:
    store::ObjectStore& below_;
};

/// The vault every test starts from: Boris may read INC-1, where Anna holds one image, "first".
struct Start {
    test::TempVault vault;
    std::string source;

    Start() {
        vault.open_incident();
        vault.ingest("first", test::seeded_bytes(1, 100'000));
        source = vault.file("second.bin", test::seeded_bytes(2, 300'000));
        vault.close();
    }
};

const Start& start() {
    static const Start once;
    return once;
}

/// A copy of it in memory, with people who remember nothing yet.
class VaultCopy {
public:
    VaultCopy() : store_(store::memory_store()) {
        const auto from = store::open_posix_store(start().vault.location());
        for (const std::string& name : from->list("")) store_->put_new(name, *from->get(name));
    }

    store::ObjectStore& store() { return *store_; }
    Vault open(const std::string& name, store::ObjectStore& over) {
        return Vault::State::open_on(
            {std::make_unique<SharedStore>(over), system_clock(), "/evidence/vault", home_ / name},
            test::unlocked(name));
    }
    Vault open(const std::string& name) { return open(name, *store_); }

    /// Nothing an auditor would object to, for anybody.
    void expect_sound() {
        const AuditResult audit = open("anna").audit("", nullptr, nullptr);
        EXPECT_TRUE(audit.ok()) << test::text_of(audit.findings);
        const CheckResult check = verify::check_store(*store_, true, nullptr, nullptr);
        EXPECT_TRUE(check.ok()) << test::text_of(check.findings);
    }

private:
    std::unique_ptr<store::ObjectStore> store_;
    test::TempFolder home_;
};

IngestResult ingest_second(Vault& vault) {
    IngestRequest request;
    request.incident = "INC-1";
    request.source = start().source;
    request.fields = {{"label", "second"}, {"description", "Bytes of a test"}};
    return vault.ingest(request, nullptr, nullptr);
}

void expect_readable(Vault& vault, const std::string& item) {
    VerifyRequest request;
    request.items = {item};
    const VerifyResult result = vault.verify(request, nullptr, nullptr);
    EXPECT_TRUE(result.ok()) << test::text_of(result.items.at(0).findings);
}

struct Window {
    When when = When::before;
    bool dies = false;
};

[[maybe_unused]] void PrintTo(const Window& window, std::ostream* out) {
    *out << (window.when == When::before ? "before" : "after") << (window.dies ? ", dies" : "");
}

using Operation = std::function<void(VaultCopy&, store::ObjectStore&)>;
using Aftermath = std::function<void(VaultCopy&, bool finished)>;

/// Runs `operation` over stores that fail at the first, the second, ... changing call, and lets
/// `after` look at what is left. Gives the number of calls the operation makes.
std::uint64_t sweep(Window window, const Operation& operation, const Aftermath& after) {
    for (std::uint64_t call = 1;; ++call) {
        SCOPED_TRACE("call " + std::to_string(call) +
                     (window.when == When::before ? " before" : " after") +
                     (window.dies ? ", dies" : ""));
        VaultCopy copy;
        FaultStore faulty(copy.store(), Fault{call, window.when, window.dies});
        const auto failure = test::failure_of([&] { operation(copy, faulty); });
        if (!faulty.struck()) {
            EXPECT_FALSE(failure.kind) << failure.message;
            return call - 1;
        }
        if (failure.kind) {
            EXPECT_EQ(failure.kind, ErrorKind::io) << failure.message;
        }
        copy.expect_sound();
        after(copy, !failure.kind);
        copy.expect_sound();
        if (testing::Test::HasFailure()) return call;
    }
}

class VaultFault : public testing::TestWithParam<Window> {};

TEST_P(VaultFault, an_ingest_is_wholly_there_or_not_at_all_and_can_be_done_again) {
    const auto ingest = [](VaultCopy& copy, store::ObjectStore& over) {
        Vault vault = copy.open("anna", over);
        ingest_second(vault);
    };
    const auto after = [](VaultCopy& copy, bool finished) {
        Vault vault = copy.open("anna");
        const std::size_t items = vault.items("INC-1").size();
        EXPECT_GE(items, finished ? 2U : 1U);
        EXPECT_LE(items, 2U);
        const auto again = test::failure_of([&] { ingest_second(vault); });
        // In the ledger although its maker did not live to hear of it: the label says so.
        if (items == 2) {
            EXPECT_EQ(again.kind, ErrorKind::conflict) << again.message;
        } else {
            EXPECT_FALSE(again.kind) << again.message;
        }
        EXPECT_EQ(vault.items("INC-1").size(), 2U);
        expect_readable(vault, "first");
        expect_readable(vault, "second");
    };
    EXPECT_GE(sweep(GetParam(), ingest, after), 6U);
}

/// The process that met the fault goes on.
class SurvivedVaultFault : public VaultFault {};

TEST_P(SurvivedVaultFault, the_same_process_can_ingest_again) {
    const auto twice = [](VaultCopy& copy, store::ObjectStore& over) {
        Vault vault = copy.open("anna", over);
        const auto first = test::failure_of([&] { ingest_second(vault); });
        const bool there = vault.items("INC-1").size() == 2;
        const auto second = test::failure_of([&] { ingest_second(vault); });
        EXPECT_TRUE(there || !second.kind) << first.message << "\n" << second.message;
        EXPECT_EQ(vault.items("INC-1").size(), 2U);
    };
    const auto after = [](VaultCopy& copy, bool) {
        Vault vault = copy.open("anna");
        expect_readable(vault, "second");
    };
    EXPECT_GE(sweep(GetParam(), twice, after), 6U);
}

std::string state_of_last_offer(Vault& vault) {
    const std::vector<OfferInfo> offers = vault.offers();
    return offers.empty() ? "none" : offers.back().state;
}

void offer_first(Vault& vault) {
    OfferRequest request;
    request.items = {"first"};
    request.to = "Boris";
    request.purpose = "examination";
    vault.offer(request);
}

void accept_first(Vault& vault) {
    AcceptRequest request;
    request.offer = "INC-1/1";
    vault.accept(request, nullptr, nullptr);
}

TEST_P(VaultFault, a_hand_over_leaves_the_item_with_exactly_one_and_can_be_finished) {
    const auto hand_over = [](VaultCopy& copy, store::ObjectStore& over) {
        Vault anna = copy.open("anna", over);
        offer_first(anna);
        Vault boris = copy.open("boris", over);
        accept_first(boris);
    };
    const auto after = [](VaultCopy& copy, bool finished) {
        Vault anna = copy.open("anna");
        Vault boris = copy.open("boris");
        const std::string state = state_of_last_offer(anna);
        const std::string keeper = state == "accepted" ? "boris" : "anna";
        if (finished) {
            EXPECT_EQ(state, "accepted");
        }
        EXPECT_EQ(anna.item("first").custodian, test::unlocked(keeper).info().id);
        if (state == "none") offer_first(anna);
        if (state != "accepted") accept_first(boris);
        EXPECT_EQ(boris.item("first").custodian, test::unlocked("boris").info().id);
        EXPECT_EQ(boris.offers().size(), 1U);
        EXPECT_EQ(boris.custody("first").back().what, "taken over");
    };
    EXPECT_GE(sweep(GetParam(), hand_over, after), 8U);
}

/// A vault in a folder that a killed writer left a list and two packs in, which no event names.
class LeftBehind {
public:
    LeftBehind() : vault_(folder_ / "vault") {
        std::filesystem::copy(start().vault.location(), vault_,
                              std::filesystem::copy_options::recursive);
        store_ = store::open_posix_store(vault_);
        // Whole packs of another vault: nobody has their key here.
        test::TempVault other;
        other.open_incident();
        other.ingest("third", test::seeded_bytes(3, 200'000));
        other.ingest("fourth", test::seeded_bytes(4, 200'000));
        const auto from = store::open_posix_store(other.location());
        std::set<crypto::Hash> packs;
        for (const std::string& name : from->list("packs/")) {
            store_->put_new(name, *from->get(name));
            packs.insert(*blob::pack_of_object_name(name));
            left_.push_back(name);
        }
        const std::string list = blob::write_pack_list(packs);
        left_.push_back(blob::list_object_name(crypto::sha256(as_bytes(list))));
        store_->put_new(left_.back(), as_bytes(list));
        static_cast<void>(open(*store_));  // who has not seen a vault before does not clean it
    }

    store::ObjectStore& store() { return *store_; }
    const std::vector<std::string>& left() const { return left_; }
    Vault open(store::ObjectStore& over) {
        return Vault::State::open_on(
            {std::make_unique<SharedStore>(over), system_clock(), vault_, folder_ / "home"},
            test::unlocked("anna"));
    }

private:
    test::TempFolder folder_;
    std::string vault_;
    std::unique_ptr<store::ObjectStore> store_;
    std::vector<std::string> left_;
};

std::vector<std::string> names_of(const std::vector<LeftOver>& objects) {
    std::vector<std::string> names;
    for (const LeftOver& one : objects) names.push_back(one.name);
    return names;
}

TEST_P(VaultFault, cleaning_that_is_cut_off_leaves_a_sound_vault_and_goes_on) {
    for (std::uint64_t call = 1;; ++call) {
        SCOPED_TRACE("call " + std::to_string(call));
        LeftBehind scene;
        FaultStore faulty(scene.store(), Fault{call, GetParam().when, GetParam().dies});
        const auto failure = test::failure_of([&] {
            Vault vault = scene.open(faulty);
            const CleanResult found = vault.left_over(nullptr, nullptr);
            EXPECT_THAT(names_of(found.removed), testing::UnorderedElementsAreArray(scene.left()));
            vault.clean(names_of(found.removed), nullptr, nullptr);
        });
        // A list without its packs would be damage.
        const CheckResult check = verify::check_store(scene.store(), true, nullptr, nullptr);
        EXPECT_TRUE(check.ok()) << test::text_of(check.findings);
        Vault vault = scene.open(scene.store());
        vault.clean(scene.left(), nullptr, nullptr);
        for (const std::string& name : scene.left()) EXPECT_FALSE(scene.store().size(name));
        expect_readable(vault, "first");
        const AuditResult audit = vault.audit("", nullptr, nullptr);
        EXPECT_TRUE(audit.ok()) << test::text_of(audit.findings);
        if (!faulty.struck()) {
            EXPECT_FALSE(failure.kind) << failure.message;
            EXPECT_EQ(call, scene.left().size() + 1);
            return;
        }
        if (testing::Test::HasFailure()) return;
    }
}

std::string name_of(const testing::TestParamInfo<Window>& window) {
    return std::string(window.param.when == When::before ? "before" : "after") +
           (window.param.dies ? "_and_dies" : "");
}

INSTANTIATE_TEST_SUITE_P(Each, VaultFault,
                         testing::Values(Window{When::before, false}, Window{When::after, false},
                                         Window{When::before, true}, Window{When::after, true}),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Each, SurvivedVaultFault,
                         testing::Values(Window{When::before, false}, Window{When::after, false}),
                         name_of);

}  // namespace
}  // namespace exhibit
