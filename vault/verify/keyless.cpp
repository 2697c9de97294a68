#include "verify/keyless.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "blob/lists.hpp"
#include "blob/pack_format.hpp"
#include "blob/pruning.hpp"
#include "ledger/anchor.hpp"
#include "ledger/disclosure.hpp"
#include "ledger/event.hpp"
#include "ledger/object_names.hpp"
#include "verify/codes.hpp"
#include "verify/damage.hpp"

namespace exhibit::verify {

namespace {

constexpr std::uint64_t key_bytes_max = std::uint64_t{64} << 10;
/// Magic, nonce and tag.
constexpr std::size_t entries_tile_overhead = 8 + 24 + 16;
constexpr std::uint64_t entries_tile_bytes_max =
    entries_tile_overhead + ledger::tile_hashes * (2 + ledger::entry_bytes_max);

Bytes range_of(Objects& objects, const std::string& name, store::Range range) {
    std::optional<Bytes> bytes = objects.store().get(name, range);
    if (!bytes) throw Error(ErrorKind::corrupt, "The object " + name + " is gone.");
    return std::move(*bytes);
}

/// What can be said of a pack without its key and without reading all of it.
void check_pack_form(Objects& objects, const std::string& name) {
    const std::optional<std::uint64_t> size = objects.size(name);
    if (!size) return;
    objects.report().attempt(code::pack, name, [&] {
        if (*size < blob::pack_header_bytes + blob::pack_trailer_bytes) {
            throw FormatError(name, *size, "a pack's header and trailer, 168 bytes");
        }
        const Bytes header = range_of(objects, name, {0, blob::pack_header_bytes});
        static_cast<void>(blob::parse_pack_header(header, name));
        const std::uint64_t offset = *size - blob::pack_trailer_bytes;
        const Bytes trailer = range_of(objects, name, {offset, blob::pack_trailer_bytes});
        static_cast<void>(blob::parse_pack_trailer(trailer, *size, name + " (trailer)"));
    });
}

void check_pack_digest(Objects& objects, const std::string& name) {
    const std::optional<crypto::Hash> name_digest = digest_in_name(name);
    const std::optional<crypto::Hash> found = objects.digest(name);
    if (!name_digest || found == name_digest) return;
    const std::optional<Bytes> left = read_what_is_left(objects.store(), name);
    if (!left) return;
    const std::string text =
        found ? "The pack " + name + " has the SHA-256 " + found->hex() +
                    ", not that of its name: its bytes were changed or cut short. "
              : "Parts of the pack " + name + " cannot be read. ";
    objects.report().violation(code::digest, name,
                               text + parity_verdict(blob::repair_pack(*left, *name_digest)));
}

}  // namespace

void check_entries_tile(Objects& objects, Survey& survey, std::uint64_t number) {
    const std::string name = ledger::entries_tile_name(number);
    survey.name(name);
    const ReadObject object = objects.read(name, entries_tile_bytes_max);
    if (object.presence == Presence::absent) {
        objects.report().warning(code::tile_missing, name,
                                 "The tile " + name +
                                     " is missing; it can be made again from staged objects, and "
                                     "the next writer does.");
        return;
    }
    if (object.presence != Presence::present) return;
    objects.report().attempt(code::tile, name, [&] {
        ByteReader reader(object.bytes, name);
        reader.expect("EXHENT01");
        if (object.bytes.size() < entries_tile_overhead) reader.fail("a nonce and a tag");
    });
}

void check_digests(Objects& objects, const Survey& survey, ObjectKind kind) {
    const std::uint64_t bytes_max = kind == ObjectKind::key      ? key_bytes_max
                                    : kind == ObjectKind::anchor ? ledger::anchor_bytes_max
                                                                 : ledger::private_object_bytes_max;
    for (const std::string& name : survey.of(kind)) {
        static_cast<void>(objects.read_named(name, bytes_max));
    }
}

namespace {

/// A pack that a list names and that is not in the store.
class AbsentPacks {
public:
    AbsentPacks(Objects& objects, Survey& survey, const DestroyedPacks* destroyed)
        : objects_(objects), survey_(survey), destroyed_(destroyed) {}

    void take(const crypto::Hash& pack, const std::string& list) {
        if (!told_.insert(pack).second) return;
        const std::string object = blob::pack_object_name(pack);
        survey_.name(blob::destroyed_object_name(pack));
        if (destroyed_ != nullptr) {
            by_event(pack, object, list);
        } else {
            by_note(pack, object, list);
        }
    }

