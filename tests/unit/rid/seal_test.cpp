#include <gtest/gtest.h>

#include "exhibit/error.hpp"
#include "rid/seal.hpp"
#include "samples.hpp"
#include "support/rid_people.hpp"
#include "xmlsec/encrypt.hpp"

namespace exhibit::rid {
namespace {

using test::rid::certificate;
using test::rid::key;

struct Desk {
    crypto::SecretBytes secret = key("erika");
    std::vector<Bytes> certificates = {certificate("erika")};
    crypto::CertificateTrust anchors = test::rid::trust();
    xmlsec::SignatureTrust trust{anchors, test::rid::today};

    std::string seal(const Message& message, Encrypting encrypting = Encrypting::by_restriction) {
        return seal_message(message, {{secret, certificates}, certificates[0], encrypting});
    }
    Opened open(const std::string& xml, bool with_key = true, bool required = true) {
        return open_message(xml, {trust, with_key ? &secret : nullptr, required});
    }
    ErrorKind refusal(const std::string& xml, bool with_key = true, bool required = true) {
        try {
            static_cast<void>(open(xml, with_key, required));
        } catch (const Error& error) {
            return error.kind();
        }
        return ErrorKind::internal;
    }
};

TEST(RidSeal, signs_encrypts_and_gives_it_back) {
    Desk desk;
    const std::string xml = desk.seal(sample(MessageType::report));
    EXPECT_EQ(xml.find("E-1"), std::string::npos);
    EXPECT_NE(xml.find("189493 &amp; more"), std::string::npos);
    const Opened opened = desk.open(xml);
    EXPECT_EQ(opened.whole.certificate, desk.certificates[0]);
    ASSERT_EQ(opened.parts.size(), 1u);
    EXPECT_NE(opened.parts[0].canonical.find(">E-1<"), std::string::npos);
    EXPECT_EQ(opened.decrypted, 1u);
    EXPECT_EQ(opened.message.payload, Payload::iodef_v2);
    EXPECT_NE(opened.message.document.find("E-1"), std::string::npos);
}

TEST(RidSeal, leaves_closed_what_there_is_no_key_for) {
    Desk desk;
    const Opened opened = desk.open(desk.seal(sample(MessageType::report)), false);
    EXPECT_TRUE(opened.whole.holds());
    EXPECT_EQ(opened.message.payload, Payload::encrypted);
    EXPECT_EQ(opened.decrypted, 0u);
}

TEST(RidSeal, opens_a_message_that_is_encrypted_whole) {
    Desk desk;
    const std::string xml =
        xmlsec::encrypt_whole(desk.seal(sample(MessageType::report)), desk.certificates[0]);
    const Opened opened = desk.open(xml);
    EXPECT_TRUE(opened.whole.holds());
    EXPECT_EQ(opened.message.type, MessageType::report);
    EXPECT_NE(opened.message.document.find("E-1"), std::string::npos);
}

TEST(RidSeal, does_not_send_in_clear_what_must_be_encrypted) {
    Desk desk;
    EXPECT_THROW(desk.seal(sample(MessageType::report), Encrypting::never), Error);
    EXPECT_THROW(static_cast<void>(seal_message(sample(MessageType::report),
                                                {{desk.secret, desk.certificates}, {}})),
                 Error);
    Message open = sample(MessageType::report);
    open.payload = Payload::iodef_v1;
    open.document = report_v1;
    // Public: in clear, even for a peer that gets all else encrypted.
    EXPECT_NE(desk.seal(open, Encrypting::always).find("<i:ReportTime>"), std::string::npos);
}

TEST(RidSeal, takes_no_unsigned_message_unless_that_is_waived) {
    Desk desk;
    const std::string bare = write_message(sample(MessageType::report));
    EXPECT_EQ(desk.refusal(bare), ErrorKind::verification);
    EXPECT_EQ(desk.open(bare, true, false).message.type, MessageType::report);
    // Waived is the absence, not a signature that does not hold.
    const std::string changed = replaced(desk.seal(sample(MessageType::query)), "189493", "189494");
    EXPECT_EQ(desk.refusal(changed, true, false), ErrorKind::verification);
}

TEST(RidSeal, opens_nothing_that_an_unsigned_message_holds) {
    Desk desk;
    const std::string bare =
        xmlsec::encrypt_report(write_message(sample(MessageType::report)), desk.certificates[0]);
    EXPECT_EQ(desk.open(bare, true, false).message.payload, Payload::encrypted);
    const Opened read = open_message(bare, {desk.trust, &desk.secret, false, true});
    EXPECT_EQ(read.message.payload, Payload::iodef_v2);
}

TEST(RidSeal, believes_nothing_outside_of_what_was_signed) {
    Desk desk;
    const std::string query = desk.seal(sample(MessageType::query));
    // The signed message, carried as the report of another.
    Message outer = sample(MessageType::report);
    outer.payload = Payload::other;
    outer.document = query;
    EXPECT_EQ(desk.refusal(write_message(outer)), ErrorKind::verification);
    const std::string broken =
        replaced(query, "<iodef-rid:RIDPolicy", "<iodef-rid:RIDPolicy restriction=\"public\"");
    EXPECT_EQ(desk.refusal(broken), ErrorKind::verification);
    EXPECT_EQ(desk.refusal("<a/>"), ErrorKind::verification);
    EXPECT_EQ(desk.refusal("<!DOCTYPE a><a/>"), ErrorKind::malformed);
}

}  // namespace
}  // namespace exhibit::rid
