// Hand-overs by anybody, in any order, at any time, against a model that was written without
// looking at the rules of custody/.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "custody/chain.hpp"
#include "custody/state.hpp"
#include "support/ledger_builder.hpp"

namespace exhibit::custody {
namespace {

using test::LedgerBuilder;

constexpr std::array people{"anna", "boris", "carla"};
constexpr std::int64_t day = 86400;

enum class Act { offer, accept, refuse, cancel };

/// What somebody tries to do. `items` is a set of bits; `offer` counts back from the newest. Most
/// moves are `proper`: made by who may, so that items do change hands.
struct Move {
    bool proper = true;
    Act act = Act::offer;
    std::size_t by = 0;
    std::size_t to = 0;
    unsigned items = 0;
    std::size_t offer = 0;
    std::int64_t wait = 0;
    std::int64_t open_for = 0;
};

std::ostream& operator<<(std::ostream& out, const Move& move) {
    constexpr std::array words{"offers", "accepts", "refuses", "cancels"};
    return out << (move.proper ? "whoever may" : people.at(move.by)) << " "
               << words.at(static_cast<std::size_t>(move.act)) << " items " << move.items << " to "
               << people.at(move.to) << " offer -" << move.offer << " after " << move.wait
               << " s, open for " << move.open_for << " s";
}

rc::Gen<Move> any_move() {
    const auto person = rc::gen::element<std::size_t>(0, 1, 2);
    return rc::gen::build<Move>(
        rc::gen::set(&Move::proper, rc::gen::weightedElement<bool>({{4, true}, {1, false}})),
        rc::gen::set(&Move::act,
                     rc::gen::weightedElement<Act>(
                         {{3, Act::offer}, {3, Act::accept}, {1, Act::refuse}, {1, Act::cancel}})),
        rc::gen::set(&Move::by, person), rc::gen::set(&Move::to, person),
        rc::gen::set(&Move::items,
                     rc::gen::weightedOneOf<unsigned>({{3, rc::gen::element(1U, 2U, 4U, 3U)},
                                                       {1, rc::gen::element(0U, 5U, 7U)}})),
        rc::gen::set(&Move::offer,
                     rc::gen::weightedElement<std::size_t>(
                         {{6, std::size_t{0}}, {2, std::size_t{1}}, {1, std::size_t{2}}})),
        rc::gen::set(&Move::wait, rc::gen::element<std::int64_t>(0, 1, day, 3 * day)),
        rc::gen::set(&Move::open_for,
                     rc::gen::element<std::int64_t>(-1, 0, 1, day, 4 * day, 4 * day, 4 * day)));
}

/// Who holds what, told as a story: no hashes, no chains.
class Model {
public:
    struct Offer {
        std::size_t from;
        std::size_t to;
        std::set<std::size_t> items;
        std::int64_t expires;
        bool over = false;
    };

    std::array<std::size_t, 3> holder{0, 0, 2};
    std::vector<Offer> offers;

    bool offer(std::size_t by, std::size_t to, const std::set<std::size_t>& items, std::int64_t now,
               std::int64_t expires) {
        if (items.empty() || by == to || expires <= now) return false;
        // Items 0 and 1 are of one incident, item 2 of another.
        if (items.contains(2) && items.size() > 1) return false;
        for (const std::size_t item : items) {
            if (holder.at(item) != by) return false;
            for (const Offer& other : offers) {
                if (!other.over && other.items.contains(item) && now <= other.expires) return false;
            }
        }
        for (Offer& other : offers) {
            const bool shared = std::any_of(items.begin(), items.end(), [&](std::size_t item) {
                return other.items.contains(item);
            });
            if (shared) other.over = true;
        }
        offers.push_back({by, to, items, expires});
        return true;
    }
    bool accept(std::size_t by, Offer& offer, std::int64_t now) {
        if (offer.over || by != offer.to || now > offer.expires) return false;
        offer.over = true;
        for (const std::size_t item : offer.items) holder.at(item) = by;
        return true;
    }
    static bool end(std::size_t by, std::size_t who_may, Offer& offer) {
        if (offer.over || by != who_may) return false;
        offer.over = true;
        return true;
    }
};

/// Everybody enrolled, two items with anna, one with carla. Made once: State can be copied.
struct Opening {
    LedgerBuilder ledger;
    std::vector<ItemId> items;

    Opening() {
        ledger.enrol("anna", "boris");
        ledger.enrol("anna", "carla");
        ledger.open_incident("anna", "INC-1");
        ledger.open_incident("carla", "INC-2");
        items.push_back(ledger.register_item("anna", "INC-1"));
        items.push_back(ledger.register_item("anna", "INC-1"));
        items.push_back(ledger.register_item("carla", "INC-2"));
    }
    static const Opening& scene() {
        static const Opening opening;
        return opening;
    }
};

/// The same moves in the model and in a ledger.
class Play {
public:
    State state = Opening::scene().ledger.state();
    Model model;

