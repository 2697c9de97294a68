// Header fields of e-mail (RFC 5322, 5321, 8601): what a message says of the hosts that passed it
// on and of what a receiver's checks found. All of it can be forged by whoever wrote the field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace exhibit::documents {

/// One Received field.
struct MailHop {
    std::string from;     ///< as written, with its comments
    std::string address;  ///< IPv4 or IPv6 in `from`, without brackets; empty when there is none
    std::string by;
    std::string time;  ///< as written
};
MailHop read_received(std::string_view value);

/// One method of an Authentication-Results field: "spf" found "fail".
struct MailCheck {
    std::string method;  ///< lower case
    std::string result;  ///< lower case
    std::string by;      ///< the host that says so
};
std::vector<MailCheck> read_authentication_results(std::string_view value);

/// The first bytes are fields, and at least two of them are those a message has: From, Received,
/// Return-Path, Delivered-To, Message-ID, Date, Subject.
bool looks_like_mail(ByteView head);

/// Fields and lines that may part a message, which is what reading one takes memory for.
struct MailLines {
    std::size_t fields = 0;
    std::size_t boundaries = 0;
};
MailLines count_lines(std::string_view message);

}  // namespace exhibit::documents
