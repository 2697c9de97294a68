#include "net/http_front.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace exhibit::net {
namespace {

constexpr std::size_t token_bytes_max = 255;
constexpr const char* xml_type = "text/xml; charset=utf-8";

/// The request that the current thread answers.
struct Current {
    BoundedStream* stream = nullptr;
    const HttpsRequest* from = nullptr;
    bool close_after = false;
};
thread_local Current current;

bool is_xml(const std::string& type) {
    return type == "text/xml" || type.starts_with("text/xml;");
}

bool visible_token(const std::string& token) {
    if (token.empty() || token.size() > token_bytes_max) return false;
    for (const char c : token)
        if (c < 0x21 || c > 0x7e) return false;
    return true;
}

/// What is wrong with the head of a POST: a status, and 0 for nothing.
int wrong_head(const httplib::Request& request, std::size_t body_bytes_max) {
    const bool chunked = request.has_header("Transfer-Encoding");
    const bool counted = request.has_header("Content-Length");
    // Two ways to say where the body ends are a way to hide a second request in it.
    if (chunked == counted || request.get_header_value_count("Content-Length") > 1 ||
        request.get_header_value_count("Transfer-Encoding") > 1 ||
        (chunked && request.get_header_value("Transfer-Encoding") != "chunked") ||
        request.get_header_value_count("Host") != 1 || request.has_header("Range")) {
        return chunked || counted ? 400 : 411;
    }
    if (counted) {
        const auto size = parse_decimal(request.get_header_value("Content-Length"));
        if (!size) return 400;
        if (*size > body_bytes_max) return 413;
    }
    if (!is_xml(request.get_header_value("Content-Type")) || request.has_header("Content-Encoding"))
        return 415;
    if (request.has_header(rid_token_header) &&
        (request.get_header_value_count(rid_token_header) != 1 ||
         !visible_token(request.get_header_value(rid_token_header))))
        return 400;
    return 0;
}

}  // namespace

ssize_t BoundedStream::read(char* into, std::size_t size) {
    if (broken_ || budget_ == 0) {
        over_ = over_ || budget_ == 0;
        return -1;
    }
    const ssize_t got = read_some(into, std::min(size, budget_));
    if (got <= 0) broken_ = true;
    if (got > 0) budget_ -= static_cast<std::size_t>(got);
    return got;
}

void BoundedStream::get_remote_ip_and_port(std::string& ip, int& port) const {
    ip.clear();
    port = 0;
}

void BoundedStream::get_local_ip_and_port(std::string& ip, int& port) const {
    ip.clear();
    port = 0;
}

HttpFront::HttpFront(HttpsLimits limits, HttpsServer::Handler handler, HttpsServer::Log log)
    : limits_(limits), handler_(std::move(handler)), log_(std::move(log)) {
    set_payload_max_length(limits_.body_bytes_max);
    set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
        return before(request, response);
    });
    set_logger([](const httplib::Request&, const httplib::Response& response) {
        if (response.status >= 400) current.close_after = true;
    });
    Post("/", [this](const httplib::Request& request, httplib::Response& response,
                     const httplib::ContentReader& read) { post(request, response, read); });
}

bool HttpFront::answer_one(BoundedStream& stream, const HttpsRequest& from, bool last) {
    current = {&stream, &from, false};
    bool closed = false;
    const bool answered = process_request(stream, last, closed, nullptr);
    return answered && !closed && !current.close_after && !stream.broken() && !last;
}

void HttpFront::say(const std::string& sentence) {
    const std::lock_guard lock(log_mutex_);
    if (log_) log_(sentence);
}

HttpFront::Routing HttpFront::before(const httplib::Request& request, httplib::Response& response) {
    const bool posts = request.method == "POST";
    const bool looks = request.method == "GET" || request.method == "HEAD";
    const bool body =
        request.has_header("Content-Length") || request.has_header("Transfer-Encoding");
    if (request.target != "/") {
        response.status = 404;
    } else if (looks) {
        response.status = 204;
    } else if (!posts) {
        response.status = 405;
        response.set_header("Allow", "POST, GET, HEAD");
    } else {
        response.status = wrong_head(request, limits_.body_bytes_max);
        if (response.status == 0) {
            response.status = -1;
            // Chunks of one byte cost five more; a body may not cost more than that.
            current.stream->allow(limits_.body_bytes_max * 2);
            return Routing::Unhandled;
        }
    }
    // A body that nobody reads would be taken for the next request.
    if (body || response.status >= 400) {
        current.close_after = true;
        response.set_header("Connection", "close");
    }
    if (response.status >= 400) {
        say(current.from->address + ": " + printable(request.method) + " " +
            printable(request.target.substr(0, 100)) + " was answered " +
            std::to_string(response.status));
    }
    return Routing::Handled;
}

void HttpFront::post(const httplib::Request& request, httplib::Response& response,
                     const httplib::ContentReader& read) {
    HttpsRequest given;
    bool too_long = false;
    const bool whole = read([&](const char* data, std::size_t size) {
        too_long = size > limits_.body_bytes_max - given.body.size();
        if (!too_long) given.body.append(data, size);
        return !too_long;
    });
    if (!whole || too_long) {
        current.close_after = true;
        response.status = too_long || current.stream->over_budget() ? 413 : 400;
        say(current.from->address + ": a body " +
            (response.status == 413 ? "was too long" : "did not come whole"));
        return;
    }
    given.address = current.from->address;
    given.peer = current.from->peer;
    given.token = request.get_header_value(rid_token_header);
    HttpsAnswer answer;
    try {
        const std::lock_guard lock(handler_mutex_);
        answer = handler_(given);
    } catch (const std::exception& error) {
        // What failed is this machine's business, not the asker's.
        say(current.from->address + ": a message could not be dealt with: " + error.what());
        answer = {500, {}, {}};
    }
    response.status = answer.status;
    if (!answer.token.empty()) response.set_header(rid_token_header, answer.token);
    if (!answer.body.empty()) response.set_content(answer.body, xml_type);
}

}  // namespace exhibit::net
