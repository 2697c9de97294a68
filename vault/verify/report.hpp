// Collects findings: bad evidence is written down and the work goes on; only what prevents work
// ends it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "exhibit/error.hpp"
#include "exhibit/progress.hpp"
#include "exhibit/types.hpp"
#include "verify/packed_findings.hpp"

namespace exhibit::verify {

class Report {
public:
    void violation(std::string_view code, std::string object, std::string text);
    void warning(std::string_view code, std::string object, std::string text);
    void note(std::string_view code, std::string object, std::string text);
    /// The same sentence about the same object and event is kept once.
    void add(const Finding& finding) { findings_.add(finding); }

    /// Runs `work`; an error that tells of bad evidence becomes a violation naming `object` and
    /// gives false. Our own failures and cancellation pass through.
    bool attempt(std::string_view code, const std::string& object,
                 const std::function<void()>& work);

    std::size_t count() const noexcept { return findings_.size(); }
    /// Whether one of these is a violation with this object.
    bool blames(std::string_view object) const;
    std::vector<Finding> take() { return findings_.take(); }

private:
    PackedFindings findings_;
};

/// Whether an error says something about stored bytes (also that the system could not read them),
/// and not about this program or its user.
bool tells_evidence(const Error& error) noexcept;
/// The error as one sentence with a final full stop.
std::string sentence(const Error& error);

/// Error(interrupted) when the user asked to stop.
void stop_if_asked(const CancelFlag* cancel, std::string_view doing);

}  // namespace exhibit::verify
