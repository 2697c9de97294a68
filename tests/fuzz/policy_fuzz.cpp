// Policy files: whatever the bytes, a policy or one refusal that names the source. What is accepted
// can be said in words.
#include <cstdint>

#include "base/check.hpp"
#include "exhibit/error.hpp"
#include "policy/describe.hpp"
#include "policy/policy_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    try {
        const exhibit::custody::Policy policy = exhibit::policy::parse_policy(text, "input");
        CHECK(!policy.name.empty());
        CHECK(exhibit::policy::rules_in_words(policy).size() >= 2);
    } catch (const exhibit::Error& error) {
        CHECK(error.kind() == exhibit::ErrorKind::malformed);
        CHECK(std::string_view(error.what()).starts_with("reading policy input: "));
    }
    return 0;
}
