// Repair of a vault's objects, without a key.
#include <algorithm>

#include "exhibit/vault.hpp"
#include "ledger/object_names.hpp"
#include "store/object_store.hpp"
#include "verify/repair.hpp"

namespace exhibit {

std::string to_string(RepairOutcome outcome) {
    switch (outcome) {
        case RepairOutcome::by_parity: return "parity";
        case RepairOutcome::by_copy: return "copy";
        case RepairOutcome::lost: return "lost";
    }
    return "lost";
}

bool RepairResult::ok() const {
    return std::ranges::none_of(repairs, [](const RepairedObject& repair) {
        return repair.outcome == RepairOutcome::lost;
    });
}

RepairResult Vault::repair(const RepairRequest& request, Progress* progress,
                           const CancelFlag* cancel) {
    const auto store = store::open_posix_store(request.location);
    const std::string descriptor(ledger::descriptor_name);
    std::unique_ptr<store::Occupation> here;
    if (store->size(descriptor)) here = store->occupy(descriptor, store::Occupy::together);
    std::vector<std::unique_ptr<store::ObjectStore>> opened;
    std::vector<store::ObjectStore*> copies;
    for (const std::string& copy : request.copies) {
        opened.push_back(store::open_posix_store(copy));
        copies.push_back(opened.back().get());
    }
    return verify::repair_store(*store, copies, request.dry_run, {"repairing", progress, cancel});
}

}  // namespace exhibit
