// The key objects of a subject that lie in the store.
#pragma once

#include <string>
#include <vector>

#include "vault/session.hpp"

namespace exhibit {

struct SubjectKeys {
    std::vector<crypto::Hash> in_force;  ///< that no event has destroyed yet; sorted
    std::vector<std::string> left;       ///< names of those that should be gone
};
SubjectKeys subject_keys(Session& session, const std::string& subject);

}  // namespace exhibit
