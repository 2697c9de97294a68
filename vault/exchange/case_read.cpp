#include "exchange/case_read.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/text.hpp"
#include "exchange/json_ld.hpp"
#include "exchange/schema/datatypes.hpp"
#include "exhibit/error.hpp"

namespace exhibit::exchange {
namespace {

// A short document can say of very many things what a few long nodes hold: what is looked at for
// each of them is bounded.
constexpr std::size_t steps_max = 256;
constexpr std::size_t pairs_max = 200'000;  ///< of an action and a thing
constexpr std::size_t facets_max = 64;
constexpr std::size_t hashes_max = 64;
constexpr std::size_t exhibits_max = 64;
constexpr std::size_t text_bytes_max = 300;
constexpr std::size_t description_bytes_max = 1000;

std::string uco(std::string_view name) {
    return "https://ontology.unifiedcyberontology.org/uco/" + std::string(name);
}
std::string investigation(std::string_view name) {
    return "https://ontology.caseontology.org/case/investigation/" + std::string(name);
}

/// At most so many bytes, whole characters.
std::string cut(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return std::string(text);
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return std::string(text.substr(0, end)) + "…";
}

/// The first of them that the document has.
std::vector<const LdNode*> facets_of(const LdNode& node) {
    std::vector<const LdNode*> out;
    for (const LdValue& facet : node.links(uco("core/hasFacet"))) {
        if (facet.node != nullptr) out.push_back(facet.node);
        if (out.size() == facets_max) break;
    }
    return out;
}

/// Cut.
std::string name_of(const LdNode& node) {
    const std::string& name = node.text(uco("core/name"));
    if (!name.empty()) return cut(name, text_bytes_max);
    for (const LdNode* facet : facets_of(node)) {
        const std::string given = cut(facet->text(uco("identity/givenName")), text_bytes_max);
        const std::string family = cut(facet->text(uco("identity/familyName")), text_bytes_max);
        if (!given.empty() && !family.empty()) return given + ' ' + family;
        if (!given.empty() || !family.empty()) return given + family;
    }
    return cut(node.shown, text_bytes_max);
}

std::string names_of(const LdNode& action, const std::string& property) {
    std::string names;
    bool first = true;
    for (const LdValue& value : action.links(property)) {
        if (!first) names += ", ";
        first = false;
        if (value.is_link && value.node != nullptr)
            names += name_of(*value.node);
        else
            names += cut(value.is_link ? value.id : value.text, text_bytes_max);
        if (names.size() > text_bytes_max) break;
    }
    return cut(names, text_bytes_max);
}

struct Subject {
    CaseSubject out;
    std::vector<const LdNode*> actions;
};

class CaseReader {
public:
    CaseReader(std::string_view document, const std::string& source)
        : graph_(document, source), source_(source) {}

    std::vector<CaseSubject> run() {
        for (const LdNode* node : graph_.nodes())
            if (node->is(investigation("ProvenanceRecord"))) note_exhibits(*node);
        for (const LdNode* node : graph_.nodes())
            if (node->is(investigation("InvestigativeAction"))) note_action(*node);
        std::vector<CaseSubject> out;
        for (const LdNode* node : graph_.nodes()) {
            const auto found = subjects_.find(node);
            if (found == subjects_.end() || found->second.actions.empty()) continue;
            finish(*node, found->second);
            out.push_back(std::move(found->second.out));
        }
        if (out.empty())
            throw Error(ErrorKind::unsupported,
                        "reading the CASE document " + source_ +
                            ": no InvestigativeAction in it is about a thing; expected actions "
                            "of CASE 1.4.0 with object or result");
        return out;
    }

private:
    void note_exhibits(const LdNode& record) {
        std::vector<std::string> numbers;
        for (const LdValue& number : record.links(investigation("exhibitNumber")))
            if (!number.is_link) add_exhibit(numbers, number.text);
        for (const LdValue& thing : record.links(uco("core/object"))) {
            if (thing.node == nullptr) continue;
            for (const std::string& number : numbers)
                add_exhibit(subjects_[thing.node].out.exhibits, number);
        }
    }

    static void add_exhibit(std::vector<std::string>& exhibits, const std::string& number) {
        if (exhibits.size() < exhibits_max && std::ranges::find(exhibits, number) == exhibits.end())
            exhibits.push_back(number);
    }

    void note_action(const LdNode& action) {
        for (const std::string& property : {uco("action/object"), uco("action/result")}) {
            for (const LdValue& value : action.links(property)) {
                if (!value.is_link) continue;
                if (value.node == nullptr) {
                    missing_[&action].push_back(value.id);
                    continue;
                }
                // An action that led to another one: no thing.
                if (value.node->is(investigation("InvestigativeAction"))) continue;
                if (!value.node->is(investigation("ProvenanceRecord"))) {
                    note_act(action, *value.node);
                    continue;
                }
                for (const LdValue& thing : value.node->links(uco("core/object")))
                    if (thing.node != nullptr) note_act(action, *thing.node);
            }
        }
    }

    void note_act(const LdNode& action, const LdNode& thing) {
        if (++pairs_ > pairs_max)
            throw Error(ErrorKind::malformed, "reading the CASE document " + source_ +
                                                  ": it has more than " + grouped(pairs_max) +
                                                  " pairs of an action and a thing it is about");
        std::vector<const LdNode*>& actions = subjects_[&thing].actions;
        // All of one action comes in a row.
        if (actions.empty() || actions.back() != &action) actions.push_back(&action);
    }

