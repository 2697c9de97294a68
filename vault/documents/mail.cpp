#include "documents/mail.hpp"

#include <gmime/gmime.h>

#include <algorithm>
#include <memory>

#include "base/text.hpp"
#include "crypto/digest.hpp"
#include "documents/mail_links.hpp"
#include "exhibit/error.hpp"

namespace exhibit::documents {
namespace {

constexpr std::size_t parts_told_max = 64;
constexpr std::size_t hops_told_max = 32;
constexpr std::size_t checks_told_max = 24;
constexpr std::size_t linked_text_bytes_max = std::size_t{4} << 20U;

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
template <typename T>
using Object = std::unique_ptr<T, Unref>;

struct FreeOptions {
    void operator()(GMimeParserOptions* options) const { g_mime_parser_options_free(options); }
};
struct FreeIterator {
    void operator()(GMimePartIter* iterator) const { g_mime_part_iter_free(iterator); }
};
struct FreeDate {
    void operator()(GDateTime* date) const { g_date_time_unref(date); }
};
struct FreeText {
    void operator()(char* text) const { g_free(text); }
};
using Text = std::unique_ptr<char, FreeText>;

/// The library's global state is made once and stays.
void start_library() {
    static const bool started = [] {
        g_mime_init();
        return true;
    }();
    (void)started;
}

/// Bytes that are no UTF-8 become U+FFFD.
std::string utf8(const char* text) {
    if (text == nullptr) return {};
    const Text valid(g_utf8_make_valid(text, -1));
    return valid.get();
}

std::string rfc3339(GDateTime* date) {
    const Text text(g_date_time_format(date, "%Y-%m-%dT%H:%M:%S%:z"));
    return text == nullptr ? std::string() : text.get();
}

/// The date a field has, or its own words when they are none.
std::string date_text(const std::string& written) {
    const std::unique_ptr<GDateTime, FreeDate> date(
        g_mime_utils_header_decode_date(written.c_str()));
    const std::string read = date == nullptr ? std::string() : rfc3339(date.get());
    return read.empty() ? written : read;
}

const char* words(GMimeParserWarning warning) {
    switch (warning) {
        case GMIME_WARN_DUPLICATED_HEADER: return "a field stands twice";
        case GMIME_WARN_DUPLICATED_PARAMETER: return "a parameter stands twice";
        case GMIME_WARN_UNENCODED_8BIT_HEADER: return "a field has bytes that are not encoded";
        case GMIME_WARN_INVALID_CONTENT_TYPE: return "a content type is not one";
        case GMIME_WARN_INVALID_RFC2047_HEADER_VALUE: return "an encoded word is broken";
        case GMIME_WARN_MALFORMED_MULTIPART: return "a multipart has no boundary or no parts";
        case GMIME_WARN_TRUNCATED_MESSAGE: return "the message ends before its parts do";
        case GMIME_WARN_MALFORMED_MESSAGE: return "a message in the message has no header";
        case GMIME_CRIT_INVALID_HEADER_NAME: return "a line in a header is no field";
        case GMIME_CRIT_CONFLICTING_HEADER: return "a field stands twice and says two things";
        case GMIME_CRIT_CONFLICTING_PARAMETER: return "a parameter stands twice, differently";
        case GMIME_CRIT_MULTIPART_WITHOUT_BOUNDARY: return "a multipart names no boundary";
        case GMIME_CRIT_NESTING_OVERFLOW: return "parts are nested deeper than is read";
        default: return "it breaks a rule of MIME";
    }
}

void take_warning(gint64 offset, GMimeParserWarning warning, const gchar* item, gpointer data) {
    constexpr std::size_t defects_told_max = 16;
    auto& defects = *static_cast<std::vector<std::string>*>(data);
    if (defects.size() >= defects_told_max) return;
    std::string text = words(warning);
    if (offset >= 0) text += ", at byte " + std::to_string(offset);
    if (item != nullptr) text += ": " + utf8(item);
    defects.push_back(std::move(text));
}

[[noreturn]] void refuse_without_header() {
    throw Error(ErrorKind::malformed,
                "reading an e-mail: no header that ends in an empty line was found");
}

class MailReader {
public:
    Mail run(std::string_view message) {
        const std::unique_ptr<GMimeParserOptions, FreeOptions> options(g_mime_parser_options_new());
        g_mime_parser_options_set_warning_callback(options.get(), take_warning, &mail_.defects);
        const Object<GMimeStream> stream(
            g_mime_stream_mem_new_with_buffer(message.data(), message.size()));
        const Object<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
        const Object<GMimeMessage> parsed(
            g_mime_parser_construct_message(parser.get(), options.get()));
        if (parsed == nullptr) refuse_without_header();
        read_header(parsed.get());
        read_parts(parsed.get());
        mail_.links = links_.first();
        mail_.links_left_out = links_.left_out();
        return std::move(mail_);
    }

private:
    static std::string addresses(InternetAddressList* list) {
        if (list == nullptr) return {};
        const Text text(internet_address_list_to_string(list, nullptr, FALSE));
        return utf8(text.get());
    }

