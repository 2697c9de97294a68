// The policies that events adopted, as they lie in the store.
#pragma once

#include "custody/policy_rules.hpp"
#include "store/object_store.hpp"

namespace exhibit::verify {

/// Reads policy/<object>. An object that is missing, unreadable or has another digest cannot be had
/// (nullptr): the checks of the store name it. `store` must outlive what this gives, which may be
/// used on another thread.
custody::PolicySource stored_policies(store::ObjectStore& store);

}  // namespace exhibit::verify
