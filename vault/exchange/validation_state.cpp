#include "exchange/validation_state.hpp"

#include "base/text.hpp"

namespace exhibit::exchange {
namespace {

constexpr std::size_t quoted_bytes_max = 60;

std::uint8_t variant_of(const ValidationRequest& request) {
    if (request.lenient) return schema::lenient;
    if (request.schema == IodefSchema::errata) return schema::errata;
    return request.schema == IodefSchema::working_group ? schema::milewg : schema::rfc;
}

}  // namespace

void Noted::clear() {
    std::string kept = std::move(kind);
    kept.clear();
    *this = {};
    kind = std::move(kept);
}

ValidationState::ValidationState(xml::Reader& document, const ValidationRequest& wanted)
    : reader(document),
      grammar(schema::Grammar::of(variant_of(wanted))),
      request(wanted),
      lines_(document.document()) {
    report.bytes = document.document().size();
}

Frame& ValidationState::push() {
    if (depth_ == frames_.size()) frames_.emplace_back();
    Frame& frame = frames_[depth_++];
    frame.rule = {};
    frame.state = 0;
    frame.ordinal = 0;
    frame.collects = frame.broken = false;
    frame.pieces = 0;
    frame.value = {};
    frame.noted.clear();
    return frame;
}

bool ValidationState::count(bool error) noexcept {
    ++(error ? report.errors : report.warnings);
    if (report.messages.size() < request.messages_max) return true;
    ++report.not_shown;
    return false;
}

void ValidationState::add(bool error, std::string_view code, std::size_t offset, std::string text,
                          std::string reference) {
    ValidationMessage message;
    message.is_error = error;
    message.code = code;
    message.offset = offset;
    const xml::Position position = lines_.position(offset);
    message.line = position.line;
    message.column = position.column;
    message.path = path();
    message.text = std::move(text);
    message.reference = std::move(reference);
    if (message.reference.empty() && depth_ != 0) message.reference = reference_of(top());
    report.messages.push_back(std::move(message));
}

std::string ValidationState::path() const {
    std::string path;
    for (std::size_t i = 0; i < depth_; ++i) {
        path += '/' + printable(frames_[i].name);
        if (frames_[i].ordinal != 0) path += '[' + std::to_string(frames_[i].ordinal) + ']';
    }
    return path.empty() ? "/" : path;
}

std::string ValidationState::reference_of(const schema::ElementRule& rule,
                                          schema::NamespaceIndex space) const {
    if (space == schema::foreign) return {};
    const schema::Vocabulary& vocabulary = grammar.vocabulary(space);
    const std::string_view section = rule.section.empty() ? vocabulary.section : rule.section;
    std::string reference(vocabulary.source);
    if (section.starts_with("Appendix")) return reference + ", " + std::string(section);
    if (!section.empty()) reference += " section " + std::string(section);
    return reference;
}

std::string ValidationState::reference_of(const Frame& frame) const {
    if (frame.type() == nullptr) return {};
    return reference_of(frame.rule, frame.type()->space);
}

std::string quoted(std::string_view text) {
    const bool cut = text.size() > quoted_bytes_max;
    std::size_t end = cut ? quoted_bytes_max : text.size();
    while (cut && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return "\"" + printable(text.substr(0, end)) + (cut ? "...\"" : "\"");
}

}  // namespace exhibit::exchange
