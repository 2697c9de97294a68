#include "bundle/verify.hpp"

#include <algorithm>
#include <memory>
#include <set>

#include "base/text.hpp"
#include "bundle/claims.hpp"
#include "bundle/codes.hpp"
#include "bundle/documents.hpp"
#include "bundle/members.hpp"
#include "custody/private_names.hpp"
#include "exhibit/error.hpp"
#include "ledger/anchor.hpp"
#include "ledger/disclosure.hpp"
#include "policy/policy_file.hpp"
#include "verify/report.hpp"

namespace exhibit::bundle {

namespace {

class Verifier {
public:
    Verifier(Contents contents, std::vector<Finding> before, const ledger::TrustPolicy* trust)
        : trust_(trust) {
        out_.contents = std::move(contents);
        for (Finding& finding : before) report_.add(std::move(finding));
    }

    Verified run() {
        open_checkpoint();
        if (out_.checkpoint) {
            out_.tree = std::make_shared<const KnownTree>(out_.checkpoint->checkpoint.head(),
                                                          out_.contents.tiles, report_);
            read_entries();
            judge_events();
            check_keys();
            check_objects();
            open_anchors();
            open_witnesses();
            open_disclosures();
            check_content();
            out_.documents_out = check_documents(out_, report_);
            examine();
        }
        out_.findings = report_.take();
        out_.claims = claims_of(out_);
        return std::move(out_);
    }

private:
    void open_checkpoint() {
        const std::string descriptor = "data/exhibit.json";
        const std::string note = "data/checkpoint";
        if (!out_.contents.descriptor.empty()) {
            report_.attempt(code::descriptor, descriptor, [&] {
                out_.descriptor = ledger::parse_descriptor(out_.contents.descriptor, descriptor);
            });
        }
        if (!out_.descriptor || out_.contents.checkpoint.empty()) return;
        report_.attempt(code::checkpoint, note, [&] {
            ledger::SignedCheckpoint opened =
                ledger::open_checkpoint(out_.contents.checkpoint, out_.descriptor->log_key, note);
            const std::uint64_t size = opened.checkpoint.size.value;
            if (size == 0 || size > tree_size_limit) {
                throw FormatError(note, 0,
                                  "a ledger of 1 to " + grouped(tree_size_limit) + " events, not " +
                                      grouped(size));
            }
            out_.checkpoint = std::move(opened);
        });
    }

    void violation(std::string_view code, std::uint64_t index, std::string text) {
        report_.add({std::string(code),
                     Severity::violation,
                     "data/entries/" + std::to_string(index) + ".json",
                     {},
                     index,
                     std::move(text)});
    }

    void read_entries() {
        for (auto& [index, text] : out_.contents.entries) {
            const std::string path = "data/entries/" + std::to_string(index) + ".json";
            const crypto::Hash* expected = out_.tree->leaf(index);
            if (expected == nullptr || ledger::leaf_hash(as_bytes(text)) != *expected) {
                violation(code::inclusion, index,
                          expected == nullptr
                              ? "No tile of the checkpoint's tree tells the hash of this entry."
                              : "The ledger has another entry in this place: this one was changed, "
                                "moved, or is of another ledger.");
                continue;
            }
            report_.attempt(code::entry, path, [&, number = index] {
                out_.entries.push_back(ledger::parse_entry(text, {number}, path));
            });
        }
    }

    void judge_events() {
        const crypto::Hash digest = ledger::descriptor_digest(out_.contents.descriptor);
        const auto roots = [tree = out_.tree](std::uint64_t size) { return tree->root_at(size); };
        out_.state.emplace(out_.descriptor->origin, digest, roots, policies());
        if (out_.entries.empty() || out_.entries.front().index.value != 0) {
            report_.violation(code::missing, "data/entries/0.json",
                              "The first event of the ledger is not there: nothing says whose keys "
                              "the others are signed with.");
        }
        for (const ledger::Entry& entry : out_.entries) {
            out_.state->pass_over_to(entry.index.value);
            for (Finding& finding : out_.state->apply(entry)) report_.add(std::move(finding));
        }
    }

    /// The policies that events adopted, as they lie in the bundle.
    custody::PolicySource policies() const {
        std::map<crypto::Hash, std::string> objects = out_.contents.objects;
        return [objects = std::move(objects)](
                   const crypto::Hash& digest) -> std::shared_ptr<const custody::Policy> {
            const auto found = objects.find(digest);
            if (found == objects.end() || found->second.size() > policy::policy_bytes_max) {
                return nullptr;
            }
            return std::make_shared<const custody::Policy>(
                policy::parse_policy(found->second, "data/objects/" + digest.hex()));
        };
    }

    void check_keys() {
        if (!out_.contents.keys) return;
        const std::string expected =
            keys_text(out_.entries, encode::format_vkey(out_.descriptor->log_key));
        if (*out_.contents.keys == expected) return;
        report_.violation(code::keys, "data/keys.json",
                          "The list of keys is not that of the enrolments in the bundle.");
    }

