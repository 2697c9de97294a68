// exhibit stats: the measures of NIST SP 800-61 (3.4.2) that a vault can answer.
#include "cli/command.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

struct StatsOptions {
    std::string incident;
};

std::string time_span(std::int64_t seconds) {
    constexpr std::int64_t minute = 60;
    constexpr std::int64_t hour = 60 * minute;
    constexpr std::int64_t day = 24 * hour;
    const auto words = [&](std::int64_t unit, const char* name) {
        return grouped(static_cast<std::uint64_t>(seconds / unit)) + ' ' + name;
    };
    if (seconds >= 2 * day) return words(day, "days");
    if (seconds >= 2 * hour) return words(hour, "h");
    if (seconds >= 2 * minute) return words(minute, "min");
    return words(1, "s");
}

void add_spread(Table& table, const char* name, const Spread& spread) {
    if (spread.count == 0) {
        table.add({name, "0", "", "", ""});
        return;
    }
    table.add({name, grouped(spread.count), time_span(spread.shortest), time_span(spread.median),
               time_span(spread.longest)});
}

std::string stats_text(const Stats& stats) {
    std::string volume = size_text(stats.bytes);
    if (stats.sizes_withheld > 0) {
        volume += " and " + counted(stats.sizes_withheld, "item", "items") +
                  " whose size you may not read";
    }
    Fields fields{
        {"Incidents", grouped(stats.incidents)},
        {"Items", grouped(stats.items) + " (" + grouped(stats.physical) + " physical, " +
                      grouped(stats.digital) + " digital)"},
        {"Volume", volume},
        {"Events", grouped(stats.events) + " by " + counted(stats.handlers, "handler", "handlers")},
        {"Hand-overs", grouped(stats.hand_overs) + "; open offers " + grouped(stats.offers_open) +
                           ", never answered " + grouped(stats.offers_unanswered)},
        {"Verifications",
         grouped(stats.verifications) + ", failed " + grouped(stats.verifications_failed)},
        {"Examinations", grouped(stats.examinations)},
        {"Check-outs", grouped(stats.check_outs) + "; not back " + grouped(stats.check_outs_open) +
                           ", overdue " + grouped(stats.check_outs_overdue)},
        {"Inventories", grouped(stats.inventories)},
        {"Holds in force",
         grouped(stats.holds_open) + ", on " + counted(stats.items_held, "item", "items")},
        {"Disposed of",
         grouped(stats.disposed) + "; open proposals " + grouped(stats.disposals_open)},
        {"Corrections", grouped(stats.corrections)}};
    Table table({{"Time from … to …"},
                 {"Count", Align::right, false},
                 {"Shortest", Align::right, false},
                 {"Median", Align::right, false},
                 {"Longest", Align::right, false}});
    add_spread(table, "collection of a thing to ingest of what was read from it",
               stats.collected_to_ingested);
    add_spread(table, "what happened to its record", stats.happened_to_recorded);
    add_spread(table, "offer to acceptance", stats.offered_to_accepted);
    add_spread(table, "one hand-over of an item to the next", stats.between_hand_overs);
    add_spread(table, "ingest or verification to the next verification",
               stats.between_verifications);
    return field_list(fields) + '\n' + table.text();
}

ExitCode run(const Context& context, const StatsOptions& options) {
    const Stats stats = context.open_vault().stats(options.incident);
    if (context.json()) {
        context.put_json(to_json(stats));
    } else {
        context.put_text(stats_text(stats));
    }
    return ExitCode::fine;
}

}  // namespace

void add_stats(CLI::App& root, Context& context) {
    auto options = std::make_shared<StatsOptions>();
    CLI::App& stats = add_command(
        root, "stats", "Measures of the work: items, volume, times, what is overdue or held",
        "exhibit stats --incident INC-2026-014");
    stats.group("Proof");
    add_text(stats, "--incident,-i ID", options->incident, "Of this incident only");
    on_run<StatsOptions>(stats, context, options, run);
}

}  // namespace exhibit::cli
