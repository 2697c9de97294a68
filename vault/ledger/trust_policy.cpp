#include "ledger/trust_policy.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::ledger {

namespace {

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    constexpr std::string_view blanks = " \t";
    std::size_t begin = line.find_first_not_of(blanks);
    while (begin != std::string_view::npos && line[begin] != '#') {
        const std::size_t end = std::min(line.find_first_of(blanks, begin), line.size());
        words.push_back(line.substr(begin, end - begin));
        begin = line.find_first_not_of(blanks, end);
    }
    return words;
}

class PolicyReader {
public:
    PolicyReader(std::string_view text, const std::string& source) : text_(text), source_(source) {}

    TrustPolicy read() {
        if (text_.size() > policy_bytes_max) {
            throw FormatError(source_, policy_bytes_max, "a policy of at most 64 KiB");
        }
        for (const std::string_view line : split(text_, '\n')) {
            ++number_;
            take(words_of(line));
            offset_ += line.size() + 1;
        }
        if (!quorum_) fail("a line \"quorum NAME\" or \"quorum none\"");
        return std::move(out_);
    }

private:
    void take(const std::vector<std::string_view>& words) {
        if (words.empty()) return;
        const std::string_view keyword = words.front();
        if (keyword == "log") {
            take_log(words);
        } else if (keyword == "witness") {
            take_witness(words);
        } else if (keyword == "group") {
            take_group(words);
        } else if (keyword == "quorum") {
            take_quorum(words);
        } else {
            fail("log, witness, group or quorum, found \"" + printable(keyword.substr(0, 40)) +
                 '"');
        }
    }

    void take_log(const std::vector<std::string_view>& words) {
        if (words.size() < 2 || words.size() > 3) fail("\"log VKEY\" and perhaps a URL");
        encode::NoteKey key = encode::parse_vkey(words[1], where());
        if (!keys_.insert(key.key).second) fail("each key once; this one stands there already");
        out_.logs.push_back(std::move(key));
    }

    void take_witness(const std::vector<std::string_view>& words) {
        if (words.size() < 3 || words.size() > 4) fail("\"witness NAME VKEY\" and perhaps a URL");
        encode::WitnessKey key = encode::parse_witness_vkey(words[2], where());
        if (!keys_.insert(key.key).second) {
            fail("each key once; that of witness " + printable(words[1]) + " stands there already");
        }
        out_.witnesses.push_back({define(words[1]), std::move(key)});
    }

    void take_group(const std::vector<std::string_view>& words) {
        if (words.size() < 4) fail("\"group NAME N|any|all MEMBER\" with one member or more");
        TrustPolicy::Group group;
        for (std::size_t i = 3; i < words.size(); ++i) {
            std::string member(words[i]);
            if (!names_.contains(member)) {
                fail("members defined before; nobody is called " + printable(member));
            }
            if (!grouped_.insert(member).second) {
                fail("each member in one group, once; " + printable(member) + " is in one already");
            }
            group.members.push_back(std::move(member));
        }
        group.threshold = threshold(words[2], group.members.size());
        group.name = define(words[1]);
        out_.groups.push_back(std::move(group));
    }

    std::size_t threshold(std::string_view word, std::size_t members) const {
        if (word == "any") return 1;
        if (word == "all") return members;
        const auto number = parse_decimal(word);
        if (!number || *number == 0 || *number > members) {
            fail("any, all, or a number from 1 to the " + counted(members, "member", "members") +
                 " of the group");
        }
        return static_cast<std::size_t>(*number);
    }

    void take_quorum(const std::vector<std::string_view>& words) {
        if (words.size() != 2) fail("\"quorum NAME\" or \"quorum none\"");
        if (quorum_) fail("one quorum");
        quorum_ = true;
        if (words[1] == "none") return;
        out_.quorum = std::string(words[1]);
        if (!names_.contains(out_.quorum)) {
            fail("a witness or group defined before; nobody is called " + printable(words[1]));
        }
    }

    std::string define(std::string_view name) {
        if (name == "none" || names_.size() == policy_names_max || !valid_utf8(name)) {
            fail("at most 256 names, none of them \"none\"");
        }
        if (!names_.emplace(name).second) {
            fail("each name once; " + printable(name) + " is taken");
        }
        return std::string(name);
    }

    std::string where() const { return source_ + ", line " + std::to_string(number_); }
    [[noreturn]] void fail(const std::string& expected) const {
        throw FormatError(where(), offset_, expected);
    }

    std::string_view text_;
    const std::string& source_;
    std::size_t number_ = 0;
    std::size_t offset_ = 0;
    bool quorum_ = false;
    std::set<crypto::VerifyKey> keys_;
    std::set<std::string, std::less<>> names_;
    std::set<std::string, std::less<>> grouped_;
    TrustPolicy out_;
};

}  // namespace

bool TrustPolicy::knows_log(const encode::NoteKey& key) const {
    return std::find(logs.begin(), logs.end(), key) != logs.end();
}

std::optional<std::uint64_t> TrustPolicy::quorum_size(
    const std::map<std::string, std::uint64_t>& vouched) const {
    if (quorum.empty()) return std::nullopt;
    std::map<std::string, std::uint64_t> sizes = vouched;
    // A group stands for what the k-th of its members, largest first, vouches for.
    for (const Group& group : groups) {
        std::vector<std::uint64_t> members;
        for (const std::string& member : group.members) members.push_back(sizes[member]);
        std::sort(members.begin(), members.end(), std::greater<>());
        sizes[group.name] = members[group.threshold - 1];
    }
    return sizes[quorum];
}

TrustPolicy parse_trust_policy(std::string_view text, const std::string& source) {
    return PolicyReader(text, source).read();
}

std::vector<Cosigned> cosigned_by(const TrustPolicy& policy, const encode::Note& note,
                                  const std::string& source) {
    std::vector<Cosigned> out;
    for (const TrustPolicy::Witness& witness : policy.witnesses) {
        const auto time = encode::cosigned_at(note, witness.key, source);
        if (time) out.push_back({&witness, *time});
    }
    return out;
}

}  // namespace exhibit::ledger
