#include "policy/rid_file.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"

namespace exhibit::policy {
namespace {

const std::string head = R"(csirt = "csirt.example.org"
inbox = "RID"
certificate = "own.pem"
key = "own.key"
anchors = "ca.pem"
revocation_lists = "crl.pem"
)";
const std::string peer = R"([peer.acme]
host = "192.0.2.7"
dns_id = "rid.acme.example"
)";

std::string refusal(const std::string& text) {
    try {
        static_cast<void>(parse_rid_file(text, "rid.toml"));
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::malformed);
        return error.what();
    }
    return "accepted";
}

TEST(RidFile, has_defaults_that_are_strict) {
    const RidFile file = parse_rid_file(head + peer, "rid.toml");
    EXPECT_EQ(file.csirt, "csirt.example.org");
    EXPECT_EQ(file.listen, "127.0.0.1:4590");
    ASSERT_EQ(file.peers.size(), 1u);
    EXPECT_EQ(file.peers[0].name, "acme");
    EXPECT_EQ(file.peers[0].csirt, "rid.acme.example");
    EXPECT_EQ(file.peers[0].port, 4590);
    EXPECT_TRUE(file.peers[0].signature_required);
    EXPECT_EQ(file.peers[0].encryption, RidEncryption::by_restriction);
    EXPECT_TRUE(file.peers[0].incidents.empty());
    EXPECT_FALSE(file.peers[0].callback);
    EXPECT_EQ(file.peers[0].iodef, 2);
}

TEST(RidFile, reads_what_a_peer_may) {
    const RidFile file =
        parse_rid_file(head + peer +
                           "signature = \"optional\"\nencryption = \"always\"\nport = 8443\n"
                           "incidents = [\"INC-1\", \"INC-2\"]\ncallback = true\niodef = 1\n"
                           "certificate = \"acme.pem\"\ncsirt = \"acme.example\"\n",
                       "rid.toml");
    const RidPeer& one = file.peers.at(0);
    EXPECT_FALSE(one.signature_required);
    EXPECT_EQ(one.encryption, RidEncryption::always);
    EXPECT_EQ(one.port, 8443);
    EXPECT_EQ(one.incidents, (std::vector<std::string>{"INC-1", "INC-2"}));
    EXPECT_TRUE(one.callback);
    EXPECT_EQ(one.iodef, 1);
    EXPECT_EQ(one.certificate, "acme.pem");
}

TEST(RidFile, refuses_with_the_place) {
    const auto says = [](const std::string& text, const std::string& words) {
        const std::string said = refusal(text);
        EXPECT_NE(said.find("reading rid.toml: "), std::string::npos) << said;
        EXPECT_NE(said.find(words), std::string::npos) << said;
    };
    says("csirt = ", "no TOML");
    says("inbox = \"RID\"\n", "no csirt");
    says(head + "more = 1\n", "unknown key \"more\"");
    says(head + "[peer.acme]\nhost = \"192.0.2.7\"\n", "neither dns_id nor certificate");
    says(head + "[peer.acme]\nhost = \"acme.example\"\n", "a numeric address");
    says(head + peer + "port = 70000\n", "70000");
    says(head + peer + "signature = \"maybe\"\n", "required or optional");
    says(head + peer + "encryption = \"maybe\"\n", "by-restriction, always or never");
    says(head + peer + "incidents = 7\n", "incidents");
}

}  // namespace
}  // namespace exhibit::policy
