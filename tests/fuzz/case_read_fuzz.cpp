// CASE documents of others: what is taken is within its bounds and has a way to be found.
#include <cstdint>
#include <string_view>

#include "base/check.hpp"
#include "exchange/case_read.hpp"
#include "try_out.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    exhibit::fuzz::try_out([&] {
        const std::string_view document(reinterpret_cast<const char*>(bytes), size);
        for (const auto& subject : exhibit::exchange::read_case(document, "the document")) {
            CHECK(subject.problem.empty() == !subject.steps.empty());
            CHECK(subject.steps.size() <= 256);
            CHECK(subject.sha256.empty() || subject.sha256.size() == 64);
            for (const auto& step : subject.steps) CHECK(step.description.size() <= 1003);
        }
    });
    return 0;
}
