// E-mail messages (RFC 5322, MIME): what their headers and parts say. Nothing in them is opened,
// run or fetched.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "documents/facts.hpp"
#include "documents/mail_fields.hpp"

namespace exhibit::documents {

struct MailPart {
    std::string path;  ///< "1.2"; "1" when there are no others
    std::string type;  ///< "text/html"
    std::string name;  ///< of the file; empty when it has none
    bool attachment = false;
    std::uint64_t size = 0;  ///< decoded
    std::string sha256;      ///< hex, of the decoded bytes; empty for a message in the message
};

/// All texts are UTF-8, decoded; empty for what is not there.
struct Mail {
    std::string from;
    std::string from_domain;  ///< of the first address in From
    std::string to;
    std::string cc;
    std::string reply_to;
    std::string return_path;
    std::string subject;
    std::string date;  ///< RFC 3339, or as written when it is no date
    std::string message_id;
    std::vector<MailHop> hops;      ///< newest first, as the fields stand; times as `date`
    std::vector<MailCheck> checks;  ///< of SPF, DKIM, DMARC and others
    std::vector<MailPart> parts;    ///< the first of them; no multipart
    std::size_t parts_left_out = 0;
    std::vector<std::string> links;  ///< the first of them
    std::size_t links_left_out = 0;
    std::vector<std::string> defects;  ///< what of it breaks the rules, in words
};

/// Error(malformed) when no message can be read, or it has more fields and parts than any has.
Mail read_mail(std::string_view message);

void tell_mail(std::string_view message, Facts& facts);

}  // namespace exhibit::documents
