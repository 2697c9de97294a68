#include "ledger/checked_signatures.hpp"

#include <algorithm>

#include "encode/json.hpp"
#include "exhibit/error.hpp"

namespace exhibit::ledger {

namespace {

using encode::Json;

constexpr std::string_view format = "exhibit-checked-v1";

std::string dump(const CheckedSignatures& checked, const SignatureMemory::Owner& owner) {
    Json::Array others(checked.others.begin(), checked.others.end());
    return encode::dump(Json::Object{
        {"format", format},
        {"origin", owner.origin},
        {"others", std::move(others)},
        {"program", owner.program},
        {"root", checked.tree.root.hex()},
        {"size", checked.tree.size.value},
        {"time", format_utc(checked.when)},
    });
}

std::optional<CheckedSignatures> parse(std::string_view text, const SignatureMemory::Owner& owner) {
    const Json json = encode::parse(text, "what was verified before");
    const auto member = [&json](std::string_view name) -> const Json& {
        return json.at(name, "what was verified before");
    };
    // Another version may judge otherwise which keys are there to verify with.
    if (member("format").string("format") != format ||
        member("origin").string("origin") != owner.origin ||
        member("program").string("program") != owner.program) {
        return std::nullopt;
    }
    CheckedSignatures out;
    out.tree = {TreeSize{member("size").natural("size")},
                Hash::from_hex(member("root").string("root"))};
    for (const Json& index : member("others").array("others"))
        out.others.push_back(index.natural("others"));
    out.when = parse_utc(member("time").string("time"));
    return out;
}

}  // namespace

bool CheckedSignatures::covers(LeafIndex index) const noexcept {
    return index.value < tree.size.value && !std::ranges::binary_search(others, index.value);
}

SignatureMemory::SignatureMemory(Owner owner, const std::string& kind, crypto::SecretBytes key)
    : owner_(std::move(owner)),
      file_(owner_.home + "/remembered/" +
                crypto::sha256(as_bytes(owner_.origin)).hex().substr(0, 32) + "-" +
                owner_.handler.hex().substr(0, 16) + "." + kind,
            std::string(format), std::move(key)) {}

std::optional<CheckedSignatures> SignatureMemory::load() const {
    try {
        const std::optional<std::string> text = file_.load();
        return text ? parse(*text, owner_) : std::nullopt;
    } catch (const Error&) {
        return std::nullopt;
    }
}

void SignatureMemory::keep(const CheckedSignatures& checked) const noexcept {
    if (checked.others.size() > others_max) return;
    try {
        file_.keep(dump(checked, owner_));
    } catch (const std::exception&) {
        // Said in the header: everything is verified again.
    }
}

}  // namespace exhibit::ledger
