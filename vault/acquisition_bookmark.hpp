// An acquisition in one or several sittings, and what one handler's program keeps of it until it
// comes to its end. FORMAT.md 11.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "exhibit/acts.hpp"
#include "intake/ingest.hpp"
#include "intake/source_identity.hpp"
#include "ledger/sealed_file.hpp"
#include "vault/session.hpp"

namespace exhibit {

/// One stretch of reading a source, from the byte where it began.
struct Sitting {
    std::uint64_t begin = 0;
    Instant started;
    Instant ended;  ///< when the last bookmark of it was kept
};

struct KeptBookmark {
    intake::Bookmark bookmark;
    std::vector<Sitting> sittings;  ///< at least one
};

/// The bookmark of one source, for one incident.
class AcquisitionBookmark {
public:
    AcquisitionBookmark(const Session& session, const custody::IncidentId& incident,
                        const intake::SourceIdentity& source);

    /// nullopt when there is none, or none that can be read.
    std::optional<KeptBookmark> load() const;
    /// Unless one is kept that is further: a source that is begun anew by mistake loses nothing.
    /// Returns how far the one is that is there then.
    std::uint64_t keep(const KeptBookmark& kept) const;
    void remove() const noexcept { file_.remove(); }

private:
    ledger::SealedFile file_;
};

/// One ingest, as far as it goes on with an earlier one or can be gone on with.
class Acquisition {
public:
    /// Error(not_found) when it is to go on and nothing is known of an earlier one.
    Acquisition(Session& session, const custody::IncidentId& incident,
                const IngestRequest& request);

    /// Puts in what is to be told and where to begin. Error(denied) where going on takes a grant
    /// that this handler lacks: without read_back.
    void prepare(intake::IngestOptions& options);
    /// When the first sitting began.
    Instant started() const;
    /// Bytes of the source that another ingest can go on after; 0 while there are none.
    std::uint64_t marked() const noexcept { return marked_; }
    /// What the record says of several sittings; none of one.
    std::vector<std::string> notes(std::uint64_t places_compared) const;
    /// What was kept is of no more use: the item is recorded, or it cannot be read.
    void forget() const noexcept;

private:
    void keep(const intake::Bookmark& bookmark);

    Session& session_;
    const IngestRequest& request_;
    std::string incident_;
    std::optional<AcquisitionBookmark> file_;  ///< none for what is no file and no device
    std::optional<KeptBookmark> before_;       ///< only when it is gone on with
    std::uint64_t marked_ = 0;
    Instant began_;
};

}  // namespace exhibit
