#include "verify/report.hpp"

#include <algorithm>

namespace exhibit::verify {

void Report::add(Finding finding) {
    const std::string event = finding.event ? std::to_string(*finding.event) : "";
    const std::string key = finding.code + "\n" + finding.object + "\n" + finding.item + "\n" +
                            event + "\n" + finding.text;
    if (known_.insert(key).second) findings_.push_back(std::move(finding));
}

void Report::violation(std::string_view code, std::string object, std::string text) {
    add({std::string(code), Severity::violation, std::move(object), {}, {}, std::move(text)});
}

void Report::warning(std::string_view code, std::string object, std::string text) {
    add({std::string(code), Severity::warning, std::move(object), {}, {}, std::move(text)});
}

void Report::note(std::string_view code, std::string object, std::string text) {
    add({std::string(code), Severity::note, std::move(object), {}, {}, std::move(text)});
}

bool Report::attempt(std::string_view code, const std::string& object,
                     const std::function<void()>& work) {
    try {
        work();
        return true;
    } catch (const Error& error) {
        if (!tells_evidence(error)) throw;
        violation(code, object, sentence(error));
        return false;
    }
}

bool Report::blames(std::string_view object) const noexcept {
    return std::any_of(findings_.begin(), findings_.end(), [&](const Finding& finding) {
        return finding.severity == Severity::violation && finding.object == object;
    });
}

bool tells_evidence(const Error& error) noexcept {
    switch (error.kind()) {
        case ErrorKind::not_found:
        case ErrorKind::denied:
        case ErrorKind::io:
        case ErrorKind::malformed:
        case ErrorKind::corrupt:
        case ErrorKind::unsupported:
        case ErrorKind::verification:
        case ErrorKind::partial: return true;
        case ErrorKind::usage:
        case ErrorKind::conflict:
        case ErrorKind::crypto:
        case ErrorKind::interrupted:
        case ErrorKind::internal: return false;
    }
    return false;
}

std::string sentence(const Error& error) {
    std::string text = error.what();
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    }
    if (text.empty() || text.back() != '.') text += '.';
    return text;
}

void stop_if_asked(const CancelFlag* cancel, std::string_view doing) {
    if (cancel == nullptr || !cancel->requested()) return;
    throw Error(ErrorKind::interrupted, std::string(doing) + " was stopped by the user.");
}

}  // namespace exhibit::verify
