#include "custody/paper.hpp"

#include <gtest/gtest.h>

#include <set>

#include "exhibit/error.hpp"

namespace exhibit::custody {
namespace {

constexpr const char* head =
    "incident,item,action,when,released_by,received_by,purpose,place,travel,seal,description,"
    "serial,condition,quantity,collected_from,collected_place,authority,by,signed_release,"
    "signed_receipt,authorised_by,witness\n";
constexpr const char* collected =
    "INC-7,7-1,collected,2026-03-01T09:00:00+01:00,,,,Locker 1,,S-1,Grey laptop,SN-1,off,1,R. "
    "Doe,Desk 4,Warrant 3/26,A. Adler,,,,\n";
constexpr const char* handed_over =
    "INC-7,7-1,transferred,2026-03-02T10:00:00+01:00,A. Adler,B. Berg,imaging,Lab,by hand,S-1,,,"
    ",,,,,,yes,yes,,\n";

PaperAudit judged(const std::string& lines) {
    return judge_paper(encode::parse_csv(head + lines, "form.csv"), "form.csv");
}
std::set<std::string> codes(const PaperAudit& audit) {
    std::set<std::string> out;
    for (const Finding& finding : audit.findings) {
        out.insert(finding.code);
        EXPECT_TRUE(finding.text.starts_with("Imported: ")) << finding.text;
        EXPECT_NE(finding.object.find("of form.csv"), std::string::npos) << finding.text;
        EXPECT_FALSE(finding.event);
    }
    return out;
}
using Codes = std::set<std::string>;

TEST(Paper, full_form_has_no_finding) {
    const PaperAudit audit = judged(std::string(collected) + handed_over);
    EXPECT_EQ(codes(audit), Codes{});
    EXPECT_EQ(audit.items, std::vector<std::string>{"7-1"});
    EXPECT_EQ(audit.lines, 2U);
}

TEST(Paper, releaser_who_does_not_have_it) {
    const PaperAudit audit =
        judged(std::string(collected) +
               "INC-7,7-1,transferred,2026-03-02T10:00:00+01:00,C. Clay,B. Berg,imaging,Lab,by "
               "hand,S-1,,,,,,,,,yes,yes,,\n");
    EXPECT_EQ(codes(audit), Codes{"CR-09"});
    EXPECT_EQ(audit.findings[0].object, "line 3 of form.csv");
    EXPECT_NE(audit.findings[0].text.find("C. Clay released item 7-1, which by the record was "
                                          "with A. Adler"),
              std::string::npos);
}

TEST(Paper, hand_over_to_oneself) {
    const PaperAudit audit =
        judged(std::string(collected) +
               "INC-7,7-1,transferred,2026-03-02T10:00:00+01:00,A. Adler, a. adler ,storage,Lab,by "
               "hand,S-1,,,,,,,,,yes,yes,,\n");
    EXPECT_EQ(codes(audit), Codes{"SQ-SELF-TRANSFER"});
}

TEST(Paper, receiver_who_never_released_what_later_moves) {
    const PaperAudit audit = judged(std::string(collected) + handed_over +
                                    "INC-7,7-1,moved,2026-03-03T10:00:00+01:00,,,,Shelf "
                                    "9,,S-1,,,,,,,,A. Adler,,,,\n");
    EXPECT_EQ(codes(audit), Codes{"SQ-NEVER-RELEASED"});
    EXPECT_NE(audit.findings[0].text.find("B. Berg holds item 7-1 and never released it, but A. "
                                          "Adler had it when it was moved"),
              std::string::npos);
}

TEST(Paper, purpose_that_is_a_place) {
    const PaperAudit audit =
        judged(std::string(collected) +
               "INC-7,7-1,transferred,2026-03-02T10:00:00+01:00,A. Adler,B. Berg,Room 12,Lab,by "
               "hand,S-1,,,,,,,,,yes,yes,,\n");
    EXPECT_EQ(codes(audit), Codes{"SQ-PURPOSE"});
}

TEST(Paper, event_before_the_seizure) {
    const PaperAudit audit = judged(std::string(collected) +
                                    "INC-7,7-1,transferred,2026-02-27T10:00:00+01:00,A. Adler,B. "
                                    "Berg,imaging,Lab,by hand,S-1,,,,,,,,,yes,yes,,\n");
    EXPECT_EQ(codes(audit), (Codes{"SQ-BEFORE-SEIZURE", "CR-06"}));
}

TEST(Paper, item_that_appears_from_nowhere) {
    const PaperAudit audit = judged(
        "INC-7,7-1,transferred,2026-03-02T10:00:00+01:00,A. Adler,B. Berg,imaging,Lab,by "
        "hand,S-1,Grey laptop,SN-1,off,1,R. Doe,Desk 4,Warrant 3/26,,yes,yes,,\n");
    EXPECT_EQ(codes(audit), Codes{"SQ-NO-ORIGIN"});
}

TEST(Paper, signature_that_is_missing) {
    const PaperAudit audit =
        judged(std::string(collected) +
               "INC-7,7-1,transferred,2026-03-02T10:00:00+01:00,A. Adler,B. Berg,imaging,Lab,by "
               "hand,S-1,,,,,,,,,yes,,,\n");
    EXPECT_EQ(codes(audit), Codes{"CR-08"});
    EXPECT_NE(audit.findings[0].text.find("the receiver's signature"), std::string::npos);
}

TEST(Paper, disposal_by_one_person_alone) {
    const PaperAudit audit =
        judged(std::string(collected) +
               "INC-7,7-1,disposed,2026-05-02T10:00:00+01:00,,,,,,,,,,,,,,A. Adler,,,A. Adler,\n"
               "INC-7,7-1,moved,2026-05-03T10:00:00+01:00,,,,Shelf 9,,S-1,,,,,,,,A. Adler,,,,\n");
    EXPECT_EQ(codes(audit), (Codes{"CR-22", "SQ-AFTER-DISPOSAL"}));
}

TEST(Paper, times_without_zone_and_times_nobody_understands) {
    std::string line = collected;
    line.replace(line.find("2026-03-01T09:00:00+01:00"), 25, "2026-03-01 09:00");
    EXPECT_EQ(codes(judged(line)), Codes{"CR-06"});
    line.replace(line.find("2026-03-01 09:00"), 16, "last Tuesday");
    EXPECT_EQ(codes(judged(line)), Codes{"CR-06"});
}

TEST(Paper, what_the_form_lacks) {
    const PaperAudit audit = judged(",7-1,collected,,,,,,,,,,,,,,,,,,,\n");
    EXPECT_EQ(codes(audit),
              (Codes{"CR-01", "CR-02", "CR-03", "CR-04", "CR-05", "CR-06", "CR-07", "CR-19"}));
}

TEST(Paper, columns_and_actions_it_does_not_know_are_told) {
    const PaperAudit audit = judge_paper(
        encode::parse_csv("item,action,colour\n7-1,painted,red\n", "form.csv"), "form.csv");
    EXPECT_TRUE(codes(audit).contains("IM-COLUMN"));
    EXPECT_TRUE(codes(audit).contains("IM-ACTION"));
    EXPECT_THROW(judge_paper(encode::parse_csv("item\n7-1\n", "f"), "f"), Error);
    EXPECT_THROW(judge_paper({}, "f"), Error);
    EXPECT_THROW(judge_paper(encode::parse_csv("item,action,item\n", "f"), "f"), Error);
}

TEST(Paper, hostile_text_is_escaped) {
    const PaperAudit audit = judge_paper(
        encode::parse_csv("item,action\n7-1\x1b[2J,\"<script>\x07\"\n", "form.csv"), "form.csv");
    for (const Finding& finding : audit.findings) {
        EXPECT_EQ(finding.text.find('\x1b'), std::string::npos);
        EXPECT_EQ(finding.text.find('\x07'), std::string::npos);
        EXPECT_EQ(finding.item.find('\x1b'), std::string::npos);
    }
}

}  // namespace
}  // namespace exhibit::custody
