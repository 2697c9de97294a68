#include "vault/acquisition_bookmark.hpp"

#include <string_view>

#include "base/text.hpp"
#include "encode/json.hpp"
#include "exhibit/error.hpp"

namespace exhibit {
namespace {

using encode::Json;

constexpr std::string_view format = "exhibit-bookmark-v1";
constexpr std::size_t sittings_max = 1000;

/// Its name tells nobody which source it is of.
std::string path_of(const Session& session, const custody::IncidentId& incident,
                    const intake::SourceIdentity& source, const crypto::SecretBytes& key) {
    const std::string of = encode::dump(Json::Object{
        {"incident", incident.text()},
        {"make", to_hex(as_bytes(source.make))},
        {"model", to_hex(as_bytes(source.model))},
        {"modified", std::to_string(source.modified)},
        {"name", to_hex(as_bytes(source.name))},
        {"origin", session.reader.descriptor().origin},
        {"serial", to_hex(as_bytes(source.serial))},
        {"size", source.size},
    });
    return session.home + "/acquisitions/" +
           crypto::KeyedHash(key).of({}, as_bytes(of)).hex().substr(0, 32);
}

crypto::SecretBytes key_of(const Session& session) {
    return crypto::subkey(session.identity.catalogue_key(), "exhbchkd", 2);
}

std::string dump(const KeptBookmark& kept) {
    Json::Array sittings;
    for (const Sitting& one : kept.sittings) {
        sittings.push_back(Json(Json::Object{{"begin", one.begin},
                                             {"ended", format_utc(one.ended)},
                                             {"started", format_utc(one.started)}}));
    }
    return encode::dump(Json::Object{
        {"format", format},
        {"length", kept.bookmark.length},
        {"manifest", kept.bookmark.manifest.hex()},
        {"sittings", std::move(sittings)},
    });
}

KeptBookmark parse(std::string_view text) {
    constexpr std::string_view source = "the bookmark of an acquisition";
    const Json json = encode::parse(text, std::string(source));
    KeptBookmark kept;
    kept.bookmark.length = json.at("length", source).natural("length");
    kept.bookmark.manifest.hash =
        crypto::Hash::from_hex(json.at("manifest", source).string("manifest"));
    for (const Json& one : json.at("sittings", source).array("sittings")) {
        kept.sittings.push_back({one.at("begin", source).natural("begin"),
                                 parse_utc(one.at("started", source).string("started")),
                                 parse_utc(one.at("ended", source).string("ended"))});
    }
    if (kept.sittings.empty()) throw Error(ErrorKind::malformed, "reading a bookmark: no sitting");
    return kept;
}

}  // namespace

AcquisitionBookmark::AcquisitionBookmark(const Session& session,
                                         const custody::IncidentId& incident,
                                         const intake::SourceIdentity& source)
    : file_(path_of(session, incident, source, key_of(session)), std::string(format),
            key_of(session)) {}

std::optional<KeptBookmark> AcquisitionBookmark::load() const {
    try {
        const std::optional<std::string> text = file_.load();
        if (text) return parse(*text);
    } catch (const Error&) {
        // Written by nobody else; another version of the program may have.
    }
    return std::nullopt;
}

std::uint64_t AcquisitionBookmark::keep(const KeptBookmark& kept) const {
    const std::optional<KeptBookmark> before = load();
    const std::uint64_t known = before ? before->bookmark.length : 0;
    if (known > kept.bookmark.length || kept.sittings.size() > sittings_max) return known;
    file_.keep(dump(kept));
    return kept.bookmark.length;
}

Acquisition::Acquisition(Session& session, const custody::IncidentId& incident,
                         const IngestRequest& request)
    : session_(session),
      request_(request),
      incident_(incident.text()),
      began_(session.clock->now()) {
    if (const auto source = intake::identify_source(request.source)) {
        file_.emplace(session, incident, *source);
    }
    if (!request.resume) return;
    if (file_) before_ = file_->load();
    if (before_) return;
    throw Error(ErrorKind::not_found,
                "going on with " + printable(request.source) + ": no acquisition of it for " +
                    incident_ +
                    " is remembered here that did not come to its end (a file must be "
                    "as it was, a device have its size and serial number); without --resume it is "
                    "read from its beginning");
}

void Acquisition::prepare(intake::IngestOptions& options) {
    if (!file_) return;
    if (options.read_back == nullptr) {
        if (!request_.resume) return;
        throw Error(ErrorKind::denied, "going on with " + printable(request_.source) +
                                           ": what was read before is taken from the vault, which "
                                           "takes a content grant of " +
                                           incident_);
    }
    options.on_bookmark = [this](const intake::Bookmark& bookmark) { keep(bookmark); };
    if (before_) {
        options.resume = {before_->bookmark, request_.retry_unreadable};
        return;
    }
    const std::optional<KeptBookmark> other = file_->load();
    if (!other || !request_.on_warning) return;
    request_.on_warning("An acquisition of " + printable(request_.source) + " for " + incident_ +
                        " came to byte " + grouped(other->bookmark.length) + " on " +
                        format_utc(other->sittings.back().ended) +
                        " and not to its end. This one begins anew; --resume goes on there.");
}

Instant Acquisition::started() const {
    return before_ ? before_->sittings.front().started : began_;
}

void Acquisition::keep(const intake::Bookmark& bookmark) {
    KeptBookmark now{bookmark, before_ ? before_->sittings : std::vector<Sitting>()};
    now.sittings.push_back({before_ ? before_->bookmark.length : 0, began_, session_.clock->now()});
    marked_ = file_->keep(now);
}

void Acquisition::forget() const noexcept {
    if (file_) file_->remove();
}

std::vector<std::string> Acquisition::notes(std::uint64_t places_compared) const {
    if (!before_) return {};
    std::string text =
        "The source was read in " + std::to_string(before_->sittings.size() + 1) + " sittings:";
    for (const Sitting& one : before_->sittings) {
        text += " from byte " + grouped(one.begin) + " between " + format_utc(one.started) +
                " and " + format_utc(one.ended) + ";";
    }
    text +=
        " from byte " + grouped(before_->bookmark.length) + " since " + format_utc(began_) + ".";
    return {std::move(text),
            "What was read before the last of them was taken from the vault, each block of it "
            "checked; " +
                counted(places_compared, "place", "places") +
                " of it were read from the source again and had the same bytes. The digests are of "
                "the whole stream."};
}

}  // namespace exhibit
