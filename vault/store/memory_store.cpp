// The store in memory. It keeps the same promises as a folder does, short of durability.

#include <condition_variable>
#include <map>
#include <mutex>
#include <utility>

#include "exhibit/error.hpp"
#include "store/name.hpp"
#include "store/object_store.hpp"

namespace exhibit::store {
namespace {

class MemoryStore final : public ObjectStore {
public:
    Put put_new(const std::string& name, ByteView bytes) override {
        require_storable(name, bytes);
        const std::scoped_lock lock(mutex_);
        if (objects_.contains(name)) return Put::exists;
        refuse_folder_clash(name);
        objects_.emplace(name, to_bytes(bytes));
        return Put::created;
    }

    std::optional<Bytes> get(const std::string& name) override {
        require_valid_name(name);
        const std::scoped_lock lock(mutex_);
        const auto found = objects_.find(name);
        if (found == objects_.end()) return std::nullopt;
        return found->second;
    }

    std::optional<Bytes> get(const std::string& name, Range range) override {
        require_valid_name(name);
        const std::scoped_lock lock(mutex_);
        const auto found = objects_.find(name);
        if (found == objects_.end()) return std::nullopt;
        const ByteView whole = found->second;
        require_range(description() + ", object " + name, range, whole.size());
        return to_bytes(whole.subspan(range.offset, range.length));
    }

    std::optional<std::uint64_t> size(const std::string& name) override {
        require_valid_name(name);
        const std::scoped_lock lock(mutex_);
        const auto found = objects_.find(name);
        if (found == objects_.end()) return std::nullopt;
        return found->second.size();
    }

    std::vector<std::string> list(const std::string& prefix) override {
        require_valid_prefix(prefix);
        const std::scoped_lock lock(mutex_);
        std::vector<std::string> names;
        auto next = objects_.lower_bound(prefix);
        for (; next != objects_.end() && next->first.starts_with(prefix); ++next) {
            names.push_back(next->first);
        }
        return names;
    }

    void replace(const std::string& name, ByteView bytes) override {
        require_storable(name, bytes);
        const std::scoped_lock lock(mutex_);
        refuse_folder_clash(name);
        objects_[name] = to_bytes(bytes);
    }

    void mend(const std::string& name, ByteView bytes) override { replace(name, bytes); }

    bool remove(const std::string& name) override {
        require_valid_name(name);
        const std::scoped_lock lock(mutex_);
        return objects_.erase(name) == 1;
    }

    std::unique_ptr<Occupation> occupy(const std::string& object, Occupy how) override {
        if (!size(object)) {
            throw Error(ErrorKind::not_found,
                        "locking " + description() + ": it has no object " + object);
        }
        std::unique_lock lock(mutex_);
        if (how == Occupy::alone) {
            if (occupants_ != 0) return nullptr;
            occupants_ = alone;
        } else {
            left_.wait(lock, [this] { return occupants_ != alone; });
            ++occupants_;
        }
        return std::make_unique<Occupant>(*this);
    }

    std::string description() const override { return "the store in memory"; }

private:
    /// A folder cannot hold an object "a" and an object "a/b"; what passes here must pass there.
    void refuse_folder_clash(const std::string& name) const {
        const std::string below = name + "/";
        const auto next = objects_.lower_bound(below);
        if (next != objects_.end() && next->first.starts_with(below)) {
            throw ConflictError("storing object " + name + ": its name is a folder, it holds " +
                                next->first);
        }
        for (std::size_t at = name.find('/'); at != std::string::npos;
             at = name.find('/', at + 1)) {
            if (objects_.contains(name.substr(0, at))) {
                throw ConflictError("storing object " + name + ": " + name.substr(0, at) +
                                    " is an object, expected a folder");
            }
        }
    }

    class Occupant final : public Occupation {
    public:
        explicit Occupant(MemoryStore& store) : store_(store) {}
        ~Occupant() override {
            {
                const std::scoped_lock lock(store_.mutex_);
                store_.occupants_ = store_.occupants_ == alone ? 0 : store_.occupants_ - 1;
            }
            store_.left_.notify_all();
        }

    private:
        MemoryStore& store_;
    };
    static constexpr int alone = -1;

    std::mutex mutex_;
    std::map<std::string, Bytes, std::less<>> objects_;
    std::condition_variable left_;
    int occupants_ = 0;  ///< `alone`, or how many
};

}  // namespace

std::unique_ptr<ObjectStore> memory_store() {
    return std::make_unique<MemoryStore>();
}

}  // namespace exhibit::store
