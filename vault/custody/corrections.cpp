#include "custody/corrections.hpp"

#include <algorithm>

namespace exhibit::custody {

std::vector<Correction> corrections_of(const State& state, std::uint64_t index,
                                       const PrivateLookup& values) {
    std::vector<Correction> out;
    const auto found = state.life().corrections.find(index);
    if (found == state.life().corrections.end()) return out;
    for (const std::uint64_t correcting : found->second) {
        for (const ledger::SealedRef& ref : state.event(correcting)->sealed) {
            const PrivateValues* said = values(correcting, ref.subject);
            if (said == nullptr) continue;
            out.push_back({correcting, ref.subject, text_value(*said, "field"),
                           text_value(*said, "value"), text_value(*said, "reason")});
        }
    }
    return out;
}

const PrivateValues* CorrectedValues::about(std::uint64_t index, std::string_view subject) const {
    const PrivateValues* first = values_(index, subject);
    if (first == nullptr || !state_.life().corrections.contains(index)) return first;
    const auto [place, is_new] = corrected_.try_emplace({index, std::string(subject)}, *first);
    if (!is_new) return &place->second;
    const auto names = private_names(state_.event(index)->type(), kind_of_subject(subject));
    for (const Correction& one : corrections_of(state_, index, values_)) {
        if (one.subject != subject) continue;
        const auto known = std::find_if(names.begin(), names.end(),
                                        [&](const auto& name) { return name.name == one.field; });
        const bool is_text = known != names.end() &&
                             (known->form == ValueForm::text || known->form == ValueForm::hex);
        if (is_text) place->second[one.field] = one.value;
    }
    return &place->second;
}

}  // namespace exhibit::custody