    /// Of packs in whose place others are, one word for all: there may be thousands.
    void finish() {
        if (replaced_ == 0) return;
        objects_.report().note(
            code::pack_destroyed, {},
            counted(replaced_, "pack is", "packs are") +
                " gone, and notes in destroyed/ name the packs that hold what was kept; "
                "`exhibit audit` tells by which events.");
    }

private:
    void missing(const std::string& object, const std::string& list, const std::string& more) {
        objects_.report().violation(code::pack_missing, object,
                                    "The pack " + object + " is missing; the list " + list +
                                        " says that an item needs it." + more);
    }
    void note(const std::string& object, std::string text) {
        objects_.report().note(code::pack_destroyed, object, std::move(text));
    }

    void by_event(const crypto::Hash& pack, const std::string& object, const std::string& list) {
        const auto found = destroyed_->find(pack);
        if (found == destroyed_->end()) return missing(object, list, "");
        // What was written again is whole under another name: nothing to be told of each.
        if (!found->second.rewritten)
            note(object, "The pack " + object + " was destroyed by event " +
                             std::to_string(found->second.event) + ".");
        if (found->second.by) need(*found->second.by, list);
    }

    void by_note(const crypto::Hash& pack, const std::string& object, const std::string& list) {
        const std::string name = blob::destroyed_object_name(pack);
        const ReadObject bytes = objects_.read(name, blob::destroyed_note_bytes_max);
        if (bytes.presence != Presence::present) return missing(object, list, "");
        std::optional<blob::DestroyedNote> said;
        objects_.report().attempt(
            code::list, name, [&] { said = blob::parse_destroyed(as_text(bytes.bytes), name); });
        if (!said) return missing(object, list, "");
        if (said->by) {
            ++replaced_;
            return need(*said->by, list);
        }
        note(object, "The pack " + object + " is gone. " + name +
                         " claims that it was destroyed by the event with the leaf hash " +
                         said->event.hex().substr(0, 12) +
                         "…; `exhibit audit` tells whether it was.");
    }

    void need(const crypto::Hash& pack, const std::string& list) {
        const std::string object = blob::pack_object_name(pack);
        survey_.name(object);
        if (!objects_.size(object)) take(pack, list);
    }

    Objects& objects_;
    Survey& survey_;
    const DestroyedPacks* destroyed_;
    std::set<crypto::Hash> told_;
    std::uint64_t replaced_ = 0;
};

}  // namespace

void check_lists(Objects& objects, Survey& survey, const DestroyedPacks* destroyed) {
    AbsentPacks absent(objects, survey, destroyed);
    for (const std::string& name : survey.of(ObjectKind::list)) {
        const std::optional<Bytes> list = objects.read_named(name, blob::pack_list_bytes_max);
        if (!list) continue;
        std::set<crypto::Hash> packs;
        objects.report().attempt(code::list, name,
                                 [&] { packs = blob::parse_pack_list(as_text(*list), name); });
        for (const crypto::Hash& pack : packs) {
            const std::string object = blob::pack_object_name(pack);
            survey.name(object);
            if (!objects.size(object)) absent.take(pack, name);
        }
    }
    absent.finish();
    if (destroyed == nullptr) return;
    for (const auto& [pack, record] : *destroyed) {
        survey.name(blob::destroyed_object_name(pack));
        const std::string object = blob::pack_object_name(pack);
        if (!objects.size(object)) continue;
        objects.report().warning(
            code::not_destroyed, object,
            "Event " + std::to_string(record.event) + " says that the pack " + object +
                (record.rewritten ? " was written again under newer keys, but it is in the "
                                    "store; `exhibit incident rekey --content` removes it."
                                  : " is destroyed, but it is in the store; "
                                    "`exhibit erase` removes it."));
    }
}

void check_packs(Objects& objects, const Survey& survey, bool read_data) {
    for (const std::string& name : survey.of(ObjectKind::pack)) {
        objects.done(0);
        check_pack_form(objects, name);
        if (read_data) check_pack_digest(objects, name);
    }
}

std::vector<std::string> left_over(const Survey& survey) {
    std::vector<std::string> out = survey.of(ObjectKind::unknown);
    for (const ObjectKind kind :
         {ObjectKind::staged, ObjectKind::tile, ObjectKind::entries_tile, ObjectKind::pack}) {
        const std::vector<std::string> more = survey.unnamed(kind);
        out.insert(out.end(), more.begin(), more.end());
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace exhibit::verify
