#include "support/fault_store.hpp"

#include "exhibit/error.hpp"

namespace exhibit::test {

using store::Put;
using store::Range;

void FaultStore::fail(const std::string& call, const char* how) {
    throw Error(ErrorKind::io, call + ": injected fault, " + how);
}

void FaultStore::require_alive(const std::string& call) const {
    const std::scoped_lock lock(mutex_);
    if (struck_ && fault_.dies) fail(call, "the process is dead");
}

bool FaultStore::begin(const std::string& call) {
    require_alive(call);
    const std::scoped_lock lock(mutex_);
    if (++calls_ != fault_.call) return false;
    struck_ = true;
    if (fault_.when == When::before) fail(call, "before it took effect");
    return true;
}

Put FaultStore::put_new(const std::string& name, ByteView bytes) {
    const bool fails = begin("put_new " + name);
    const Put outcome = below_.put_new(name, bytes);
    if (fails) fail("put_new " + name, "after it took effect");
    return outcome;
}

void FaultStore::replace(const std::string& name, ByteView bytes) {
    const bool fails = begin("replace " + name);
    below_.replace(name, bytes);
    if (fails) fail("replace " + name, "after it took effect");
}

void FaultStore::mend(const std::string& name, ByteView bytes) {
    const bool fails = begin("mend " + name);
    below_.mend(name, bytes);
    if (fails) fail("mend " + name, "after it took effect");
}

bool FaultStore::remove(const std::string& name) {
    const bool fails = begin("remove " + name);
    const bool removed = below_.remove(name);
    if (fails) fail("remove " + name, "after it took effect");
    return removed;
}

std::optional<Bytes> FaultStore::get(const std::string& name) {
    require_alive("get " + name);
    return below_.get(name);
}

std::optional<Bytes> FaultStore::get(const std::string& name, Range range) {
    require_alive("get " + name);
    return below_.get(name, range);
}

std::optional<std::uint64_t> FaultStore::size(const std::string& name) {
    require_alive("size " + name);
    return below_.size(name);
}

std::vector<std::string> FaultStore::list(const std::string& prefix) {
    require_alive("list " + prefix);
    return below_.list(prefix);
}

std::unique_ptr<store::Occupation> FaultStore::occupy(const std::string& object,
                                                      store::Occupy how) {
    require_alive("occupy " + object);
    return below_.occupy(object, how);
}

std::string FaultStore::description() const {
    return below_.description() + " with a fault";
}

std::uint64_t FaultStore::calls() const {
    const std::scoped_lock lock(mutex_);
    return calls_;
}

bool FaultStore::struck() const {
    const std::scoped_lock lock(mutex_);
    return struck_;
}

}  // namespace exhibit::test
