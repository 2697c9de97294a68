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

/// What reading a message takes memory and depth of the stack for: a library that reads one makes
/// an object of each field, part and address, and goes one call deeper for each group of addresses
/// in a group ("a:a:a:"). Counted in all lines, for where a header begins is the library's to say.
struct MailBurden {
    std::size_t fields = 0;            ///< lines that look like one
    std::size_t boundaries = 0;        ///< lines that may part a message
    std::size_t structured_bytes = 0;  ///< of fields that are taken apart, in all
    std::size_t longest = 0;           ///< of these, in bytes
    std::size_t most_colons = 0;       ///< in one of these
};
MailBurden burden_of(std::string_view message);

}  // namespace exhibit::documents