    void finish(const LdNode& node, Subject& subject) {
        subject.out.id = node.shown;
        subject.out.iri = node.id;
        read_hashes(node, subject.out);
        if (subject.actions.size() > steps_max) {
            subject.out.problem = "it has " + grouped(subject.actions.size()) +
                                  " actions, at most " + std::to_string(steps_max) + " are taken";
            return;
        }
        for (const LdNode* action : subject.actions) {
            const auto [known, added] = problems_.try_emplace(action);
            if (added) known->second = problem_of(*action);
            subject.out.problem = known->second;
            if (!subject.out.problem.empty()) return;
        }
        if (!put_in_order(subject.actions)) {
            subject.out.problem =
                "its actions inform one another in a circle "
                "(wasInformedBy), so none of them is the first";
            return;
        }
        for (const LdNode* action : subject.actions) subject.out.steps.push_back(step_of(*action));
    }

    static void read_hashes(const LdNode& node, CaseSubject& out) {
        std::size_t looked_at = 0;
        for (const LdNode* facet : facets_of(node)) {
            for (const LdValue& hash : facet->links(uco("observable/hash"))) {
                if (looked_at++ == hashes_max) return;
                if (hash.node != nullptr) read_hash(*hash.node, out);
            }
        }
    }

    static void read_hash(const LdNode& hash, CaseSubject& out) {
        std::string method = cut(hash.text(uco("types/hashMethod")), text_bytes_max);
        std::erase(method, '-');
        std::string value = cut(hash.text(uco("types/hashValue")), text_bytes_max);
        for (char& c : value)
            if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
        if (value.find_first_not_of("0123456789abcdef") != std::string::npos) return;
        if (method == "SHA256" && value.size() == 64) out.sha256 = value;
        if (method == "SHA1" && value.size() == 40) out.sha1 = value;
        if (method == "MD5" && value.size() == 32) out.md5 = value;
    }

    std::string problem_of(const LdNode& action) const {
        const std::string called = "the action " + printable(cut(action.shown, text_bytes_max));
        if (const auto missing = missing_.find(&action); missing != missing_.end())
            return "its chain is broken: " + called + " is about " +
                   printable(cut(missing->second.front(), text_bytes_max)) +
                   ", which the document does not have";
        for (const LdValue& before : action.links(investigation("wasInformedBy")))
            if (before.is_link && before.node == nullptr)
                return "its chain is broken: " + called + " was informed by " +
                       printable(cut(before.id, text_bytes_max)) +
                       ", which the document does not have";
        std::optional<schema::DateTime> times[2];
        std::size_t i = 0;
        for (const char* name : {"action/startTime", "action/endTime"}) {
            const std::string& text = action.text(uco(name));
            times[i] = schema::parse_date_time(text);
            if (!text.empty() && !times[i])
                return called + " has \"" + printable(cut(text, 80)) +
                       "\" where a date and time should be";
            ++i;
        }
        if (times[0] && times[1] && *times[1] < *times[0]) return called + " ends before it begins";
        return {};
    }

    /// What an action says was before it.
    const std::set<const LdNode*>& informers_of(const LdNode* action) {
        const auto [known, added] = informers_.try_emplace(action);
        if (added)
            for (const LdValue& one : action->links(investigation("wasInformedBy")))
                if (one.node != nullptr) known->second.insert(one.node);
        return known->second;
    }

    /// By wasInformedBy, then by time, then by the order of the document. False for a circle.
    bool put_in_order(std::vector<const LdNode*>& actions) {
        std::stable_sort(actions.begin(), actions.end(), [](const LdNode* a, const LdNode* b) {
            return begin_of(*a) < begin_of(*b);
        });
        std::vector<std::set<const LdNode*>> waits_for(actions.size());
        for (std::size_t i = 0; i < actions.size(); ++i)
            for (const LdNode* other : actions)
                if (informers_of(actions[i]).contains(other)) waits_for[i].insert(other);
        std::vector<const LdNode*> out;
        std::vector<bool> done(actions.size());
        while (out.size() < actions.size()) {
            std::size_t next = 0;
            while (next < actions.size() && (done[next] || !waits_for[next].empty())) ++next;
            if (next == actions.size()) return false;
            done[next] = true;
            out.push_back(actions[next]);
            for (auto& others : waits_for) others.erase(actions[next]);
        }
        actions = std::move(out);
        return true;
    }

    /// What has no time comes where its chain puts it, before what has one.
    static schema::DateTime begin_of(const LdNode& action) {
        for (const char* name : {"action/startTime", "action/endTime"})
            if (const auto time = schema::parse_date_time(action.text(uco(name)))) return *time;
        return {};
    }

    static ImportedStep step_of(const LdNode& action) {
        ImportedStep out;
        out.id = cut(action.shown, text_bytes_max);
        out.name = cut(action.text(uco("core/name")), text_bytes_max);
        out.performer = names_of(action, uco("action/performer"));
        out.party = names_of(action, uco("action/participant"));
        out.place = names_of(action, uco("action/location"));
        out.tool = names_of(action, uco("action/instrument"));
        out.description = cut(action.text(uco("core/description")), description_bytes_max);
        out.began = cut(action.text(uco("action/startTime")), text_bytes_max);
        out.ended = cut(action.text(uco("action/endTime")), text_bytes_max);
        return out;
    }

    LdGraph graph_;
    const std::string& source_;
    std::map<const LdNode*, Subject> subjects_;
    std::map<const LdNode*, std::vector<std::string>> missing_;
    std::map<const LdNode*, std::string> problems_;
    std::map<const LdNode*, std::set<const LdNode*>> informers_;
    std::size_t pairs_ = 0;
};

}  // namespace

std::vector<CaseSubject> read_case(std::string_view document, const std::string& source) {
    return CaseReader(document, source).run();
}

}  // namespace exhibit::exchange
