#include "verify/report.hpp"

namespace exhibit::verify {

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

bool Report::blames(std::string_view object) const {
    bool found = false;
    findings_.each([&](const Finding& finding) {
        found = found || (finding.severity == Severity::violation && finding.object == object);
    });
    return found;
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
    // The name of an object stays as it is: people look for it.
    const bool named = text.substr(0, text.find(' ')).find('/') != std::string::npos;
    if (!named && !text.empty() && text.front() >= 'a' && text.front() <= 'z') {
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
