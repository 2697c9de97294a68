#include "documents/summary.hpp"

#include <algorithm>
#include <vector>

#include "documents/idmef.hpp"
#include "documents/mail.hpp"
#include "documents/scap.hpp"
#include "exhibit/error.hpp"
#include "xml/text.hpp"

namespace exhibit::documents {
namespace {

struct Form {
    std::string_view name;
    bool (*looks)(ByteView head);
    void (*read)(std::string_view document, Facts& facts);
};

/// In the order they are tried.
const std::vector<Form>& forms() {
    static const std::vector<Form> all{
        {"idmef", looks_like_idmef, read_idmef},    {"mail", looks_like_mail, tell_mail},
        {xccdf_form, looks_like_xccdf, read_xccdf}, {oval_form, looks_like_oval, read_oval},
        {arf_form, looks_like_arf, read_arf},
    };
    return all;
}

std::string_view cut(std::string_view value, std::size_t bytes) {
    while (bytes > 0 && (static_cast<unsigned char>(value[bytes]) & 0xC0U) == 0x80U) --bytes;
    return value.substr(0, bytes);
}

}  // namespace

std::string fact_text(std::string_view value) {
    constexpr std::string_view more = "…";
    value = xml::trimmed(value);
    if (value.size() <= fact_bytes_max) return std::string(value);
    return std::string(cut(value, fact_bytes_max - more.size())) + std::string(more);
}

void Facts::add(std::string_view name, std::string_view value) {
    std::string text = fact_text(value);
    if (text.empty()) return;
    if (summary_.facts.size() == facts_max) {
        ++summary_.left_out;
        return;
    }
    summary_.facts.push_back({std::string(name), std::move(text)});
}

void Facts::add_once(std::string_view name, std::string_view value) {
    value = xml::trimmed(value);
    const bool said = std::ranges::any_of(summary_.facts, [&](const DocumentFact& one) {
        return one.name == name && one.value == value;
    });
    if (!said) add(name, value);
}

std::string_view fact(const DocumentSummary& summary, std::string_view name) {
    const auto found = std::ranges::find(summary.facts, name, &DocumentFact::name);
    return found == summary.facts.end() ? std::string_view() : std::string_view(found->value);
}

std::optional<std::string_view> form_of(ByteView head) {
    const auto found =
        std::ranges::find_if(forms(), [&](const Form& form) { return form.looks(head); });
    if (found == forms().end()) return std::nullopt;
    return found->name;
}

std::vector<std::string_view> form_names() {
    std::vector<std::string_view> out;
    for (const Form& form : forms()) out.push_back(form.name);
    return out;
}

DocumentSummary summarise(std::string_view form, std::string_view document) {
    const auto found = std::ranges::find(forms(), form, &Form::name);
    if (found == forms().end())
        throw Error(ErrorKind::usage, "summarising a document: no form " + std::string(form));
    Facts facts(form);
    try {
        found->read(document, facts);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::malformed) throw;
        DocumentSummary refused;
        refused.form = form;
        refused.problem = error.what();
        return refused;
    }
    return facts.take();
}

}  // namespace exhibit::documents
