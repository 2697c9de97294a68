// The chain of custody as steps, and what the order of the steps shows.
#include "custody/codes.hpp"
#include "custody/examiners.hpp"
#include "custody/steps.hpp"

namespace exhibit::custody {

namespace {

StepKind kind_of(SealAction action) {
    switch (action) {
        case SealAction::sealed: return StepKind::sealed;
        case SealAction::unsealed: return StepKind::unsealed;
        case SealAction::resealed: return StepKind::resealed;
        case SealAction::broken: break;
    }
    return StepKind::broken;
}

/// One step for each event about an item.
class StepMaker {
public:
    StepMaker(const RecordView& view, const ItemId& item) : view_(view), item_(item) {}

    Step make(const EventRecord& event) {
        event_ = &event;
        of_item_ = view_.about(event, item_);
        of_incident_ = view_.about(event, item_.incident());
        step_ = {};
        step_.event = event.index;
        step_.when = event.happened;
        step_.actor = event.actor.hex();
        visit_body([this](const auto& body) { fill(body); }, event.body);
        return std::move(step_);
    }

private:
    static std::string text(const PrivateValues* values, std::string_view name) {
        return values != nullptr ? text_value(*values, name) : std::string();
    }
    std::string of_item(std::string_view name) const { return text(of_item_, name); }
    std::string of_incident(std::string_view name) const { return text(of_incident_, name); }
    /// Values may lie there that this reader cannot open.
    bool withheld(const std::string& subject, const PrivateValues* values) const {
        if (values != nullptr) return false;
        for (const ledger::SealedRef& ref : event_->sealed)
            if (ref.subject == subject) return true;
        return false;
    }
    void from_item() {
        step_.readable = !withheld(subject_of(item_), of_item_);
        step_.place = of_item("place");
        step_.purpose = of_item("purpose");
        step_.seal = of_item("seal");
        step_.old_seal = of_item("old_seal");
        step_.reason = of_item("reason");
    }
    void from_incident() {
        step_.readable = !withheld(subject_of(item_.incident()), of_incident_) &&
                         !withheld(subject_of(item_), of_item_);
        step_.place = of_incident("place");
        step_.purpose = of_incident("purpose");
        step_.travel = of_incident("travel");
        step_.seal = of_item("seal");
    }

    void fill(const ItemRegister&) { fill_first(); }
    void fill(const ItemIngest&) { fill_first(); }
    /// Until it is said to be elsewhere, a thing is where it was collected.
    void fill_first() {
        step_.kind = StepKind::collected;
        from_item();
        if (blank(step_.place)) step_.place = of_item("collected_place");
    }
    void fill(const CustodyOffer&) {
        step_.kind = StepKind::offered;
        from_incident();
    }
    void fill(const CustodyAccept& body) {
        step_.kind = StepKind::handed_over;
        from_incident();
        const OfferRecord& offer = *view_.state.offer(body.offer);
        const EventRecord& offered = *view_.state.event(offer.index);
        step_.from = offer.from.hex();
        step_.to = offer.to.hex();
        step_.released = offered.happened;
        step_.old_seal = text(view_.about(offered, item_), "seal");
        step_.purpose.clear();  // said, and judged, where it was offered
    }
    void fill(const ItemMove&) {
        step_.kind = StepKind::moved;
        from_item();
    }
    void fill(const ItemCheckOut&) {
        step_.kind = StepKind::checked_out;
        from_incident();
    }
    void fill(const ItemCheckIn&) {
        step_.kind = StepKind::checked_in;
        from_incident();
    }
    void fill(const ItemSeal& body) {
        step_.kind = kind_of(body.action);
        from_item();
    }
    void fill(const ItemExamine&) {
        step_.kind = StepKind::examined;
        from_item();
    }
    void fill(const ItemAccess&) {
        step_.kind = StepKind::accessed;
        from_item();
    }
    void fill(const DisposalCarryOut&) { step_.kind = StepKind::disposed; }
    template <typename Other>
    void fill(const Other&) {}

    const RecordView& view_;
    const ItemId& item_;
    const EventRecord* event_ = nullptr;
    const PrivateValues* of_item_ = nullptr;
    const PrivateValues* of_incident_ = nullptr;
    Step step_;
};

}  // namespace

void examine_custody(const RecordView& view, const ItemRecord& item, Teller& teller) {
    StepMaker maker(view, item.id);
    std::vector<Step> steps;
    steps.reserve(item.chain.size());
    for (const std::uint64_t index : item.chain)
        steps.push_back(maker.make(*view.state.event(index)));
    SequenceContext context;
    context.places = &view.places(item.id.incident());
    context.ask_places = item.item_class == ItemClass::physical;
    context.name = [&](const std::string& key) {
        return view.name_of(crypto::Hash::from_hex(key, "key id"));
    };
    judge_sequence(teller, steps, context);

    if (!item.offer) return;
    const OfferRecord& offer = *view.state.offer(*item.offer);
    if (offer.status_at(view.rules.now) != OfferStatus::expired) return;
    teller.at(offer.index);
    teller.warn(code::offer_expired,
                "The offer of " + teller.item() + " to " + view.name_of(offer.to) + " ended at " +
                    format_utc(offer.expires) + " and nobody answered it; it is still with " +
                    view.name_of(offer.from) + ".");
}

}  // namespace exhibit::custody
