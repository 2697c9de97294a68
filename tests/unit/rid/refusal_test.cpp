#include <gtest/gtest.h>

#include "exhibit/error.hpp"
#include "samples.hpp"

namespace exhibit::rid {
namespace {

/// What the refusal says; empty when it was read.
std::string refusal(const std::string& xml) {
    try {
        static_cast<void>(read_message(xml));
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::malformed);
        return error.what();
    }
    return {};
}

struct Case {
    MessageType type;
    std::string from;
    std::string to;
    std::string words;
};

TEST(RidRefusal, names_the_place_and_what_was_expected) {
    const std::string status = "<iodef-rid:RequestStatus";
    const std::vector<Case> cases = {
        {MessageType::report, "MsgType=\"Report\"", "MsgType=\"Riport\"", "a MsgType of RFC 6545"},
        {MessageType::report, "MsgType=\"Report\"", "", "an attribute MsgType"},
        {MessageType::report, "lang=\"en\"", "", "an attribute lang"},
        {MessageType::report, "lang=\"en\"", "lang=\"en\" x=\"1\"", "no attribute x"},
        {MessageType::report, "\"RIDSystem\"", "\"Moon\"", "one of RIDSystem"},
        {MessageType::report, "\"PeerToPeer\"", "\"ClientToNP\"", "one of ClientToSP"},
        {MessageType::report, "<iodef-rid:PolicyRegion region=\"PeerToPeer\"/>", "",
         "PolicyRegion"},
        {MessageType::report, "<iodef:NodeName>rid.peer.example</iodef:NodeName>",
         "<iodef:Nodename>x</iodef:Nodename>", "a child of Node"},
        {MessageType::report, "<iodef-rid:TrafficType type=\"DataWithHandlingRequirements\"/>", "",
         "TrafficType"},
        {MessageType::report, "name=\"csirt.example.com\"", "", "an attribute name"},
        {MessageType::report,
         "<iodef:IncidentID name=\"csirt.example.com\">189493 &amp; more"
         "</iodef:IncidentID>",
         "", "an IncidentID in the RIDPolicy of a Report or a Query"},
        {MessageType::report, "</iodef-rid:XMLDocument>", "<a/></iodef-rid:XMLDocument>",
         "one document in XMLDocument"},
        {MessageType::report, "</iodef-rid:ReportSchema>",
         "</iodef-rid:ReportSchema><iodef-rid:More/>", "the end of RIDPolicy"},
        {MessageType::report, "</iodef-rid:RIDPolicy>", "</iodef-rid:RIDPolicy>words",
         "no text between elements"},
        {MessageType::report, "urn:ietf:params:xml:ns:iodef-rid-2.0", "urn:other",
         "the element RID"},
        {MessageType::acknowledgement, "\"Denied\"", "\"Refused\"", "one of Approved"},
        {MessageType::acknowledgement,
         status + " AuthorizationStatus=\"Denied\" Justification=\"Authentication\"/>", "",
         "a RequestStatus in an Acknowledgement"},
        {MessageType::result, ">true<", ">yes<", "true or false in SourceFound"},
    };
    for (const Case& one : cases) {
        const std::string said =
            refusal(replaced(write_message(sample(one.type)), one.from, one.to));
        EXPECT_NE(said.find(one.words), std::string::npos) << one.from << "\n" << said;
        EXPECT_NE(said.find("line "), std::string::npos) << said;
    }
}

TEST(RidRefusal, of_what_the_xml_reader_does_not_take) {
    EXPECT_NE(refusal(""), "");
    EXPECT_NE(refusal("<!DOCTYPE a><a/>"), "");
    EXPECT_NE(refusal(write_message(sample(MessageType::report)) + "<b/>"), "");
}

TEST(RidRefusal, to_write_what_rfc_6545_does_not_have) {
    for (const MessageType type : all_types) {
        Message message = sample(type);
        message.incident.reset();
        message.status.reset();
        message.source.reset();
        message.payload = Payload::none;
        EXPECT_THROW(static_cast<void>(write_message(message)), Error);
    }
    Message message = sample(MessageType::query);
    message.node = {};
    EXPECT_THROW(static_cast<void>(write_message(message)), Error);
}

}  // namespace
}  // namespace exhibit::rid
