#include "verify/policies.hpp"

#include "crypto/digest.hpp"
#include "exhibit/error.hpp"
#include "ledger/object_names.hpp"
#include "policy/policy_file.hpp"

namespace exhibit::verify {

namespace {

std::optional<Bytes> read_policy(store::ObjectStore& store, const crypto::Hash& object) {
    const std::string name = ledger::policy_name(object);
    try {
        const auto size = store.size(name);
        if (!size || *size > policy::policy_bytes_max) return std::nullopt;
        std::optional<Bytes> bytes = store.get(name);
        if (bytes && crypto::sha256(*bytes) == object) return bytes;
    } catch (const Error&) {
        return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

custody::PolicySource stored_policies(store::ObjectStore& store) {
    return [&store](const crypto::Hash& object) -> std::shared_ptr<const custody::Policy> {
        const std::optional<Bytes> bytes = read_policy(store, object);
        if (!bytes) return nullptr;
        return std::make_shared<const custody::Policy>(
            policy::parse_policy(as_text(*bytes), ledger::policy_name(object)));
    };
}

}  // namespace exhibit::verify
