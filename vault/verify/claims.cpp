#include "verify/claims.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "custody/ids.hpp"
#include "verify/codes.hpp"

namespace exhibit::verify {

namespace {

class Claims {
public:
    explicit Claims(const ClaimBasis& basis) : basis_(basis), size_(basis.walk.proven.size.value) {}

    std::vector<Claim> make() {
        descriptor();
        append_only();
        own_memory();
        signatures();
        rules();
        others();
        objects();
        private_values();
        times();
        witnesses();
        unbacked();
        return std::move(out_);
    }

private:
    void claim(std::string name, bool holds, std::string scope) {
        out_.push_back({std::move(name), holds, std::move(scope)});
    }

    bool none(std::initializer_list<std::string_view> codes) const {
        return std::none_of(
            basis_.findings.begin(), basis_.findings.end(), [&](const Finding& finding) {
                return finding.severity == Severity::violation &&
                       std::find(codes.begin(), codes.end(), finding.code) != codes.end();
            });
    }

    std::uint64_t examined() const { return basis_.examined ? basis_.examined->events : 0; }
    static std::string events(std::uint64_t count) { return counted(count, "event", "events"); }
    std::string not_all() const {
        return examined() == size_ ? ""
                                   : " Only " + grouped(examined()) + " of " + grouped(size_) +
                                         " could be examined.";
    }

    void descriptor() {
        const bool stated = basis_.examined && basis_.examined->genesis;
        claim("descriptor", basis_.has_descriptor && stated,
              stated ? "The first event, signed by the vault's first administrator, states the "
                       "SHA-256 of exhibit.json, which names the vault and its log key."
                     : "exhibit.json and the first event of the ledger do not confirm each other.");
    }

    void append_only() {
        const bool holds = basis_.walk.whole && size_ > 0;
        claim("append-only", holds,
              "From the first event to size " + grouped(size_) +
                  " every commit is signed by the log key and proves that it only adds to the one "
                  "before it" +
                  (holds ? "." : "; behind that the chain of commits is broken."));
    }

    void own_memory() {
        const std::string name = "append-only since what you remember";
        if (!basis_.remembered) {
            claim(name, false,
                  "Nothing is remembered here about this vault: that it was not cut short or "
                  "replaced before today rests on nothing.");
            return;
        }
        const std::string size = grouped(basis_.remembered->checkpoint.checkpoint.size.value);
        const bool holds = basis_.walk.remembered_on_chain && none({code::other_vault});
        claim(name, holds,
              holds ? "The tree of size " + size +
                          " that was remembered on this machine is a beginning of the ledger."
                    : "The tree of size " + size +
                          " that was remembered on this machine is not a beginning of the ledger.");
    }

    void signatures() {
        const std::uint64_t good = basis_.examined ? basis_.examined->signatures : 0;
        claim("signatures", good == size_ && size_ > 0,
              grouped(good) + " of " + events(size_) +
                  " are signed by handlers who were enrolled before them." + before() + not_all());
    }

    std::string before() const {
        if (!basis_.examined || !basis_.examined->believed) return {};
        const ledger::CheckedSignatures& checked = *basis_.examined->believed;
        return " The signatures of the first " + events(checked.tree.size.value) +
               " were verified by an audit of yours that ended at " + format_utc(checked.when) +
               ", and not again; --afresh verifies them all.";
    }

    void rules() {
        const std::uint64_t bad = basis_.examined ? basis_.examined->invalid : 0;
        const bool holds = examined() == size_ && size_ > 0 && bad == 0;
        claim("rules of custody", holds,
              (bad == 0 ? "No event breaks the rules of the ledger and of custody."
                        : events(bad) + (bad == 1 ? " breaks" : " break") + " the rules and " +
                              (bad == 1 ? "was" : "were") + " left out of account.") +
                  not_all());
    }

    void others() {
        const std::string name = "memory of others";
        const SeenByOthers seen = basis_.examined ? basis_.examined->seen : SeenByOthers{};
        if (seen.size == 0) {
            claim(name, false,
                  "No event of another handler states which ledger its signer had seen: nobody "
                  "but you vouches for its past.");
            return;
        }
        claim(name, true,
              "Handler " + custody::short_id(seen.actor) + " signed in event " +
                  grouped(seen.event) + " that the first " + events(seen.size) +
                  " were as they are here; by others' signatures nothing is said of what follows.");
    }

