#include "custody/item_summary.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "custody/item_rules.hpp"
#include "custody/record_view.hpp"

namespace exhibit::custody {

namespace {

class Summary {
public:
    Summary(const RecordView& view, const ItemRecord& item) : view_(view), item_(item) {
        out_.item = item.id.text();
        for (const std::uint64_t index : item.chain) chain_.push_back(view.state.event(index));
    }

    ItemSummary make() {
        signatures();
        hand_overs();
        content();
        keys();
        times();
        collection();
        return std::move(out_);
    }

private:
    void proved(std::string sentence) { out_.proved.push_back(std::move(sentence)); }
    void claimed(std::string sentence) { out_.claimed.push_back(std::move(sentence)); }

    void signatures() {
        std::set<crypto::Hash> signers;
        for (const EventRecord* event : chain_) {
            signers.insert(event->actor);
            signers.insert(event->cosigners.begin(), event->cosigners.end());
        }
        proved(counted(chain_.size(), "event", "events") + " about it, from number " +
               grouped(item_.chain.front()) + " to number " + grouped(item_.chain.back()) +
               ", signed with the keys of " + counted(signers.size(), "person", "people") +
               ", in this order and none left out between them.");
    }

    void hand_overs() {
        std::uint64_t count = 0;
        for (const EventRecord* event : chain_)
            if (body_is<CustodyAccept>(event->body)) ++count;
        proved((count == 0 ? "It was never handed over: it is in the custody of "
                           : counted(count, "hand-over", "hand-overs") +
                                 ", each signed by both parties; it is in the custody of ") +
               view_.name_of(item_.custodian) + " since event " + grouped(item_.custodian_since) +
               (item_.disposed_at ? ", who disposed of it in event " + grouped(*item_.disposed_at)
                                  : std::string()) +
               ".");
    }

    /// The last time somebody read all of it and found it as recorded.
    const EventRecord* last_reading() const {
        const EventRecord* last = nullptr;
        for (const EventRecord* event : chain_) {
            const auto* access = body_if<ItemAccess>(event->body);
            const bool whole = access != nullptr && access->result == AccessResult::ok &&
                               access->scope.what == Scope::What::stream;
            const auto* accept = body_if<CustodyAccept>(event->body);
            const bool received =
                accept != nullptr &&
                std::ranges::count(accept->checks, ItemCheck{item_.id, CheckResult::match}) > 0;
            if (whole || received) last = event;
        }
        return last;
    }

    /// Nothing to be said while the incident has its first keys.
    void keys() {
        const IncidentRecord* incident = view_.state.incident(item_.id.incident());
        if (!item_.ingest || incident == nullptr || incident->generations.size() < 2) return;
        const ContentKeys now = content_keys(*incident, chain_.front()->index);
        claimed("By the record its content lies under generation " + grouped(now.generation) +
                " of " + grouped(incident->generations.size()) + " of the incident's keys" +
                (now.rewritten_at
                     ? ", written again as event " + grouped(*now.rewritten_at) + " says."
                     : ", those of event " + grouped(incident->generations[now.generation - 1].at) +
                           "."));
    }

    void content() {
        if (!item_.ingest) {
            claimed("What the thing is and looks like is what people wrote down.");
            return;
        }
        const EventRecord& first = *chain_.front();
        const PrivateValues* values = view_.about(first, item_.id);
        if (values == nullptr) {
            claimed("What is said of its content is withheld from you.");
            return;
        }
        const std::string sha256 = text_value(*values, "sha256");
        proved("Since event " + grouped(first.index) + " the record says that its SHA-256 is " +
               (sha256.empty() ? std::string("not known") : printable(sha256)) + ".");
        const EventRecord* reading = last_reading();
        if (reading != nullptr) {
            claimed(view_.name_of(reading->actor) + " signed in event " + grouped(reading->index) +
                    " that it was read again and had that digest; 'exhibit verify' reads it anew.");
        } else {
            claimed("Nobody signed that it was read again since its ingest.");
        }
        if (matches_source(*values)) {
            claimed("That this is the digest of the source when it was acquired is what " +
                    view_.name_of(first.actor) + " or the acquiring tool's log stated.");
        } else {
            claimed(
                "That its content is that of the source before its ingest rests on the word "
                "of " +
                view_.name_of(first.actor) + " alone.");
        }
    }

    void times() {
        const std::uint64_t size = view_.rules.attested_size.value_or(0);
        const std::size_t attested = static_cast<std::size_t>(
            std::ranges::count_if(item_.chain, [&](std::uint64_t index) { return index < size; }));
        if (attested > 0) {
            proved(counted(attested, "event", "events") +
                   " existed by a time that somebody other than the holder attests.");
        }
        if (attested == chain_.size()) return;
        claimed("The times of " + counted(chain_.size() - attested, "event", "events") +
                " are what the clocks of those who signed showed.");
    }

    void collection() {
        const PrivateValues* values = view_.about(*chain_.front(), item_.id);
        if (values == nullptr) return;
        const std::string where = text_value(*values, "collected_place");
        const std::string from = text_value(*values, "collected_from");
        if (where.empty() && from.empty()) return;
        claimed("That it was collected" + (where.empty() ? "" : " at " + printable(where)) +
                (from.empty() ? "" : " from " + printable(from)) + " is what " +
                view_.name_of(chain_.front()->actor) + " wrote down.");
    }

    const RecordView& view_;
    const ItemRecord& item_;
    std::vector<const EventRecord*> chain_;
    ItemSummary out_;
};

}  // namespace

ItemSummary summarize_item(const State& state, const ItemId& item, const PrivateLookup& values,
                           const RecordRules& rules) {
    const RecordView view(state, values, rules);
    return Summary(view, *state.item(item)).make();
}

}  // namespace exhibit::custody