    void check_objects() {
        if (out_.contents.objects.empty()) return;
        std::set<std::string> named;
        for (const ledger::Entry& entry : out_.entries) {
            if (!entry.event.body.is_object()) continue;
            const encode::Json* object = entry.event.body.find("object");
            if (object != nullptr && object->is_string()) named.insert(object->string("object"));
        }
        for (const auto& [digest, bytes] : out_.contents.objects) {
            if (named.contains(digest.hex())) continue;
            report_.violation(code::object, "data/objects/" + digest.hex(),
                              "No event in the bundle names this object.");
        }
    }

    // Times

    void open_anchors() {
        for (const ledger::Entry& entry : out_.entries) {
            const custody::EventRecord* event = out_.state->event(entry.index.value);
            const auto* body =
                event ? custody::body_if<custody::AnchorToken>(event->body) : nullptr;
            if (body == nullptr) continue;
            const auto object = out_.contents.objects.find(body->object);
            if (object == out_.contents.objects.end()) continue;
            const std::string path = "data/objects/" + body->object.hex();
            report_.attempt(code::object, path, [&] {
                const ledger::Anchor anchor = ledger::parse_anchor(object->second, path);
                const ledger::AnchorFacts facts =
                    ledger::open_anchor(anchor, out_.descriptor->log_key, anchor.chain, path);
                if (facts.checkpoint.size.value != body->size ||
                    facts.checkpoint.root != body->root) {
                    throw Error(ErrorKind::verification,
                                path + " stamps another checkpoint than its event says");
                }
                out_.attested.push_back(
                    {body->size, facts.stamp.time, facts.stamp.authority, entry.index.value});
            });
        }
    }

    void open_witnesses() {
        out_.cosignatures =
            open_cosignatures(out_.contents, out_.descriptor->log_key, *out_.tree, report_);
        if (trust_ != nullptr) out_.witnessed = believe(out_.cosignatures, *trust_, report_);
    }

    // Private values

    void open_disclosures() {
        auto given = out_.contents.disclosures.begin();
        const auto last = out_.contents.disclosures.end();
        for (const ledger::Entry& entry : out_.entries) {
            const std::uint64_t index = entry.index.value;
            for (; given != last && given->first < index; ++given) report_orphan(given->first);
            std::uint64_t told = 0;
            if (given != last && given->first == index) told = open(entry, given++->second);
            const std::size_t all = entry.event.private_digests.size();
            out_.disclosed += told;
            if (told < all) out_.withheld[index] = all - told;
        }
        for (; given != last; ++given) report_orphan(given->first);
        report_withheld();
    }

    void report_withheld() {
        std::uint64_t all = 0;
        for (const auto& [index, number] : out_.withheld) all += number;
        if (all == 0) return;
        std::set<std::uint64_t> destroyed;
        for (const ledger::Entry& entry : out_.entries) {
            if (!out_.withheld.contains(entry.index.value)) continue;
            for (const ledger::SealedRef& ref : entry.event.sealed) {
                const auto by = out_.state->withheld_by(entry.index.value, ref.subject);
                if (by) destroyed.insert(*by);
            }
        }
        std::string text = counted(all, "private value", "private values") + " in " +
                           counted(out_.withheld.size(), "event", "events") +
                           " are not told in this bundle; the events that fix them are whole.";
        if (out_.contents.info && !out_.contents.info->withheld.empty()) {
            text += " The maker says these were left out on purpose: " +
                    printable(join(out_.contents.info->withheld, ", ")) + ".";
        }
        for (const std::uint64_t by : destroyed) {
            text += " Some of them were destroyed by event " + std::to_string(by) + ".";
        }
        report_.note(code::withheld, {}, std::move(text));
    }

    void report_orphan(std::uint64_t index) {
        violation(code::disclosure, index,
                  "Private values are given for an event that is not in the bundle.");
    }

    std::uint64_t open(const ledger::Entry& entry, const Disclosed& disclosed) {
        const ledger::Event& event = entry.event;
        const std::string source =
            "data/disclosures/" + std::to_string(entry.index.value) + ".json";
        std::set<std::string> counted_digests;
        for (const auto& [subject, texts] : disclosed) {
            if (std::ranges::find(event.sealed, subject, &ledger::SealedRef::subject) ==
                event.sealed.end()) {
                violation(code::disclosure, entry.index.value,
                          "Private values are given about " + printable(subject) +
                              ", about which the event has none.");
                continue;
            }
            for (const std::string& text : texts) {
                const std::string digest = ledger::disclosure_digest(text);
                const auto& signed_digests = event.private_digests;
                if (!std::ranges::binary_search(signed_digests, digest) ||
                    !counted_digests.insert(digest).second) {
                    violation(code::disclosure, entry.index.value,
                              "A private value is given that the event does not have the digest "
                              "of: nobody signed it.");
                    continue;
                }
                report_.attempt(code::disclosure, source,
                                [&] { keep(entry, subject, text, source); });
            }
        }
        return counted_digests.size();
    }