    void objects() {
        const bool holds = none({code::missing, code::digest, code::unreadable_object, code::list,
                                 code::pack_missing, code::pack, code::key_object});
        claim("stored objects", holds,
              holds ? "Every key, private value and list that events name is in the store and has "
                      "the digest of its name; every pack that a list names is there. The bytes "
                      "of packs were not read."
                    : "Objects are missing from the store or are not what their names say; the "
                      "findings name them. The bytes of packs were not read.");
    }

    void private_values() {
        const PrivateCounts& counts = basis_.private_values;
        const bool holds = counts.opened > 0 && none({code::private_digests, code::private_object});
        claim("private values", holds,
              "Of " + counted(counts.groups, "group", "groups") + " of private values " +
                  grouped(counts.opened) +
                  " could be opened with your keys and compared with the digests that were "
                  "signed; " +
                  (counts.destroyed == 0
                       ? std::string()
                       : grouped(counts.destroyed) + " were destroyed by later events; ") +
                  "nothing is said of the others.");
    }

    /// "over the first 12 events at 2026-11-22T17:30:00Z by CN=TSA".
    static std::string stamp_text(const custody::Attestation& said) {
        return "over the first " + events(said.size) + " at " + format_utc(said.time) + " by " +
               printable(said.by);
    }

    void times() {
        const Attested& attested = basis_.attested;
        const std::string order = " The order of the events is that of the ledger.";
        if (attested.newest_believed) {
            const std::uint64_t size = attested.newest_believed->size;
            claim("times", true,
                  "Time-stamped up to size " + grouped(size) + ": of " +
                      counted(attested.believed_stamps, "time-stamp", "time-stamps") +
                      " by authorities that you named the newest is " +
                      stamp_text(*attested.newest_believed) +
                      ", so that these events are no younger." +
                      (size < size_ ? " The times of the " + events(size_ - size) +
                                          " after them are claims of those who signed them."
                                    : "") +
                      order);
        } else if (attested.newest_stamp) {
            claim("times", false,
                  counted(attested.stamps, "time-stamp is", "time-stamps are") +
                      " kept, the newest " + stamp_text(*attested.newest_stamp) + "; " +
                      (basis_.trust.authorities.empty()
                           ? "you named no authority that you believe, and anybody can make one "
                             "(--ca does that)."
                           : "none is by an authority that you named.") +
                      order);
        } else {
            claim("times", false,
                  "Times are claims of those who signed them: no time-stamp authority was asked." +
                      order);
        }
    }

    void witnesses() {
        const Attested& attested = basis_.attested;
        if (attested.cosignatures == 0 && !basis_.trust.policy) {
            claim("witnesses", false, "No witness has signed a checkpoint of this vault.");
            return;
        }
        if (!basis_.trust.policy) {
            claim("witnesses", false,
                  counted(attested.cosignatures, "cosignature is", "cosignatures are") +
                      " kept; you named no witness that you believe (--trust does that).");
            return;
        }
        std::vector<std::string> said;
        for (const auto& [name, one] : attested.witnesses) {
            said.push_back(printable(name) + " up to size " + grouped(one.size) + " at " +
                           format_utc(one.time));
        }
        const std::string who = said.empty() ? "Cosigned by none of the witnesses that you named."
                                             : "Cosigned by " + join(said, ", ") + ".";
        if (basis_.trust.policy->quorum.empty()) {
            claim("witnesses", !said.empty(), who + " The policy asks no quorum.");
            return;
        }
        const std::uint64_t quorum = attested.quorum_size.value_or(0);
        claim("witnesses", quorum > 0,
              who + (quorum > 0 ? " The quorum is met up to size " + grouped(quorum) +
                                      ": up to there this is the past that everybody was shown."
                                : " The quorum is not met at any size."));
    }

    /// What this version cannot know is said as well, or silence would read as a yes.
    void unbacked() {
        claim("content", false,
              "The content of items was not read by this command; `exhibit verify` reads it.");
    }

    const ClaimBasis& basis_;
    std::uint64_t size_;
    std::vector<Claim> out_;
};

}  // namespace

std::vector<Claim> claims_of(const ClaimBasis& basis) {
    return Claims(basis).make();
}

}  // namespace exhibit::verify