    static std::string first_domain(InternetAddressList* list) {
        if (list == nullptr || internet_address_list_length(list) < 1) return {};
        InternetAddress* first = internet_address_list_get_address(list, 0);
        if (!INTERNET_ADDRESS_IS_MAILBOX(first)) return {};
        const std::string address =
            utf8(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first)));
        const std::size_t at = address.rfind('@');
        return at == std::string::npos ? std::string() : address.substr(at + 1);
    }

    void read_header(GMimeMessage* message) {
        InternetAddressList* from = g_mime_message_get_from(message);
        mail_.from = addresses(from);
        mail_.from_domain = first_domain(from);
        mail_.to = addresses(g_mime_message_get_to(message));
        mail_.cc = addresses(g_mime_message_get_cc(message));
        mail_.reply_to = addresses(g_mime_message_get_reply_to(message));
        mail_.subject = utf8(g_mime_message_get_subject(message));
        mail_.message_id = utf8(g_mime_message_get_message_id(message));
        GMimeHeaderList* fields = g_mime_object_get_header_list(GMIME_OBJECT(message));
        for (int i = 0; i < g_mime_header_list_get_count(fields); ++i)
            read_field(g_mime_header_list_get_header_at(fields, i));
    }

    void read_field(GMimeHeader* field) {
        const std::string name = lower(utf8(g_mime_header_get_name(field)));
        const auto value = [&] { return utf8(g_mime_header_get_value(field)); };
        if (name == "received" && mail_.hops.size() < hops_told_max) {
            MailHop& hop = mail_.hops.emplace_back(read_received(value()));
            hop.time = date_text(hop.time);
        } else if (name == "authentication-results") {
            for (MailCheck& one : read_authentication_results(value())) add(std::move(one));
        } else if (name == "received-spf") {
            const std::string text = value();
            add({"spf", lower(text.substr(0, text.find_first_of(" (;"))), "Received-SPF"});
        } else if (name == "return-path" && mail_.return_path.empty()) {
            mail_.return_path = value();
        } else if (name == "date" && mail_.date.empty()) {
            mail_.date = date_text(value());
        }
    }

    void add(MailCheck check) {
        if (mail_.checks.size() < checks_told_max) mail_.checks.push_back(std::move(check));
    }

    static std::string lower(std::string text) {
        for (char& c : text) c = g_ascii_tolower(c);
        return text;
    }

    void read_parts(GMimeMessage* message) {
        const std::unique_ptr<GMimePartIter, FreeIterator> iterator(
            g_mime_part_iter_new(GMIME_OBJECT(message)));
        for (bool more = g_mime_part_iter_is_valid(iterator.get()) != 0; more;
             more = g_mime_part_iter_next(iterator.get()) != 0) {
            GMimeObject* object = g_mime_part_iter_get_current(iterator.get());
            if (!GMIME_IS_PART(object) && !GMIME_IS_MESSAGE_PART(object)) continue;
            if (mail_.parts.size() >= parts_told_max) {
                ++mail_.parts_left_out;
                continue;
            }
            const Text path(g_mime_part_iter_get_path(iterator.get()));
            read_part(object, path.get());
        }
    }

    void read_part(GMimeObject* object, const char* path) {
        MailPart& part = mail_.parts.emplace_back();
        part.path = path == nullptr || *path == '\0' || *path == '0' ? "1" : path;
        if (GMimeContentType* type = g_mime_object_get_content_type(object)) {
            const Text text(g_mime_content_type_get_mime_type(type));
            part.type = lower(utf8(text.get()));
        }
        const char* disposition = g_mime_object_get_disposition(object);
        part.attachment = disposition != nullptr && lower(utf8(disposition)) == "attachment";
        if (!GMIME_IS_PART(object)) return;
        part.name = utf8(g_mime_part_get_filename(GMIME_PART(object)));
        read_content(GMIME_PART(object), part);
        if (GMIME_IS_TEXT_PART(object)) read_links(GMIME_TEXT_PART(object), part);
    }

