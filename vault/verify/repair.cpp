#include "verify/repair.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/stopwatch.hpp"
#include "blob/lists.hpp"
#include "blob/parity.hpp"
#include "blob/pruning.hpp"
#include "ledger/object_names.hpp"
#include "verify/damage.hpp"
#include "verify/survey.hpp"

namespace exhibit::verify {

namespace {

/// Lists before packs: they tell which packs there have to be.
constexpr std::array small_kinds{ObjectKind::key, ObjectKind::private_values, ObjectKind::policy,
                                 ObjectKind::list, ObjectKind::anchor};

class Repairer {
public:
    Repairer(store::ObjectStore& store, const std::vector<store::ObjectStore*>& copies,
             bool dry_run, const Watch& watch)
        : objects_(store, report_, watch), survey_(store), copies_(copies) {
        result_.dry_run = dry_run;
    }

    RepairResult run() {
        const Stopwatch watch;
        for (store::ObjectStore* copy : copies_) require_same_vault(*copy);
        expect_total();
        for (const ObjectKind kind : small_kinds) {
            for (const std::string& name : survey_.of(kind)) examine(name, kind);
        }
        take_missing_small();
        for (const std::string& name : survey_.of(ObjectKind::pack)) {
            examine(name, ObjectKind::pack);
        }
        take_missing_packs();
        objects_.finish();
        result_.seconds = watch.seconds();
        return std::move(result_);
    }

private:
    void require_same_vault(store::ObjectStore& copy) {
        const std::string name(ledger::descriptor_name);
        const std::optional<Bytes> own = objects_.store().get(name);
        const std::optional<Bytes> other = copy.get(name);
        if (own && other && equal(*own, *other)) return;
        throw Error(ErrorKind::conflict,
                    "Repairing " + objects_.store().description() + " from " + copy.description() +
                        ": their " + name +
                        " differ or are missing, so this is no copy of the same vault, or one of "
                        "these two files is damaged; expected the same bytes.");
    }

    void expect_total() {
        std::uint64_t bytes = 0;
        for (const ObjectKind kind : small_kinds) bytes += bytes_of(kind);
        objects_.expect_total(bytes + bytes_of(ObjectKind::pack));
    }

    std::uint64_t bytes_of(ObjectKind kind) {
        std::uint64_t bytes = 0;
        for (const std::string& name : survey_.of(kind)) {
            bytes += objects_.size(name).value_or(0);
        }
        return bytes;
    }

    void examine(const std::string& name, ObjectKind kind) {
        const std::optional<crypto::Hash> wanted = digest_in_name(name);
        if (!wanted) return;
        const std::optional<Bytes> left = read_what_is_left(objects_.store(), name);
        ++result_.objects;
        objects_.done(left ? left->size() : 0);
        if (!left) return mend_unreadable(name, *wanted);
        result_.bytes += left->size();
        if (crypto::sha256(*left) == *wanted) {
            if (kind == ObjectKind::list) note_list(*left, name);
            return;
        }
        if (kind == ObjectKind::pack) return mend_pack(name, *wanted, *left);
        RepairedObject repair;
        repair.object = name;
        repair.text = "The object " + name + " is not what its name says, and " +
                      (copies_.empty() ? std::string("only another copy of the vault has it.")
                                       : std::string("no copy has it."));
        settle(std::move(repair), *wanted);
    }

    /// Removed since the survey, or unreadable from its first byte on.
    void mend_unreadable(const std::string& name, const crypto::Hash& wanted) {
        RepairedObject repair;
        repair.object = name;
        repair.text = "The object " + name + " cannot be read, and no copy has it.";
        settle(std::move(repair), wanted);
    }

    void mend_pack(const std::string& name, const crypto::Hash& wanted, ByteView left) {
        blob::PackRepair pack = blob::repair_pack(left, wanted);
        RepairedObject repair;
        repair.object = name;
        repair.damaged = pack.damaged;
        if (pack.state == blob::PackState::restored) {
            repair.outcome = RepairOutcome::by_parity;
            repair.text = "The pack " + name + " " + was_or_can() +
                          " restored from its parity: " + ranges_text(repair.damaged) + ".";
            return write(std::move(repair), pack.bytes);
        }
        repair.lost = pack.lost;
        repair.text = "The pack " + name + " stays damaged. " + parity_verdict(pack);
        settle(std::move(repair), wanted);
    }

    /// From a copy, or lost with the sentence it has.
    void settle(RepairedObject repair, const crypto::Hash& wanted) {
        const std::optional<Whole> whole = find_whole(repair.object, wanted);
        if (!whole) return result_.repairs.push_back(std::move(repair));
        repair.outcome = RepairOutcome::by_copy;
        repair.copy = whole->copy;
        repair.lost.clear();
        repair.text =
            "The object " + repair.object + " " + was_or_can() + " taken from " + repair.copy + ".";
        write(std::move(repair), whole->bytes);
    }

