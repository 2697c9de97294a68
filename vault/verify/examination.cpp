#include "verify/examination.hpp"

#include <algorithm>

#include "custody/codes.hpp"

namespace exhibit::verify {

namespace {

constexpr std::size_t batches_max = 64;

}  // namespace

Examination::Examination(std::string origin, crypto::Hash descriptor, crypto::Hash me,
                         custody::PolicySource policies)
    : examined_{custody::State(std::move(origin), descriptor, std::move(policies)),
                {},
                0,
                0,
                {},
                {},
                {}},
      me_(me),
      thread_([this] { run(); }) {}

Examination::~Examination() {
    stop(true);
}

void Examination::feed(std::vector<OpenedEntry> entries) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return failure_ || waiting_.size() < batches_max; });
    if (failure_) std::rethrow_exception(failure_);
    waiting_.push_back(std::move(entries));
    changed_.notify_all();
}

Examined& Examination::finish() {
    stop(false);
    if (failure_) std::rethrow_exception(failure_);
    return examined_;
}

void Examination::stop(bool now) {
    {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        if (now) waiting_.clear();
        changed_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
}

void Examination::run() {
    try {
        while (true) {
            std::vector<OpenedEntry> batch;
            {
                std::unique_lock lock(mutex_);
                changed_.wait(lock, [&] { return ended_ || !waiting_.empty(); });
                if (waiting_.empty()) return;
                batch = std::move(waiting_.front());
                waiting_.pop_front();
                changed_.notify_all();
            }
            for (const OpenedEntry& opened : batch) apply(opened);
        }
    } catch (...) {
        const std::lock_guard lock(mutex_);
        failure_ = std::current_exception();
        changed_.notify_all();
    }
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
        return;
    }
    std::vector<Finding> problems = examined_.state.apply(*opened.entry);
    const bool unsigned_entry =
        std::any_of(problems.begin(), problems.end(), [](const Finding& problem) {
            return problem.code == custody::code::signature ||
                   problem.code == custody::code::not_enrolled;
        });
    if (!unsigned_entry) ++examined_.signatures;
    if (problems.empty()) take_valid(opened);
    if (!problems.empty()) ++examined_.invalid;
    for (Finding& problem : problems) {
        if (problem.object.empty()) problem.object = opened.object;
        examined_.findings.push_back(std::move(problem));
    }
}

void Examination::take_valid(const OpenedEntry& opened) {
    const ledger::Event& event = opened.entry->event;
    if (event.actor.key != me_ && event.seen.size.value > examined_.seen.size) {
        examined_.seen = {event.seen.size.value, opened.index.value, event.actor.key};
    }
    if (!event.sealed.empty()) {
        examined_.private_digests.emplace(opened.index.value, event.private_digests);
    }
}

}  // namespace exhibit::verify
