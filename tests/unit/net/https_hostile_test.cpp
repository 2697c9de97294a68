// Requests as no good client sends them.
#include <gtest/gtest.h>

#include "serving.hpp"

namespace exhibit::net {
namespace {

const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\n";
const std::string end_head = "Connection: close\r\n\r\n";

std::string status_of(const std::string& answer) {
    return answer.substr(0, answer.find("\r\n"));
}
/// The status line of the answer to a request.
std::string asked(const std::string& request) {
    Serving serving;
    return status_of(Raw(serving.port()).ask(request));
}

TEST(HttpsHostile, only_the_root_and_only_what_rfc_6546_has) {
    EXPECT_EQ(asked("GET / HTTP/1.1\r\nHost: a\r\n" + end_head), "HTTP/1.1 204 No Content");
    EXPECT_EQ(asked("HEAD / HTTP/1.1\r\nHost: a\r\n" + end_head), "HTTP/1.1 204 No Content");
    EXPECT_EQ(asked("GET /x HTTP/1.1\r\nHost: a\r\n" + end_head), "HTTP/1.1 404 Not Found");
    EXPECT_EQ(asked("GET /%2e HTTP/1.1\r\nHost: a\r\n" + end_head), "HTTP/1.1 404 Not Found");
    EXPECT_EQ(asked("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n" + end_head),
              "HTTP/1.1 404 Not Found");
    EXPECT_EQ(asked("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"),
              "HTTP/1.1 405 Method Not Allowed");
    EXPECT_EQ(asked("BREW / HTTP/1.1\r\nHost: a\r\n" + end_head), "HTTP/1.1 400 Bad Request");
    EXPECT_EQ(asked("nonsense\r\n\r\n"), "HTTP/1.1 400 Bad Request");
}

TEST(HttpsHostile, heads_that_are_wrong) {
    EXPECT_EQ(asked(head + end_head), "HTTP/1.1 411 Length Required");
    EXPECT_EQ(asked("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n" + end_head + "x"),
              "HTTP/1.1 415 Unsupported Media Type");
    EXPECT_EQ(asked(head + "Content-Encoding: gzip\r\nContent-Length: 1\r\n" + end_head + "x"),
              "HTTP/1.1 415 Unsupported Media Type");
    EXPECT_EQ(asked(head + "Content-Length: 99999999\r\n" + end_head),
              "HTTP/1.1 413 Payload Too Large");
    EXPECT_EQ(asked(head + "Content-Length: 99999999999999999999999\r\n" + end_head),
              "HTTP/1.1 400 Bad Request");
    EXPECT_EQ(asked(head + "Content-Length: -1\r\n" + end_head), "HTTP/1.1 400 Bad Request");
    EXPECT_EQ(asked(head + "Content-Length: 1\r\nRange: bytes=0-0\r\n" + end_head + "x"),
              "HTTP/1.1 400 Bad Request");
    EXPECT_EQ(asked(head + "Content-Length: 1\r\nRID-Callback-Token: a b\r\n" + end_head + "x"),
              "HTTP/1.1 400 Bad Request");
    EXPECT_EQ(asked(head + "Content-Length: 1\r\nRID-Callback-Token: " + std::string(256, 'a') +
                    "\r\n" + end_head + "x"),
              "HTTP/1.1 400 Bad Request");
}

TEST(HttpsHostile, a_second_request_hidden_in_the_first) {
    Serving serving;
    const std::string inner =
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\n"
        "Content-Length: 6\r\n\r\nhidden";
    Raw both(serving.port());
    const std::string answer = both.ask(head +
                                        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"
                                        "\r\n0\r\n\r\n" +
                                        inner);
    EXPECT_EQ(status_of(answer), "HTTP/1.1 400 Bad Request");
    EXPECT_EQ(answer.find("hidden"), std::string::npos);
    Raw twice(serving.port());
    EXPECT_EQ(status_of(twice.ask(head + "Content-Length: 0\r\nContent-Length: 5\r\n\r\n" + inner)),
              "HTTP/1.1 400 Bad Request");
    Raw refused(serving.port());
    const std::string unread =
        refused.ask("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(inner.size()) +
                    "\r\n\r\n" + inner);
    EXPECT_EQ(status_of(unread), "HTTP/1.1 405 Method Not Allowed");
    EXPECT_EQ(unread.find("HTTP/1.1", 5), std::string::npos);
    EXPECT_EQ(serving.served(), 0);
}

TEST(HttpsHostile, several_requests_at_once_are_answered_in_their_order) {
    Serving serving;
    const auto post = [](const std::string& body, const std::string& more) {
        return head + "Content-Length: " + std::to_string(body.size()) + "\r\n" + more + "\r\n" +
               body;
    };
    Raw raw(serving.port());
    const std::string answers = raw.ask(post("<one/>", "") + post("<two/>", "") +
                                        post("<three/>", "Connection: close\r\n"));
    EXPECT_LT(answers.find("<one/>"), answers.find("<two/>"));
    EXPECT_LT(answers.find("<two/>"), answers.find("<three/>"));
    EXPECT_EQ(serving.served(), 3);
}

TEST(HttpsHostile, chunks_are_accepted_and_add_up) {
    Serving serving;
    Raw raw(serving.port());
    const std::string answer = raw.ask(head + "Transfer-Encoding: chunked\r\n" + end_head +
                                       "3\r\n<a>\r\n4\r\n</a>\r\n0\r\n\r\n");
    EXPECT_EQ(status_of(answer), "HTTP/1.1 200 OK");
    EXPECT_EQ(serving.last().body, "<a></a>");
}

HttpsLimits small() {
    HttpsLimits limits;
    limits.body_bytes_max = 20'000;
    limits.head_bytes_max = 8'000;
    limits.idle = std::chrono::milliseconds(400);
    limits.request = std::chrono::milliseconds(700);
    limits.handshake = std::chrono::milliseconds(700);
    return limits;
}

TEST(HttpsHostile, a_body_without_end) {
    Serving serving(small());
    Raw raw(serving.port());
    raw.say(head + "Transfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "400\r\n" + std::string(1024, 'x') + "\r\n";
    int sent = 0;
    while (sent < 10'000 && raw.say(chunk)) ++sent;
    EXPECT_LT(sent, 10'000);
    serving.stop();
    EXPECT_EQ(serving.served(), 0);
    EXPECT_NE(serving.log().find("too long"), std::string::npos) << serving.log();
}

TEST(HttpsHostile, a_head_without_end) {
    Serving serving(small());
    Raw raw(serving.port());
    raw.say("POST / HTTP/1.1\r\n");
    int sent = 0;
    while (sent < 10'000 && raw.say("X-More: " + std::string(1000, 'x') + "\r\n")) ++sent;
    EXPECT_LT(sent, 10'000);
    serving.stop();
    EXPECT_EQ(serving.served(), 0);
}

TEST(HttpsHostile, senders_that_drip) {
    Serving serving(small());
    const auto begin = std::chrono::steady_clock::now();
    Raw in_head(serving.port());
    Raw in_body(serving.port());
    Raw silent(serving.port());
    in_body.say(head + "Content-Length: 1000\r\n\r\n");
    const std::string line = "POST / HTTP/1.1\r\n";
    std::size_t at = 0;
    std::thread dripping([&] {
        while (in_head.say(std::string(1, line[at++ % line.size()])) &&
               std::chrono::steady_clock::now() - begin < std::chrono::seconds(8))
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
    });
    static_cast<void>(silent.rest());
    static_cast<void>(in_body.rest());
    dripping.join();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(6));
    EXPECT_EQ(serving.served(), 0);
    EXPECT_EQ(serving.post("otto", "<a/>").status, 200);
}

TEST(HttpsHostile, more_connections_than_there_are_places) {
    HttpsLimits limits = small();
    limits.connections_max = 2;
    limits.idle = std::chrono::milliseconds(20'000);
    Serving serving(limits);
    Raw one(serving.port());
    Raw two(serving.port());
    EXPECT_THROW(Raw three(serving.port()), Error);
    EXPECT_EQ(status_of(one.ask("GET / HTTP/1.1\r\nHost: a\r\n" + end_head)),
              "HTTP/1.1 204 No Content");
}

}  // namespace
}  // namespace exhibit::net