    void keep(const ledger::Entry& entry, const std::string& subject, const std::string& text,
              const std::string& source) {
        ledger::Disclosure one = ledger::parse_disclosure(text, source);
        if (!allowed(entry.event.type, subject, one.name)) {
            report_.add({std::string(code::disclosure),
                         Severity::warning,
                         source,
                         {},
                         entry.index.value,
                         "The value \"" + printable(one.name) + "\" is given as one about " +
                             printable(subject) + ", which such events do not have."});
        }
        auto& values = out_.values[entry.index.value][subject];
        if (!values.emplace(one.name, std::move(one.value)).second) {
            violation(code::disclosure, entry.index.value,
                      "The value \"" + printable(one.name) + "\" about " + printable(subject) +
                          " is given twice.");
        }
    }

    static bool allowed(const std::string& type, const std::string& subject,
                        const std::string& name) {
        const auto known = custody::parse_event_type(type);
        if (!known) return true;
        const auto names = custody::private_names(*known, custody::kind_of_subject(subject));
        return std::ranges::find(names, name, &custody::PrivateName::name) != names.end();
    }

    // Content

    void check_content() {
        for (const auto& [number, file] : out_.contents.content) {
            const std::string path = std::string(content_folder) + std::to_string(number);
            const custody::ItemRecord* item = nullptr;
            if (out_.contents.info) {
                item = out_.state->item({out_.contents.info->incident, number});
            }
            const std::string problem = content_problem(item, file);
            if (!problem.empty()) report_.violation(code::content, path, problem);
        }
    }

    std::string content_problem(const custody::ItemRecord* item, const ContentFile& file) const {
        if (item == nullptr || !item->ingest) return "There is no digital item of this number.";
        const auto lookup = out_.lookup();
        const auto* values = lookup(item->chain.front(), custody::subject_of(item->id));
        const std::string sha256 = values ? custody::text_value(*values, "sha256") : "";
        if (sha256.empty()) return "The bundle does not tell the digest this content must have.";
        if (sha256 == file.sha256.hex()) return {};
        return "The content has the SHA-256 " + file.sha256.hex() + ", the record says " +
               printable(sha256) + ".";
    }

    void examine() {
        if (!out_.contents.info) return;
        const custody::RecordRules rules{out_.contents.info->made};
        const custody::PrivateLookup lookup = out_.lookup();
        const bundle::Info& info = *out_.contents.info;
        std::vector<Finding> found;
        if (!info.item) {
            found = custody::examine_incident(*out_.state, info.incident, lookup, rules);
        } else if (out_.state->item(*info.item) != nullptr) {
            found = custody::examine_item(*out_.state, *info.item, lookup, rules);
        }
        std::vector<custody::Attestation> believed = out_.attested;
        if (out_.witnessed)
            believed.insert(believed.end(), out_.witnessed->all.begin(), out_.witnessed->all.end());
        const custody::TimeBrackets brackets(std::move(believed));
        for (Finding& one :
             custody::examine_times(*out_.state, brackets, {info.made, std::nullopt})) {
            found.push_back(std::move(one));
        }
        for (Finding& one : found) report_.add(std::move(one));
        if (out_.state->incident(out_.contents.info->incident) == nullptr) {
            report_.violation(code::missing, "data/bundle.json",
                              "The bundle does not hold the opening of incident " +
                                  out_.contents.info->incident.text() + ".");
        } else if (out_.contents.info->item &&
                   out_.state->item(*out_.contents.info->item) == nullptr) {
            report_.violation(code::missing, "data/bundle.json",
                              "The bundle does not hold the first event of item " +
                                  out_.contents.info->item->text() + ".");
        }
    }

    const ledger::TrustPolicy* trust_;
    verify::Report report_;
    Verified out_;
};

}  // namespace

bool Verified::ok() const {
    return std::ranges::none_of(
        findings, [](const Finding& finding) { return finding.severity == Severity::violation; });
}

custody::PrivateLookup Verified::lookup() const {
    return [this](std::uint64_t index, std::string_view subject) -> const custody::PrivateValues* {
        const auto event = values.find(index);
        if (event == values.end()) return nullptr;
        const auto found = event->second.find(subject);
        return found == event->second.end() ? nullptr : &found->second;
    };
}

Verified verify(const std::vector<Member>& members, std::vector<Finding> findings,
                const ledger::TrustPolicy* trust) {
    verify::Report report;
    for (Finding& finding : findings) report.add(std::move(finding));
    const FilesByPath files = check_bag(members, report);
    Contents contents = read_contents(files, report);
    return Verifier(std::move(contents), report.take(), trust).run();
}

Verified verify(Contents contents) {
    return Verifier(std::move(contents), {}, nullptr).run();
}

}  // namespace exhibit::bundle
