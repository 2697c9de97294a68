#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "base/file.hpp"
#include "exhibit/error.hpp"
#include "rid/seal.hpp"
#include "samples.hpp"
#include "support/rid_people.hpp"
#include "support/temp_folder.hpp"

namespace exhibit::rid {
namespace {

int xmllint(const std::string& schema, const std::string& file) {
    const pid_t child = fork();
    if (child == 0) {
        execlp("xmllint", "xmllint", "--nonet", "--noout", "--schema", schema.c_str(), file.c_str(),
               static_cast<char*>(nullptr));
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(RidMessage, reads_what_it_writes) {
    for (const MessageType type : all_types) {
        const Message given = sample(type);
        const Message read = read_message(write_message(given));
        EXPECT_EQ(read.type, type);
        EXPECT_EQ(read.destination, "RIDSystem");
        EXPECT_EQ(read.regions, given.regions);
        EXPECT_EQ(read.traffic, given.traffic);
        EXPECT_EQ(read.node, given.node);
        EXPECT_EQ(read.incident, given.incident);
        EXPECT_EQ(read.status, given.status);
        EXPECT_EQ(read.source, given.source);
        EXPECT_EQ(read.payload, given.payload);
    }
}

TEST(RidMessage, gives_the_report_as_a_document_of_its_own) {
    const Message read = read_message(write_message(sample(MessageType::report)));
    EXPECT_EQ(read.document,
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" +
                  replaced(report_v2, "<IODEF-Document",
                           "<IODEF-Document xmlns:iodef=\"urn:ietf:params:xml:ns:iodef-1.0\" "
                           "xmlns:iodef-rid=\"urn:ietf:params:xml:ns:iodef-rid-2.0\"") +
                  "\n");
    EXPECT_EQ(read.report_restriction, "need-to-know");
}

TEST(RidMessage, knows_what_has_to_be_encrypted) {
    Message message = read_message(write_message(sample(MessageType::report)));
    EXPECT_TRUE(must_be_encrypted(message));
    EXPECT_FALSE(must_be_clear(message));
    message.payload = Payload::iodef_v1;
    message.document = report_v1;
    message = read_message(write_message(message));
    EXPECT_FALSE(must_be_encrypted(message));
    EXPECT_TRUE(must_be_clear(message));
    // RFC 5070 3.2: a report that says nothing is private.
    message.document = replaced(report_v1, " restriction=\"public\"", "");
    EXPECT_TRUE(must_be_encrypted(read_message(write_message(message))));
    message.document = report_v1;
    message.restriction = "private";
    EXPECT_TRUE(must_be_encrypted(message));
}

TEST(RidMessage, is_valid_under_every_schema_with_its_signatures) {
    if (!std::filesystem::exists(EXHIBIT_SCHEMAS))
        GTEST_SKIP() << "the RID schemas are not beside this source tree (../shared/schemas)";
    if (xmllint("/dev/null", "/dev/null") == 127) GTEST_SKIP() << "xmllint is not installed";
    const crypto::SecretBytes key = test::rid::key("erika");
    const std::vector<Bytes> certificates = {test::rid::certificate("erika")};
    const xmlsec::Signer signer{key, certificates};
    const test::TempFolder folder;
    for (const char* driver : {"all.xsd", "all-errata.xsd", "all-milewg.xsd"}) {
        for (const MessageType type : all_types) {
            Message message = sample(type);
            const std::string file = folder / "message.xml";
            replace_file(file, as_bytes(write_message(message)));
            EXPECT_EQ(xmllint(std::string(EXHIBIT_SCHEMAS) + "/" + driver, file), 0);
            replace_file(file, as_bytes(seal_message(
                                   message, {signer, certificates[0], Encrypting::always})));
            EXPECT_EQ(xmllint(std::string(EXHIBIT_SCHEMAS) + "/" + driver, file), 0);
            if (message.payload == Payload::none) continue;
            message.payload = Payload::iodef_v1;
            message.document = report_v1;
            replace_file(file, as_bytes(seal_message(message, {signer, {}})));
            EXPECT_EQ(xmllint(std::string(EXHIBIT_SCHEMAS) + "/" + driver, file), 0);
        }
    }
}

TEST(RidMessage, reads_messages_written_by_others) {
    if (!std::filesystem::exists(EXHIBIT_SAMPLES))
        GTEST_SKIP() << "there are no samples beside this source tree (../shared/iodef-samples)";
    const auto text = [](const std::string& name) {
        return exhibit::to_string(
            read_file(std::string(EXHIBIT_SAMPLES "/") + name, 1 << 20).value());
    };
    const Message v1 = read_message(text("rid-report-v1.xml"));
    EXPECT_EQ(v1.payload, Payload::iodef_v1);
    EXPECT_EQ(v1.incident->id, "189493");
    const Message v2 = read_message(text("rid-report-v2.xml"));
    EXPECT_EQ(v2.payload, Payload::iodef_v2);
    EXPECT_EQ(v2.node.addresses.at(0).text, "192.0.2.130");
    const Message answer = read_message(text("rid-ack-unsigned-template.xml"));
    EXPECT_EQ(answer.type, MessageType::acknowledgement);
}

TEST(RidMessage, takes_a_document_with_the_number_of_its_first_incident) {
    for (const std::string& document : {report_v1, report_v2}) {
        Message message = sample(MessageType::report);
        put_report(message, document);
        EXPECT_EQ(message.payload, document == report_v1 ? Payload::iodef_v1 : Payload::iodef_v2);
        EXPECT_EQ(message.incident, (IncidentNumber{"csirt.example.com", "189493"}));
    }
    Message message;
    EXPECT_THROW(put_report(message, "<a/>"), Error);
    EXPECT_THROW(put_report(message, "no XML"), Error);
    EXPECT_THROW(put_report(message, replaced(report_v2, "189493", " ")), Error);
    EXPECT_THROW(put_report(message, replaced(report_v2, "name=\"csirt.example.com\"", "")), Error);
}

TEST(RidMessage, reads_the_names_of_rfc_6045) {
    const std::string old = R"(<r:RID lang="en" xmlns:r="urn:ietf:params:xml:ns:iodef-rid-1.0"
 xmlns:i="urn:ietf:params:xml:ns:iodef-1.0">
<r:RIDPolicy MsgType="RequestAuthorization" MsgDestination="RIDSystem">
<r:PolicyRegion region="ClientToNP"/><i:Node><i:Address>192.0.2.1</i:Address></i:Node>
<r:TrafficType type="OfficialBusiness"/></r:RIDPolicy>
<r:RequestStatus AuthorizationStatus="Approved"/></r:RID>)";
    const Message message = read_message(old);
    EXPECT_EQ(message.version, 1);
    EXPECT_EQ(message.type, MessageType::acknowledgement);
    EXPECT_EQ(message.regions, std::vector<std::string>{"ClientToNP"});
    EXPECT_EQ(message.node.addresses.at(0), (Address{"ipv4-addr", "192.0.2.1"}));
    EXPECT_THROW(read_message(replaced(old, "RequestAuthorization", "Acknowledgement")), Error);
    EXPECT_THROW(static_cast<void>(write_message(message)), Error);
}

}  // namespace
}  // namespace exhibit::rid
