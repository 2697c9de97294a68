#include "verify/examination.hpp"

namespace exhibit::verify {

Examination::Examination(std::string origin, crypto::Hash descriptor, crypto::Hash me,
                         custody::PolicySource policies,
                         std::optional<ledger::CheckedSignatures> checked)
    : examined_{custody::State(std::move(origin), descriptor, std::move(policies)),
                {},
                0,
                0,
                checked,
                true,
                {},
                {},
                {},
                {}},
      me_(me),
      queue_([this](OpenedEntry&& opened) { apply(opened); }, std::move(checked)) {}

Examined& Examination::finish() {
    queue_.finish();
    const custody::State& state = examined_.state;
    if (examined_.believed && state.size() < examined_.believed->tree.size.value)
        examined_.memory_holds = false;
    examined_.checked.tree = {ledger::TreeSize{state.size()}, state.root()};
    return examined_;
}

void Examination::apply(const OpenedEntry& opened) {
    if (opened.index.value == 0) examined_.first_leaf = opened.leaf;
    if (!opened.entry) {
        // What is not well formed breaks every rule; that it is not was told already, and it only
        // has to be counted.
        ledger::Entry nothing;
        nothing.index = opened.index;
        nothing.leaf = opened.leaf;
        static_cast<void>(examined_.state.apply(nothing));
        ++examined_.invalid;
        examined_.checked.others.push_back(opened.index.value);
        compare_memory();
        return;
    }
    std::vector<Finding> problems = examined_.state.apply(*opened.entry, opened.good);
    compare_memory();
    queue_.learn(opened, [this](const crypto::Hash& id) { return examined_.state.key_of(id); });
    if (custody::signatures_unknown(problems)) {
        examined_.checked.others.push_back(opened.index.value);
    } else {
        ++examined_.signatures;
    }
    if (problems.empty()) take_valid(opened);
    if (!problems.empty()) ++examined_.invalid;
    for (Finding& problem : problems) {
        if (problem.object.empty()) problem.object = opened.object;
        examined_.findings.push_back(std::move(problem));
    }
}

void Examination::compare_memory() {
    const custody::State& state = examined_.state;
    if (examined_.believed && state.size() == examined_.believed->tree.size.value)
        examined_.memory_holds = state.root() == examined_.believed->tree.root;
}

void Examination::take_valid(const OpenedEntry& opened) {
    const ledger::Event& event = opened.entry->event;
    if (event.actor.key != me_ && event.seen.size.value > examined_.seen.size) {
        examined_.seen = {event.seen.size.value, opened.index.value, event.actor.key};
    }
    if (!event.sealed.empty()) {
        examined_.private_digests.add(opened.index.value, event.private_digests);
    }
}

}  // namespace exhibit::verify
