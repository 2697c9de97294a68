// What an audit asks of a record, by families of rules. Each adds its findings to the teller.
#pragma once

#include <set>
#include <vector>

#include "custody/record_view.hpp"
#include "custody/teller.hpp"

namespace exhibit::custody {

/// What it is and how it was taken in: CR-01, 02, 04, 12 to 17, 19, 24, 30.
void examine_origin(const RecordView& view, const ItemRecord& item, Teller& teller);
/// What may be claimed of the content: CR-13, CR-29.
void examine_content(const RecordView& view, const ItemRecord& item, Teller& teller);
/// Who had it, where, why, and whether that fits: CR-07, 08, 09, 20, and the sequences.
void examine_custody(const RecordView& view, const ItemRecord& item, Teller& teller);
/// What was done with it: CR-10, 11, 13, 15, 17, 23, 29.
void examine_acts(const RecordView& view, const ItemRecord& item, Teller& teller);
/// The incident, its holds and disposals: CR-03, 18, 21, 22, 26.
void examine_incident(const RecordView& view, const IncidentRecord& incident, Teller& teller);

/// People, clocks and corrections of single events: CR-05, 06, 25, 27, 28.
class EventExaminer {
public:
    EventExaminer(const RecordView& view, Teller& teller) : view_(view), teller_(teller) {}

    /// Each event and person once, however often it is asked for.
    void examine(const EventRecord& event);
    /// All events of the record. REQUIRES: none was examined yet.
    void examine_all();
    /// The order of the ledger is certain; a claimed time that runs against it is not.
    void examine_clocks();
    /// Of the events below `size`, those examined or all.
    void examine_attestation();

private:
    void examine_new(const EventRecord& event);
    void examine_handler(const crypto::Hash& id);
    void examine_correction(const EventRecord& event);

    const RecordView& view_;
    Teller& teller_;
    bool all_done_ = false;
    std::set<std::uint64_t> events_done_;  ///< unless all are
    std::set<crypto::Hash> handlers_done_;
};

}  // namespace exhibit::custody
