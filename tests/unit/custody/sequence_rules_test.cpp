// Sequences that do not fit, though each event alone is in order.
#include "life_scene.hpp"

namespace exhibit::custody {
namespace {

using SequenceRules = LifeScene;

TEST_F(SequenceRules, SQ_before_the_seizure) {
    const ItemId item = thing();
    add("anna", ItemMove{}, {item},
        {{subject_of(item), {{"place", "Locker 8"}, {"seal", "A-1001"}}}}, {}, 7200);
    only("SQ-BEFORE-SEIZURE", "before it was taken in");
}

TEST_F(SequenceRules, SQ_purpose_that_is_a_place) {
    check_out(thing(), 3600, "boris", "evidence room, Locker 7");
    only("SQ-PURPOSE", "which is a place");
}

TEST_F(SequenceRules, offer_nobody_answered) {
    const ItemId item = thing();
    add("anna", CustodyOffer{{ledger.clock().now().seconds + 3600}, id("boris")}, {item},
        {{of_incident(), {{"purpose", "imaging"}, {"travel", "by hand"}}},
         {subject_of(item), {{"seal", "A-1001"}}}});
    ledger.clock().advance(2 * 3600);
    only("LG-OFFER-EXPIRED", "still with Anna Example");
}

}  // namespace
}  // namespace exhibit::custody
