#include "vault/subject_keys.hpp"

#include <algorithm>

#include "ledger/object_names.hpp"

namespace exhibit {
namespace {

std::string key_folder(const Session& session, const std::string& subject) {
    const auto tag = ledger::subject_tag(session.state.origin(), subject);
    const std::string one = ledger::subject_key_name(tag, {});
    return one.substr(0, one.rfind('/') + 1);
}

}  // namespace

SubjectKeys subject_keys(Session& session, const std::string& subject) {
    SubjectKeys keys;
    const std::string folder = key_folder(session, subject);
    for (const std::string& name : session.store->list(folder)) {
        const auto key = crypto::Hash::from_hex(name.substr(folder.size()), name);
        if (session.state.shredded_key(key)) {
            keys.left.push_back(name);
        } else {
            keys.in_force.push_back(key);
        }
    }
    std::ranges::sort(keys.in_force);
    return keys;
}

}  // namespace exhibit