    void play(Move move) {
        now_ += move.wait;
        if (move.act == Act::offer) return play_offer(move);
        if (model.offers.empty()) return;
        std::size_t index = model.offers.size() - 1 - move.offer % model.offers.size();
        for (std::size_t i = 0; move.proper && i < model.offers.size(); ++i) {
            if (!model.offers[i].over) index = i;
        }
        Model::Offer& offer = model.offers[index];
        const crypto::Hash id = ids_[index];
        const std::vector<ItemId> items = ids_of(offer.items);
        if (move.proper) move.by = move.act == Act::cancel ? offer.from : offer.to;
        switch (move.act) {
            case Act::accept: {
                CustodyAccept body{{}, id};
                for (const ItemId& item : items) body.checks.push_back({item});
                return expect(model.accept(move.by, offer, now_), move.by, body, items);
            }
            case Act::refuse:
                return expect(Model::end(move.by, offer.to, offer), move.by, CustodyRefuse{id},
                              items);
            case Act::cancel:
                return expect(Model::end(move.by, offer.from, offer), move.by, CustodyCancel{id},
                              items);
            case Act::offer: break;
        }
    }

    void compare() const {
        for (std::size_t i = 0; i < 3; ++i) {
            const ItemRecord* item = state.item(Opening::scene().items[i]);
            RC_ASSERT(item != nullptr);
            RC_ASSERT(item->custodian == LedgerBuilder::id(people.at(model.holder.at(i))));
        }
    }

    /// The receiver of one transfer releases the next; the last one holds the item.
    void follow_chains() const {
        const PrivateLookup nothing = [](std::uint64_t, std::string_view) { return nullptr; };
        for (const ItemId& id : Opening::scene().items) {
            std::string holder;
            for (const CustodyRow& row : chain_of_custody(state, id, nothing)) {
                if (holder.empty()) holder = row.actor;
                if (row.what == "offered") RC_ASSERT(row.from == holder);
                if (row.what != "taken over") continue;
                RC_ASSERT(row.from == holder);
                RC_ASSERT(row.actor == row.to);
                holder = row.to;
            }
            RC_ASSERT(state.item(id)->custodian.hex() == holder);
        }
    }

private:
    static std::vector<ItemId> ids_of(const std::set<std::size_t>& items) {
        std::vector<ItemId> ids;
        for (const std::size_t item : items) ids.push_back(Opening::scene().items[item]);
        return ids;
    }

    void play_offer(Move move) {
        std::set<std::size_t> items;
        for (std::size_t i = 0; i < 3; ++i) {
            if ((move.items >> i & 1U) != 0) items.insert(i);
        }
        if (move.proper && !items.empty()) {
            move.by = model.holder.at(*items.begin());
            move.to = (move.by + 1 + move.to % 2) % people.size();
        }
        const std::int64_t expires = now_ + move.open_for;
        const bool allowed = model.offer(move.by, move.to, items, now_, expires);
        expect(allowed, move.by, CustodyOffer{{expires}, LedgerBuilder::id(people.at(move.to))},
               ids_of(items));
        if (allowed) ids_.push_back(last_leaf_);
    }

    void expect(bool allowed, std::size_t by, const Body& body, const std::vector<ItemId>& items) {
        ledger::Event event;
        const crypto::Identity& signer = LedgerBuilder::person(people.at(by));
        state.fill_chains(event, signer.id(), items);
        event.type = to_string(type_of(body));
        event.time = event.happened = {now_};
        event.salt[0] = static_cast<std::byte>(state.size());
        event.body = to_json(body);
        const Verdict before = state.may_follow(event);
        const ledger::Entry entry = ledger::parse_entry(ledger::sign_entry(event, signer.signer()),
                                                        ledger::LeafIndex{state.size()}, "a move");
        last_leaf_ = entry.leaf;
        const Verdict after{state.apply(entry)};
        if (after.allowed() != allowed) RC_LOG() << after.text() << "\n";
        RC_ASSERT(before.allowed() == after.allowed());
        RC_ASSERT(after.allowed() == allowed);
    }

    std::int64_t now_ = test::builder_start.seconds + day;
    std::vector<crypto::Hash> ids_;  ///< of the model's offers
    crypto::Hash last_leaf_;
};

RC_GTEST_PROP(CustodyProperty, state_agrees_with_the_model, ()) {
    const auto count = *rc::gen::element<std::size_t>(4, 10, 20, 30);
    const auto moves = *rc::gen::container<std::vector<Move>>(count, any_move());
    Play play;
    std::size_t accepted = 0;
    for (const Move& move : moves) {
        const auto before = play.model.holder;
        play.play(move);
        play.compare();
        if (play.model.holder != before) ++accepted;
    }
    play.follow_chains();
    RC_TAG(accepted);
}

}  // namespace
}  // namespace exhibit::custody
