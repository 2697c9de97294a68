#include "bundle/claims.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "bundle/codes.hpp"

namespace exhibit::bundle {

namespace {

class Claims {
public:
    explicit Claims(const Verified& verified)
        : verified_(verified),
          size_(verified.checkpoint ? verified.checkpoint->checkpoint.size.value : 0),
          known_(verified.entries.size()) {}

    std::vector<Claim> make() {
        unchanged();
        one_ledger();
        signatures();
        rules();
        seen();
        values();
        content();
        documents();
        identity();
        left_out();
        time();
        witnesses();
        return std::move(out_);
    }

private:
    void claim(std::string name, bool holds, std::string scope) {
        out_.push_back({std::move(name), holds, std::move(scope)});
    }
    bool none_with(std::string_view prefix) const {
        return std::ranges::none_of(verified_.findings, [&](const Finding& finding) {
            return finding.severity == Severity::violation && finding.code.starts_with(prefix);
        });
    }
    std::string events() const { return counted(known_, "event", "events"); }

    void unchanged() {
        claim("the bundle is whole", none_with("BN-"),
              "Every file has the digest that the bundle's own manifest states: nothing was "
              "damaged since it was packed.");
    }

    void one_ledger() {
        const bool holds = verified_.tree && verified_.tree->holds() && known_ > 0 &&
                           none_with(code::inclusion) && none_with(code::tile);
        claim("in one ledger", holds,
              events() + " stand in the ledger of size " + grouped(size_) +
                  " whose root the ledger's key signed: none can be changed, exchanged or moved "
                  "without another root.");
    }

    void signatures() {
        const bool holds = known_ > 0 && none_with("LG-SIGNATURE") &&
                           none_with("LG-NOT-ENROLLED") && none_with("LG-ENROL") &&
                           none_with(code::missing);
        claim("signatures", holds,
              "Each event is signed with the key of a person whom an earlier event, signed by an "
              "administrator, enrolled, who proved to hold that key.");
    }

    void rules() {
        claim("custody", known_ > 0 && none_with("LG-") && none_with("CR-"),
              "The events about each item follow one another without a gap, every hand-over is "
              "signed by both sides, and each is allowed by the rules.");
    }

    void seen() {
        claim("one history", known_ > 0 && none_with("LG-SEEN"),
              "Each signer stated the ledger they had before them, and it is the beginning of "
              "this one: nobody was shown another past.");
    }

    void values() {
        std::uint64_t withheld = 0;
        for (const auto& [index, number] : verified_.withheld) withheld += number;
        claim("descriptions and names", known_ > 0 && none_with(code::disclosure),
              counted(verified_.disclosed, "value", "values") +
                  " given here have the digests that were signed; " +
                  counted(withheld, "more is", "more are") + " withheld.");
    }

    void content() {
        const std::size_t files = verified_.contents.content.size();
        claim("content", files > 0 && none_with(code::content),
              files == 0 ? "The bundle holds no content of items: their digests can be compared "
                           "with a copy."
                         : counted(files, "item", "items") +
                               " with content, whose SHA-256 is the one recorded at ingest.");
    }

    /// Only where there are any: most items have none.
    void documents() {
        const std::size_t files = verified_.contents.documents.size();
        if (files + verified_.documents_out == 0) return;
        claim("documents", files > 0 && none_with(code::document),
              counted(files, "document", "documents") +
                  " attached to items, whose SHA-256 is the one their event fixes; " +
                  counted(verified_.documents_out, "more is", "more are") + " not in the bundle.");
    }

    void witnesses() {
        const auto& notes = verified_.cosignatures;
        if (notes.empty()) return;
        std::uint64_t largest = 0;
        std::set<std::string> names;
        for (const Cosignature& one : notes) {
            largest = std::max(largest, one.name.size);
            names.insert(printable(one.witness));
        }
        std::string text = counted(notes.size(), "cosignature", "cosignatures") +
                           " over this ledger up to size " + grouped(largest) + ", by " +
                           join({names.begin(), names.end()}, ", ") + " as they state. ";
        if (!verified_.witnessed) {
            claim("witnesses", false,
                  text +
                      "Whether it was them shows who has their verifier keys: name these in a "
                      "policy (--trust).");
            return;
        }
        const auto& quorum = verified_.witnessed->quorum_size;
        const bool holds = quorum ? *quorum > 0 : !verified_.witnessed->by.empty();
        for (const auto& [name, word] : verified_.witnessed->by)
            text += printable(name) + " had seen no larger tree than the first " +
                    grouped(word.size) + " events at " + format_utc(word.time) + ". ";
        if (verified_.witnessed->by.empty()) text += "None is by a witness of your policy. ";
        if (quorum) text += "The quorum of your policy stands up to size " + grouped(*quorum) + ".";
        claim("witnesses", holds && none_with(code::cosignature), text);
    }

    void identity() {
        claim("which vault", false,
              "Nothing in a bundle can show that this is the vault you think of: compare origin, "
              "log key and vault id with what you have from elsewhere.");
    }

    void left_out() {
        const bool all = size_ > 0 && known_ == size_;
        claim("nothing is left out", all && none_with("BN-"),
              all ? "All " + grouped(size_) + " events of the ledger up to its size are here."
                  : grouped(size_ - std::min<std::uint64_t>(known_, size_)) + " of " +
                        grouped(size_) +
                        " events are not here, being about other incidents as the maker says. "
                        "Between two events about an item none can be missing; that none follows "
                        "the last one, and that no key was revoked since, is the maker's word.");
    }

    void time() {
        const auto& stamps = verified_.attested;
        const auto largest =
            std::ranges::max_element(stamps, {}, [](const custody::Attestation& stamp) {
                return std::pair(stamp.size, -stamp.time.seconds);
            });
        if (largest == stamps.end()) {
            claim("times", false,
                  "The order of events is proved; the times are those of the signers' clocks, and "
                  "nobody else attests them here.");
            return;
        }
        claim("times", true,
              counted(stamps.size(), "time-stamp", "time-stamps") +
                  " of others, verified with the certificates kept beside them: the first " +
                  grouped(largest->size) + " events stood in the ledger at " +
                  format_utc(largest->time) + ", says " + printable(largest->by) +
                  ". Whether to believe that authority is for the reader; later events have the "
                  "times of their signers' clocks only.");
    }

    const Verified& verified_;
    std::uint64_t size_;
    std::uint64_t known_;
    std::vector<Claim> out_;
};

}  // namespace

std::vector<Claim> claims_of(const Verified& verified) {
    return Claims(verified).make();
}

}  // namespace exhibit::bundle
