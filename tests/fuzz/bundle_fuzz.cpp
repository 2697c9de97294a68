// The files of a bundle that no other parser reads: what is accepted is what would be written, and
// whatever a member says never ends the judgement.
#include <cstdint>

#include "base/check.hpp"
#include "bundle/bag.hpp"
#include "bundle/contents.hpp"
#include "bundle/members.hpp"
#include "bundle/verify.hpp"
#include "try_out.hpp"

using exhibit::fuzz::try_out;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    namespace bundle = exhibit::bundle;
    const std::string text(reinterpret_cast<const char*>(bytes), size);
    try_out([&] { CHECK(bundle::dump_info(bundle::parse_info(text, "input")) == text); });
    try_out([&] { CHECK(bundle::dump_disclosed(bundle::parse_disclosed(text, "input")) == text); });
    // The text as each kind of file of a bag, under names of its own making, too.
    std::vector<bundle::Member> members;
    const auto add = [&](const std::string& name) {
        members.push_back({name, text.size(), exhibit::crypto::sha256(exhibit::as_bytes(text)),
                           exhibit::to_bytes(text)});
    };
    for (const char* name : {"manifest-sha256.txt", "data/bundle.json", "data/exhibit.json",
                             "data/checkpoint", "data/keys.json", "data/entries/0.json",
                             "data/disclosures/0.json", "data/tile/0/000.p/1"}) {
        add(std::string("B/") + name);
    }
    add(text.substr(0, text.find('\n')));
    const bundle::Verified verified = bundle::verify(members, {});
    CHECK(!verified.ok());
    return 0;
}
