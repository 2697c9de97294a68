#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/codec.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "exhibit/error.hpp"
#include "mutation.hpp"

namespace exhibit {
namespace {

using Encode = std::string (*)(ByteView);
using Decode = Bytes (*)(std::string_view, const std::string&);

struct Codec {
    Encode encode;
    Decode decode;
};

constexpr Codec codecs[] = {{to_hex, from_hex},
                            {to_base64, from_base64},
                            {to_base64url, from_base64url},
                            {to_base32, from_base32}};

Bytes any_bytes() {
    return to_bytes(*rc::gen::arbitrary<std::string>());
}

RC_GTEST_PROP(CodecProperty, decoding_undoes_encoding, ()) {
    const Bytes bytes = any_bytes();
    for (const Codec& codec : codecs) RC_ASSERT(codec.decode(codec.encode(bytes), "x") == bytes);
}

// One spelling per value: what is accepted is what the encoder writes.
RC_GTEST_PROP(CodecProperty, a_changed_text_is_refused_or_is_another_encoding, ()) {
    const Bytes bytes = any_bytes();
    for (const Codec& codec : codecs) {
        const std::string text = test::mutated(codec.encode(bytes));
        try {
            RC_ASSERT(codec.encode(codec.decode(text, "x")) == text);
        } catch (const FormatError& error) {
            RC_ASSERT(error.offset() <= text.size());
        }
    }
}

RC_GTEST_PROP(TextProperty, printable_text_is_utf8_without_controls_and_stays_as_it_is, ()) {
    const auto text = *rc::gen::container<std::string>(test::telling_byte());
    const std::string shown = printable(text);
    RC_ASSERT(valid_utf8(shown));
    for (const char c : shown) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
    if (shown == text) RC_ASSERT(text.find('\\') == std::string::npos);
}

RC_GTEST_PROP(TextProperty, first_invalid_utf8_is_the_end_of_the_longest_valid_start, ()) {
    const auto text = *rc::gen::container<std::string>(test::telling_byte());
    const auto offset = first_invalid_utf8(text);
    RC_ASSERT(valid_utf8(std::string_view(text).substr(0, offset.value_or(text.size()))));
    RC_ASSERT(valid_utf8(text) == !offset.has_value());
}

RC_GTEST_PROP(TextProperty, decimal_numbers_are_read_back, (std::uint64_t number)) {
    RC_ASSERT(parse_decimal(std::to_string(number)) == number);
    const std::string text = test::mutated(std::to_string(number));
    const auto parsed = parse_decimal(text);
    if (parsed) RC_ASSERT(std::to_string(*parsed) == text);
}

RC_GTEST_PROP(TimeProperty, times_are_read_back, ()) {
    const Instant instant{*rc::gen::inRange<std::int64_t>(100'000, 253'402'200'000)};
    const ZoneOffset zone{*rc::gen::inRange(-840, 841)};
    RC_ASSERT(parse_utc(format_utc(instant)) == instant);
    RC_ASSERT(parse_zone(format_zone(zone)) == zone);
    const LocalTime local = parse_rfc3339(format_local(instant, zone));
    RC_ASSERT(local.instant == instant);
    RC_ASSERT(local.zone == zone);
}

RC_GTEST_PROP(TimeProperty, a_changed_time_is_refused_or_is_another_time, ()) {
    const Instant instant{*rc::gen::inRange<std::int64_t>(0, 253'402'300'800)};
    const std::string text = test::mutated(format_utc(instant));
    try {
        RC_ASSERT(format_utc(parse_utc(text)) == text);
    } catch (const FormatError& error) {
        RC_ASSERT(error.offset() <= text.size());
    }
}

}  // namespace
}  // namespace exhibit
