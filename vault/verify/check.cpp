#include "verify/check.hpp"

#include <array>

#include "base/stopwatch.hpp"
#include "verify/attestations.hpp"
#include "verify/keyless.hpp"
#include "verify/ledger_walk.hpp"
#include "verify/report.hpp"

namespace exhibit::verify {

namespace {

constexpr std::array all_kinds{
    ObjectKind::descriptor, ObjectKind::commit,         ObjectKind::staged,
    ObjectKind::tile,       ObjectKind::entries_tile,   ObjectKind::checkpoint_hint,
    ObjectKind::key,        ObjectKind::private_values, ObjectKind::list,
    ObjectKind::policy,     ObjectKind::anchor,         ObjectKind::cosignature,
    ObjectKind::pack,       ObjectKind::unknown,
};

/// Counts all bytes of the store; gives those that the check will read.
std::uint64_t count_bytes(Objects& objects, const Survey& survey, bool read_data,
                          CheckResult& result) {
    std::uint64_t to_read = 0;
    for (const ObjectKind kind : all_kinds) {
        for (const std::string& name : survey.of(kind)) {
            const std::uint64_t bytes = objects.size(name).value_or(0);
            result.bytes += bytes;
            const bool skipped =
                kind == ObjectKind::unknown || (kind == ObjectKind::pack && !read_data);
            if (!skipped) to_read += bytes;
        }
    }
    return to_read;
}

}  // namespace

CheckResult check_store(store::ObjectStore& store, bool read_data, Progress* progress,
                        const CancelFlag* cancel) {
    const Stopwatch watch;
    CheckResult result;
    Report report;
    Objects objects(store, report, {"checking", progress, cancel});
    Survey survey(store);
    result.objects = survey.count();
    result.packs = survey.of(ObjectKind::pack).size();
    objects.expect_total(count_bytes(objects, survey, read_data, result));

    WalkInput input;
    const auto descriptor = read_descriptor(objects);
    if (descriptor) input.log_key = descriptor->log_key;
    input.on_leaf_tile = [&](std::uint64_t number, const std::vector<ledger::Hash>&) {
        check_entries_tile(objects, survey, number);
    };
    result.size = LedgerWalk(objects, survey, std::move(input)).run().proven.size.value;

    check_digests(objects, survey, ObjectKind::key);
    check_digests(objects, survey, ObjectKind::private_values);
    check_digests(objects, survey, ObjectKind::policy);
    check_digests(objects, survey, ObjectKind::anchor);
    for (const std::string& name : survey.of(ObjectKind::cosignature)) {
        if (descriptor) static_cast<void>(read_cosignature(objects, name, descriptor->log_key));
    }
    check_lists(objects, survey, nullptr);
    check_packs(objects, survey, read_data);
    result.left_over = left_over(survey);
    objects.finish();
    result.findings = report.take();
    result.seconds = watch.seconds();
    return result;
}

}  // namespace exhibit::verify