    static void read_content(GMimePart* object, MailPart& part) {
        const Object<GMimeStream> stream(g_mime_stream_mem_new());
        GMimeDataWrapper* content = g_mime_part_get_content(object);
        if (content != nullptr && g_mime_data_wrapper_write_to_stream(content, stream.get()) < 0)
            throw Error(ErrorKind::malformed,
                        "reading an e-mail: part " + part.path + " cannot be decoded");
        const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
        const ByteView view(reinterpret_cast<const std::byte*>(bytes->data), bytes->len);
        part.size = view.size();
        part.sha256 = crypto::sha256(view).hex();
    }

    void read_links(GMimeTextPart* object, const MailPart& part) {
        const Text text(g_mime_text_part_get_text(object));
        if (text == nullptr) return;
        const std::string valid = utf8(text.get());
        const std::string_view looked_at = std::string_view(valid).substr(0, linked_text_bytes_max);
        if (looked_at.size() < valid.size())
            mail_.defects.push_back("links are looked for in the first 4 MiB of part " + part.path);
        if (part.type == "text/html")
            find_html_links(looked_at, links_);
        else
            find_links(looked_at, links_);
    }

    Mail mail_;
    Links links_;
};

std::string part_text(const MailPart& part) {
    std::string out = part.path + ' ' + part.type;
    if (!part.sha256.empty())
        out += ", " + counted(part.size, "byte", "bytes") + ", SHA-256 " + part.sha256;
    if (part.attachment) out += ", attachment";
    if (!part.name.empty()) out += ", named " + part.name;
    return out;
}

std::string hop_text(const MailHop& hop) {
    std::string out = "by " + (hop.by.empty() ? "an unnamed host" : hop.by);
    if (!hop.from.empty()) out += " from " + hop.from;
    if (!hop.time.empty()) out += " at " + hop.time;
    return out;
}

bool is_usual(const std::string& method) {
    return method == "spf" || method == "dkim" || method == "dmarc";
}

/// Before the library reads it.
void require_bearable(std::string_view message) {
    const MailBurden found = burden_of(message);
    const auto require = [](std::size_t count, std::size_t most, const char* what) {
        if (count > most)
            throw Error(ErrorKind::malformed, "reading an e-mail: it has " + grouped(count) + what +
                                                  "; expected at most " + grouped(most));
    };
    require(found.fields, 200'000, " lines that look like fields");
    require(found.boundaries, 50'000, " lines that look like boundaries");
    require(found.structured_bytes, std::size_t{1} << 20U, " bytes of addresses and the like");
    require(found.longest, std::size_t{1} << 16U, " bytes in one field of addresses or the like");
    require(found.most_colons, 1000, " colons in one field of addresses or the like");
}

}  // namespace

Mail read_mail(std::string_view message) {
    if (message.empty()) refuse_without_header();  // the library complains about no bytes at all
    require_bearable(message);
    start_library();
    return MailReader().run(message);
}

void tell_mail(std::string_view message, Facts& facts) {
    const Mail mail = read_mail(message);
    for (const auto& [name, value] :
         {std::pair{"from", &mail.from}, std::pair{"to", &mail.to}, std::pair{"cc", &mail.cc},
          std::pair{"reply-to", &mail.reply_to}, std::pair{"return-path", &mail.return_path},
          std::pair{"subject", &mail.subject}, std::pair{"date", &mail.date},
          std::pair{"message-id", &mail.message_id}})
        facts.add(name, *value);
    for (const MailHop& hop : mail.hops) facts.add("hop", hop_text(hop));
    for (const MailCheck& check : mail.checks) {
        const bool usual = is_usual(check.method);
        facts.add(usual ? check.method : "authentication",
                  (usual ? "" : check.method + ' ') + check.result + ", by " + check.by);
    }
    for (const MailPart& part : mail.parts) facts.add("part", part_text(part));
    if (mail.parts_left_out > 0) facts.add("parts left out", std::to_string(mail.parts_left_out));
    for (const std::string& link : mail.links) facts.add("url", link);
    if (mail.links_left_out > 0) facts.add("urls left out", std::to_string(mail.links_left_out));
    for (const std::string& defect : mail.defects) facts.add("defect", defect);
}

}  // namespace exhibit::documents
