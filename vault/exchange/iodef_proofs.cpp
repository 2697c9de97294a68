// What lets a reader check without the vault: signed events and their receipts, time-stamps, and
// the lines of a log that matter.
#include "base/text.hpp"
#include "exchange/iodef_parts.hpp"

namespace exhibit::exchange {
namespace {

/// A regular expression that matches the text and nothing else.
std::string escaped_pattern(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (std::string_view("\\^$.|?*+()[]{}").find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

}  // namespace

void add_proofs(pugi::xml_node evidence, const EvidenceItem& item) {
    const auto add = [&](const char* name, const Proof& proof, const std::string& text) {
        pugi::xml_node node = evidence.append_child(name);
        set(node, "event", proof.event);
        set(node, "index", std::to_string(proof.index));
        set(node, "type", proof.type);
        // Exactly the bytes that are checked: never trimmed or escaped.
        node.text().set(text.c_str());
    };
    for (const Proof& proof : item.proofs) add("ev:Attestation", proof, proof.envelope);
    for (const Proof& proof : item.proofs) add("ev:Receipt", proof, proof.receipt);
    for (const TimeStamp& stamp : item.stamps) {
        pugi::xml_node node = evidence.append_child("ev:TimeStamp");
        set(node, "size", std::to_string(stamp.size));
        set(node, "root", stamp.root);
        set(node, "time", time_text(stamp.time));
        set(node, "reply-sha256", stamp.reply_sha256);
        node.text().set(stamp.checkpoint.c_str());
    }
}

void add_time_stamps(pugi::xml_node data, const char* element, const EvidenceItem& item) {
    for (const TimeStamp& stamp : item.stamps) {
        pugi::xml_node node = data.append_child(element);
        set(node, "dtype", "file");
        set(node, "meaning", "RFC 3161 time-stamp reply");
        set(node, "formatid", std::string(evidence_namespace) + "#time-stamp");
        node.text().set(stamp.reply.c_str());
    }
}

void add_quotes(pugi::xml_node data, const Build& build, const EvidenceItem& evidence,
                const Excerpt& excerpt) {
    const std::string& id = evidence.item.id;
    const std::string where = "an excerpt of " + id;
    std::string gist = "Excerpt of " + id + ": " +
                       counted(excerpt.lines_found, "line holds", "lines hold") + " the text \"" +
                       excerpt.text + '"';
    if (excerpt.lines.size() < excerpt.lines_found) {
        gist += ", the first " + std::to_string(excerpt.lines.size()) + " of them here";
        build.text.omit("Of " + where + ", only the first " + std::to_string(excerpt.lines.size()) +
                        " of " + grouped(excerpt.lines_found) + " lines are in the document.");
    }
    add_text(data, "Description", build.text.fit(gist, where));
    const std::string pattern = build.text.fit_whole(escaped_pattern(excerpt.text), where);
    for (const Excerpt::Line& line : excerpt.lines) {
        pugi::xml_node node = data.append_child("RecordPattern");
        set(node, "type", "regex");
        set(node, "offset", std::to_string(line.offset));
        set(node, "offsetunit", "byte");
        node.text().set(pattern.c_str());
    }
    for (const Excerpt::Line& line : excerpt.lines) {
        if (line.cut) build.text.omit("In " + where + ", lines longer than quoted here are cut.");
        pugi::xml_node node = data.append_child("RecordItem");
        set(node, "dtype", "string");
        set(node, "meaning", "line " + std::to_string(line.number) + (line.cut ? ", cut" : ""));
        set(node, "formatid", std::string(evidence_namespace) + "#excerpt");
        node.text().set(build.text.fit_whole(line.text, where).c_str());
    }
}

}  // namespace exhibit::exchange
