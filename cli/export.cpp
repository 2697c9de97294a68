// exhibit export: evidence goes out, which is recorded; and find.
#include "cli/command.hpp"
#include "cli/show.hpp"
#include "exhibit/text.hpp"

#include <charconv>
#include <iostream>

namespace exhibit::cli {

namespace {

struct ExportOptions {
    ExportRequest request;
    std::string range;
    std::string log;
    std::string attachment;
};

struct FindOptions {
    std::string text;
};

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

ByteRange range_of(const std::string& text) {
    const std::size_t plus = text.find('+');
    if (plus != std::string::npos) {
        const auto offset = number(std::string_view(text).substr(0, plus));
        const auto length = number(std::string_view(text).substr(plus + 1));
        if (offset && length) return {*offset, *length};
    }
    throw Error(ErrorKind::usage, "--range '" + printable(text) +
                                      "' is not a range: expected OFFSET+LENGTH in bytes, as in "
                                      "1048576+4096.");
}

std::uint32_t number_of(const std::string& option, const std::string& text) {
    const auto value = number(text);
    if (value && *value > 0 && *value <= 0xffffffffU) return static_cast<std::uint32_t>(*value);
    throw Error(ErrorKind::usage,
                option + " '" + printable(text) + "' is not the number of one: expected 1, 2, ...");
}

std::string result_text(const ExportResult& result, bool whole) {
    std::string match = "not compared: only a part was written";
    if (whole) {
        match = result.matches_record ? "equals the digest taken when it was ingested"
                                      : "DIFFERS from the digest taken when it was ingested";
    }
    // A folder has no digest of its own: its files were compared one by one.
    if (result.sha256.empty()) match.clear();
    std::string text = field_list({{"Item", result.item},
                                   {"Written to", result.output},
                                   {"Bytes", size_text(result.bytes)},
                                   {"SHA-256", result.sha256},
                                   {"Record", match},
                                   {"Speed", speed_text(result.bytes, result.seconds)}});
    const std::string findings = findings_text(result.findings);
    return findings.empty() ? text : text + '\n' + findings;
}

bool violated(const std::vector<Finding>& findings) {
    for (const Finding& finding : findings) {
        if (finding.severity == Severity::violation) return true;
    }
    return false;
}

ExitCode run_export(const Context& context, const ExportOptions& options) {
    ExportRequest request = options.request;
    if (!options.range.empty()) request.range = range_of(options.range);
    if (!options.log.empty()) request.log = number_of("--log", options.log);
    if (!options.attachment.empty())
        request.attachment = number_of("--attachment", options.attachment);
    const bool to_output = request.output == "-";
    if (to_output && context.json()) {
        throw Error(ErrorKind::usage,
                    "Both --json and '-o -' want standard output: give -o a file name.");
    }
    Vault vault = context.open_vault();
    const ExportResult result = [&] {
        ProgressView progress(context.progress_style());
        return vault.export_item(request, &progress, &context.cancel());
    }();
    const bool whole = !request.range && (request.member.empty() || result.matches_record);
    if (context.json()) {
        context.put_json(to_json(result));
    } else if (to_output) {
        if (!context.options.quiet) std::cerr << result_text(result, whole);
    } else {
        context.put_text(result_text(result, whole));
    }
    return violated(result.findings) ? ExitCode::verification : ExitCode::fine;
}

ExitCode run_find(const Context& context, const FindOptions& options) {
    const std::vector<FoundItem> found = context.open_vault().find(options.text);
    if (context.json()) {
        context.put_json(Json{{"found", to_json(found)}});
    } else if (found.empty()) {
        context.put_text("Nothing that you may read matches '" + printable(options.text) + "'.\n");
    } else {
        Table table({{"Item", Align::left, false},
                     {"Kind", Align::left, false},
                     {"Label"},
                     {"Matched"},
                     {"Path inside"}});
        for (const FoundItem& one : found) {
            const ItemInfo& item = one.item;
            table.add({item.id, item.kind, item.label.empty() ? item.description : item.label,
                       one.matched, one.member});
        }
        context.put_text(table.text());
    }
    // As grep does: a script asks "is it here?" by the exit code.
    return found.empty() ? ExitCode::not_found : ExitCode::fine;
}

}  // namespace

void add_export(CLI::App& root, Context& context) {
    auto options = std::make_shared<ExportOptions>();
    ExportRequest& request = options->request;
    CLI::App& command =
        add_command(root, "export", "Write evidence out again; who and why is recorded",
                    "exhibit export INC-2026-014/3 -o copy.img --purpose \"analysis in the lab\"");
    command.group("Evidence");
    add_text(command, "ITEM", request.item, "Id, label or sha256:…")->required();
    add_text(command, "-o,--output PATH", request.output,
             "Where to; it must not exist yet; - is standard output")
        ->required();
    add_text(command, "--purpose TEXT", request.purpose, "Why, for the record")->required();
    add_text(command, "--range OFF+LEN", options->range, "These bytes only");
    add_text(command, "--member PATH", request.member, "This file of a folder or archive only");
    add_text(command, "--attachment N", options->attachment,
             "What is attached to it, by the number 'item show' gives, instead of it");
    add_text(command, "--log N", options->log, "Its acquisition log of this number, instead of it");
    command.add_flag("--media", request.media,
                     "The media of an EWF container as raw bytes, instead of its segment files");
    add_fill(command, request.fill,
             "Write this byte where evidence is unreadable or damaged, instead of refusing");
    on_run<ExportOptions>(command, context, options, run_export);
}

void add_find(CLI::App& root, Context& context) {
    auto options = std::make_shared<FindOptions>();
    CLI::App& find = add_command(root, "find", "Find items by digest, name, label, serial or text",
                                 "exhibit find d41d8cd98f00b204e9800998ecf8427e");
    find.group("Evidence");
    add_text(find, "TEXT", options->text, "Digest in hex, or any part of a name or fact")
        ->required();
    on_run<FindOptions>(find, context, options, run_find);
}

}  // namespace exhibit::cli
