#include <gtest/gtest.h>

#include "serving.hpp"

namespace exhibit::net {
namespace {

TEST(Https, carries_a_message_and_its_answer) {
    Serving serving;
    const HttpsAnswer answer = serving.post("otto", "<a/>", "abc");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "<a/>");
    EXPECT_EQ(serving.last().token, "abc");
    EXPECT_EQ(serving.last().address, "127.0.0.1");
    EXPECT_EQ(serving.last().peer, certificate("otto"));
}

TEST(Https, carries_a_large_message) {
    Serving serving;
    const std::string body(5'000'000, 'x');
    EXPECT_EQ(serving.post("otto", body).body, body);
}

TEST(Https, gives_the_token_of_an_answer_that_comes_later) {
    Serving serving;
    const HttpsAnswer answer = serving.post("otto", "later");
    EXPECT_EQ(answer.status, 202);
    EXPECT_EQ(answer.token, "token-1");
    EXPECT_EQ(answer.body, "");
}

TEST(Https, keeps_what_failed_to_itself) {
    Serving serving;
    const HttpsAnswer answer = serving.post("otto", "fail");
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body, "");
    EXPECT_NE(serving.log().find("secret words"), std::string::npos);
}

ErrorKind refusal(Serving& serving, const std::string& who) {
    try {
        static_cast<void>(serving.post(who, "<a/>"));
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::internal;
}

TEST(Https, refuses_certificates_it_does_not_trust) {
    Serving serving;
    for (const std::string who : {"mallory", "gone", "late", "early"})
        EXPECT_EQ(refusal(serving, who), ErrorKind::denied) << who;
    serving.stop();
    EXPECT_EQ(serving.served(), 0);
    EXPECT_NE(serving.log().find("certificate revoked"), std::string::npos) << serving.log();
    EXPECT_NE(serving.log().find("certificate has expired"), std::string::npos);
    EXPECT_NE(serving.log().find("certificate is not yet valid"), std::string::npos);
}

TEST(Https, does_not_listen_to_a_trusted_certificate_that_is_no_peer) {
    Serving serving;
    serving.refused = certificate("otto");
    EXPECT_NE(refusal(serving, "otto"), ErrorKind::internal);
    serving.stop();
    EXPECT_EQ(serving.served(), 0);
    EXPECT_NE(serving.log().find("was refused: not a peer"), std::string::npos);
}

TEST(Https, does_not_talk_to_a_server_it_does_not_trust) {
    for (const std::string who : {"mallory", "gone"}) {
        Serving serving({}, who);
        EXPECT_EQ(refusal(serving, "otto"), ErrorKind::denied) << who;
    }
    Serving serving;
    const crypto::TlsContext context = context_of("otto");
    EXPECT_THROW(https_post(context,
                            {"127.0.0.1", serving.port(),
                             [](const Bytes&) { return "not the one asked for"; }},
                            {}, {200, "<a/>", {}}),
                 Error);
    EXPECT_EQ(serving.served(), 0);
}

TEST(Https, says_that_nobody_answers) {
    int port = 0;
    {
        Serving serving;
        port = serving.port();
    }
    const crypto::TlsContext context = context_of("otto");
    EXPECT_THROW(https_post(context, {"127.0.0.1", port, [](const Bytes&) { return ""; }}, {},
                            {200, "<a/>", {}}),
                 Error);
}

TEST(Https, takes_a_key_of_its_own_certificate_only) {
    EXPECT_THROW(crypto::TlsContext(test::rid::key("otto"), {certificate("erika")},
                                    test::rid::trust(), clock_today()),
                 Error);
}

}  // namespace
}  // namespace exhibit::net
