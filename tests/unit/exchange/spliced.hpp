// Attaching the sample evidence to a document, as the vault does it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "exchange/splice.hpp"
#include "sample_input.hpp"

namespace exhibit::exchange {

struct Spliced {
    std::string document;
    std::size_t offset = 0;
    std::size_t length = 0;
    std::vector<std::string> signatures;

    std::string before() const { return document.substr(0, offset); }
    std::string inserted() const { return document.substr(offset, length); }
    std::string after() const { return document.substr(offset + length); }
};

inline IodefAttachRequest request_for(IodefSection into) {
    IodefAttachRequest request;
    request.evidence.incident = "INC-7";
    request.evidence.csirt_name = "csirt.example.com";
    request.evidence.section = into;
    request.source = "report.xml";
    return request;
}

inline Spliced attach(const std::string& document, const IodefAttachRequest& request) {
    const ReportMap map = map_report(document, request.source);
    const SplicePlace place = find_place(document, map, request);
    IodefInput input = sample_input(place.version, request.evidence.section);
    input.taken_ids = &map.ids;
    const std::string part = emit_fragment(input, place.layout).xml;
    require_sound_place(document, place, part, map, request.evidence.section, request.source);
    const std::string whole = splice(document, place, part);
    require_sound(document, whole, map, request.evidence.section, request.source);
    return {whole, place.offset, whole.size() - document.size(), place.signatures};
}

inline void expect_only_inserted(const std::string& document, const Spliced& out) {
    EXPECT_GT(out.length, 1000U);
    EXPECT_EQ(out.before(), document.substr(0, out.offset));
    EXPECT_EQ(out.after(), document.substr(out.offset));
}

}  // namespace exhibit::exchange