    struct Whole {
        Bytes bytes;
        std::string copy;
    };
    std::optional<Whole> find_whole(const std::string& name, const crypto::Hash& wanted) {
        for (store::ObjectStore* copy : copies_) {
            stop_if_asked(objects_.cancel(), "Repairing");
            std::optional<Bytes> bytes = read_what_is_left(*copy, name);
            if (!bytes) continue;
            if (crypto::sha256(*bytes) != wanted) {
                // A pack of the copy may be damaged in another place.
                if (kind_of_object(name) != ObjectKind::pack) continue;
                blob::PackRepair pack = blob::repair_pack(*bytes, wanted);
                if (pack.state != blob::PackState::restored) continue;
                bytes = std::move(pack.bytes);
            }
            return Whole{std::move(*bytes), copy->description()};
        }
        return std::nullopt;
    }

    void write(RepairedObject repair, ByteView bytes) {
        if (kind_of_object(repair.object) == ObjectKind::list) note_list(bytes, repair.object);
        if (!result_.dry_run) {
            try {
                objects_.store().mend(repair.object, bytes);
            } catch (Error& error) {
                error.add_context("repairing " + repair.object);
                throw;
            }
        }
        result_.repairs.push_back(std::move(repair));
    }

    const char* was_or_can() const noexcept { return result_.dry_run ? "can be" : "was"; }

    void note_list(ByteView list, const std::string& name) {
        static_cast<void>(report_.attempt("list", name, [&] {
            const std::set<crypto::Hash> packs = blob::parse_pack_list(as_text(list), name);
            listed_.insert(packs.begin(), packs.end());
        }));
    }

    static RepairedObject missing(const std::string& name) {
        RepairedObject repair;
        repair.object = name;
        repair.missing = true;
        repair.text = "The object " + name + " is missing, and no copy has it.";
        return repair;
    }

    void take_missing_small() {
        std::set<std::string> taken;
        for (store::ObjectStore* copy : copies_) {
            const Survey theirs(*copy);
            for (const ObjectKind kind : small_kinds) {
                const std::vector<std::string>& own = survey_.of(kind);
                for (const std::string& name : theirs.of(kind)) {
                    if (std::binary_search(own.begin(), own.end(), name)) continue;
                    if (taken.insert(name).second) take_if_sound(name);
                }
            }
        }
    }

    /// Nothing says that this vault needs it: what no copy has whole is not missed.
    void take_if_sound(const std::string& name) {
        const std::optional<crypto::Hash> wanted = digest_in_name(name);
        if (!wanted) return;
        const std::optional<Whole> whole = find_whole(name, *wanted);
        if (!whole) return;
        if (kind_of_object(name) == ObjectKind::list && !is_served(name, *whole)) return;
        settle(missing(name), *wanted);
    }

    /// A list has the digest of its name whoever made it. One whose packs nobody has would make
    /// this vault miss them for ever, so that a copy that lies could spoil a vault that is whole.
    bool is_served(const std::string& name, const Whole& list) {
        std::set<crypto::Hash> packs;
        try {
            packs = blob::parse_pack_list(as_text(list.bytes), name);
        } catch (const FormatError&) {
            return false;
        }
        for (const crypto::Hash& hash : packs) {
            const std::string pack = blob::pack_object_name(hash);
            if (objects_.size(pack) || find_whole(pack, hash)) continue;
            RepairedObject repair = missing(name);
            repair.text = "The list " + name + " is only in " + list.copy +
                          ", and is not taken: its pack " + pack + " is missing, here and there.";
            result_.repairs.push_back(std::move(repair));
            return false;
        }
        return true;
    }

    void take_missing_packs() {
        const std::vector<std::string>& own = survey_.of(ObjectKind::pack);
        // What was destroyed is not put back, and what was written again is there by another name.
        std::set<crypto::Hash> gone;
        const bool told = report_.attempt("destroyed", "destroyed", [&] {
            gone = blob::standing_packs(objects_.store(), listed_).missing;
        });
        for (const crypto::Hash& pack : told ? gone : listed_) {
            const std::string name = blob::pack_object_name(pack);
            // A writer may have stored it since the survey.
            if (std::binary_search(own.begin(), own.end(), name) || objects_.size(name)) continue;
            settle(missing(name), pack);
        }
    }

    Report report_;
    Objects objects_;
    Survey survey_;
    const std::vector<store::ObjectStore*>& copies_;
    std::set<crypto::Hash> listed_;
    RepairResult result_;
};

}  // namespace

RepairResult repair_store(store::ObjectStore& store, const std::vector<store::ObjectStore*>& copies,
                          bool dry_run, const Watch& watch) {
    return Repairer(store, copies, dry_run, watch).run();
}

}  // namespace exhibit::verify
