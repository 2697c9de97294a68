#include "exchange/validate_json.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "exchange/iodef_json.hpp"
#include "exchange/validate.hpp"
#include "xml/reader.hpp"

namespace exhibit::exchange {
namespace {

constexpr const char* kind_text = "IODEF v2 in JSON (RFC 8727)";

void set_place(ValidationMessage& message, const TextLines& lines, std::size_t offset) {
    const TextPlace place = lines.at(offset);
    message.offset = offset;
    message.line = place.line;
    message.column = place.column;
}

std::string shown(const std::string& pointer) {
    return pointer.empty() ? "/" : printable(pointer);
}

ValidationMessage message_of(const JsonFault& fault, const TextLines& lines) {
    ValidationMessage out;
    out.is_error = !fault.warning;
    out.code = fault.code;
    out.path = shown(fault.pointer);
    out.text = fault.text;
    out.reference = "RFC 8727 section 6, RFC 7970 section " + fault.section;
    set_place(out, lines, fault.at);
    return out;
}

/// What the JSON rules have said already, or what only the XML text is to blame for.
bool said_already(const ValidationMessage& message, const XmlOfJson& converted) {
    if (converted.faults.empty()) return false;
    return message.code.starts_with("element.") || message.code == "attribute.missing" ||
           message.code.starts_with("class.");
}

ValidationReport of_xml(const XmlOfJson& converted, const ValidationRequest& request) {
    ValidationRequest own = request;
    // The classes of RFC 8727 are those of RFC 7970 with its errata, as the working group's copy
    // has them.
    own.schema = IodefSchema::working_group;
    xml::Reader reader(converted.xml);
    Validator validator(reader, own);
    try {
        return validator.run();
    } catch (const xml::XmlError& error) {
        return validator.stopped(error);
    }
}

void count(ValidationReport& report, const ValidationMessage& message) {
    ++(message.is_error ? report.errors : report.warnings);
}

ValidationReport not_json(std::string_view document, const JsonError& error) {
    ValidationReport out;
    out.bytes = document.size();
    ValidationMessage message;
    message.code = "json.syntax";
    message.path = "/";
    message.text = error.what();
    message.reference = "RFC 8259";
    set_place(message, TextLines(document), error.offset());
    count(out, message);
    out.messages.push_back(std::move(message));
    return out;
}

}  // namespace

ValidationReport validate_json(std::string_view document, const ValidationRequest& request) {
    XmlOfJson converted;
    try {
        converted = xml_of_json(document);
    } catch (const JsonError& error) {
        return not_json(document, error);
    }
    ValidationRequest everything = request;
    everything.messages_max = request.messages_max + converted.faults.size();
    ValidationReport out = of_xml(converted, everything);
    const TextLines lines(document);
    std::vector<ValidationMessage> messages;
    for (const JsonFault& fault : converted.faults) messages.push_back(message_of(fault, lines));
    for (ValidationMessage& message : out.messages) {
        if (said_already(message, converted)) {
            --(message.is_error ? out.errors : out.warnings);
            continue;
        }
        const XmlOfJson::Line& line = converted.line(message.line);
        message.path = shown(line.pointer);
        set_place(message, lines, line.at);
        messages.push_back(std::move(message));
    }
    for (const JsonFault& fault : converted.faults) ++(fault.warning ? out.warnings : out.errors);
    out.errors += converted.more_errors;
    out.warnings += converted.more_warnings;
    std::ranges::stable_sort(messages, {}, &ValidationMessage::offset);
    if (messages.size() > request.messages_max) messages.resize(request.messages_max);
    out.not_shown = out.errors + out.warnings - messages.size();
    out.messages = std::move(messages);
    out.kind = kind_text;
    out.bytes = document.size();
    return out;
}

}  // namespace exhibit::exchange
