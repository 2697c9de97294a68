// A RID system that others talk to: each message is judged, kept and answered, one at a time.
#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "vault/rid_keep.hpp"

namespace exhibit {
namespace {

constexpr std::size_t token_bytes = 24;
constexpr std::size_t callbacks_max = 64;

using rid::MessageType;

/// Answers that are given by a connection of our own, one after the other.
class Callbacks {
public:
    struct Answer {
        const RidPartner* partner;
        std::string address;
        std::string xml;
        std::string token;
    };
    Callbacks(const RidSystem::State& system, std::function<void(const std::string&)> log)
        : system_(system), log_(std::move(log)), thread_([this] { work(); }) {}
    ~Callbacks() {
        {
            const std::lock_guard lock(mutex_);
            ended_ = true;
        }
        more_.notify_all();
        thread_.join();
    }
    /// False when too many wait.
    bool add(Answer answer) {
        {
            const std::lock_guard lock(mutex_);
            if (waiting_.size() >= callbacks_max) return false;
            waiting_.push_back(std::move(answer));
        }
        more_.notify_all();
        return true;
    }

private:
    void work() {
        while (true) {
            std::unique_lock lock(mutex_);
            more_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
            if (ended_) return;
            const Answer answer = std::move(waiting_.front());
            waiting_.pop_front();
            lock.unlock();
            send(answer);
        }
    }
    void send(const Answer& answer) {
        const std::string to = printable(answer.partner->facts.name);
        try {
            const net::HttpsAnswer said = net::https_post(
                *system_.tls,
                {answer.address, answer.partner->facts.port,
                 [&](const Bytes& certificate) { return mismatch(*answer.partner, certificate); }},
                {}, {200, answer.xml, answer.token});
            log_("The answer for " + to + " was delivered (HTTP status " +
                 std::to_string(said.status) + ").");
        } catch (const Error& error) {
            log_("The answer for " + to + " was not delivered: " + error.what());
        }
    }

    const RidSystem::State& system_;
    const std::function<void(const std::string&)> log_;
    std::mutex mutex_;
    std::condition_variable more_;
    std::deque<Answer> waiting_;
    bool ended_ = false;
    std::thread thread_;
};

class Desk {
public:
    Desk(Vault& vault, const RidSystem::State& system, std::function<void(const std::string&)> log)
        : vault_(vault), system_(system), log_(log), callbacks_(system, log) {}

    /// Why a connection is not listened to.
    std::string gate(const Bytes& certificate, const std::string& address) const {
        const RidPartner* partner = system_.owner_of(certificate);
        if (partner == nullptr)
            return "its certificate is trusted, but of nobody on the list of peers";
        if (partner->facts.host != address)
            return "the peer " + printable(partner->facts.name) + " connects from " +
                   partner->facts.host + " only";
        return {};
    }
    net::HttpsAnswer hear(const net::HttpsRequest& request);

private:
    net::HttpsAnswer answer(const net::HttpsRequest& request, const RidPartner& partner,
                            const rid::Opened& opened);
    net::HttpsAnswer acknowledge(const RidPartner& partner, const rid::Message& to,
                                 const std::string& authorization,
                                 const std::string& justification);
    net::HttpsAnswer answer_query(const net::HttpsRequest& request, const RidPartner& partner,
                                  const rid::Message& query);

    Vault& vault_;
    const RidSystem::State& system_;
    std::function<void(const std::string&)> log_;
    Callbacks callbacks_;
};

int status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::malformed:
        case ErrorKind::unsupported: return 400;
        case ErrorKind::verification:
        case ErrorKind::denied: return 403;
        default: return 500;
    }
}

net::HttpsAnswer Desk::hear(const net::HttpsRequest& request) {
    const RidPartner* partner = system_.owner_of(request.peer);
    if (partner == nullptr) return {403, {}, {}};
    const std::string from = printable(partner->facts.name) + " (" + request.address + ")";
    std::optional<rid::Opened> opened;
    try {
        opened = system_.open(request.body, partner, partner->facts.signature_required);
    } catch (const Error& error) {
        log_("A message of " + from + " was refused: " + error.what());
        return {status_of(error.kind()), {}, {}};
    }
    const rid::Message& message = opened->message;
    const bool clear =
        message.payload == rid::Payload::iodef_v1 || message.payload == rid::Payload::iodef_v2;
    if (partner->facts.encryption == policy::RidEncryption::always && clear &&
        opened->decrypted == 0 && !rid::must_be_clear(message)) {
        log_("A message of " + from + " was refused: its report is not encrypted, as agreed.");
        return acknowledge(*partner, message, "Denied", "Encryption");
    }
    const std::string kept = keep_message(
        vault_, system_, {request.body, *opened, *partner, "received from " + request.address});
    std::string sentence =
        "A " + std::string(rid::to_string(message.type)) + " of " + from + " is kept as " + kept;
    if (!request.token.empty()) {
        const bool expected = RidTokens(system_.home).take(partner->facts.name, request.token);
        sentence += expected ? "; it answers what was asked" : "; its token was never given to us";
    }
    log_(sentence + ".");
    return answer(request, *partner, *opened);
}

net::HttpsAnswer Desk::answer(const net::HttpsRequest& request, const RidPartner& partner,
                              const rid::Opened& opened) {
    const rid::Message& message = opened.message;
    switch (message.type) {
        case MessageType::report:
        case MessageType::acknowledgement:
        case MessageType::result: return {200, {}, {}};
        case MessageType::query: return answer_query(request, partner, message);
        case MessageType::investigation_request:
        case MessageType::trace_request: break;
    }
    // What to do about it is for people to decide.
    if (partner.facts.signature_required && opened.parts.empty())
        return acknowledge(partner, message, "Denied", "AuthenticationOrigin");
    return acknowledge(partner, message, "Pending", "");
}

net::HttpsAnswer Desk::acknowledge(const RidPartner& partner, const rid::Message& to,
                                   const std::string& authorization,
                                   const std::string& justification) {
    rid::Message message = system_.message_to(partner, MessageType::acknowledgement);
    message.incident = to.incident;
    message.status = rid::RequestStatus{authorization, justification};
    const std::string xml = system_.seal(partner, message);
    keep_sent(vault_, system_, {xml, message, partner, {}});
    return {200, xml, {}};
}

net::HttpsAnswer Desk::answer_query(const net::HttpsRequest& request, const RidPartner& partner,
                                    const rid::Message& query) {
    const std::string incident = incident_for(vault_, system_, partner, query);
    if (incident.empty()) {
        // Not there, or not for this peer: the answer is the same, and tells neither.
        log_("The peer " + printable(partner.facts.name) + " asked about " +
             printable(query.incident->csirt) + "#" + printable(query.incident->id) +
             ", which is not ours or not for it to see.");
        return acknowledge(partner, query, "Denied", "Other");
    }
    EmitRequest emit;
    emit.incident = incident;
    emit.version = partner.facts.iodef == 1 ? IodefVersion::v1 : IodefVersion::v2;
    emit.csirt_name = system_.file.csirt;
    emit.recipients = partner.facts.name + " (" + partner.facts.csirt + ")";
    emit.purpose = "the answer to its RID Query";
    rid::Message message = system_.message_to(partner, MessageType::report);
    // RFC 6545 4.3.5: a Report without a document says that nothing is known.
    if (!vault_.items(incident).empty()) rid::put_report(message, vault_.emit_iodef(emit).document);
    const std::string xml = system_.seal(partner, message);
    keep_sent(vault_, system_, {xml, message, partner, {}});
    if (!partner.facts.callback) return {200, xml, {}};
    Bytes random(token_bytes);
    crypto::system_random().fill(random);
    const std::string token = to_base64url(random);
    if (!callbacks_.add({&partner, request.address, xml, token})) return {503, {}, {}};
    return {202, {}, token};
}

struct Place {
    std::string host;
    int port = -1;
};

Place place_of(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    Place place;
    if (colon != std::string::npos) {
        place.host = text.substr(0, colon);
        const char* end = text.data() + text.size();
        const auto parsed = std::from_chars(text.data() + colon + 1, end, place.port);
        if (parsed.ec != std::errc() || parsed.ptr != end) place.port = -1;
    }
    if (place.port < 0 || place.port > 65535 || place.host.empty())
        throw Error(ErrorKind::usage, "serving RID on '" + printable(text) +
                                          "': expected HOST:PORT, as in 192.0.2.7:4590");
    return place;
}

}  // namespace

void rid_serve(Vault& vault, const RidSystem& rid_system, const RidServing& serving,
               const CancelFlag& cancel) {
    const RidSystem::State& system = rid_system.state();
    static_cast<void>(vault.incident(system.file.inbox));  // Error(not_found) before any message
    const Place place = place_of(serving.listen.empty() ? system.file.listen : serving.listen);
    std::mutex log_mutex;
    const auto log = [&](const std::string& sentence) {
        const std::lock_guard lock(log_mutex);
        if (serving.log) serving.log(sentence);
    };
    Desk desk(vault, system, log);
    net::HttpsServer server(
        *system.tls, {},
        {[&](const Bytes& certificate, const std::string& address) {
             return desk.gate(certificate, address);
         },
         [&](const net::HttpsRequest& request) { return desk.hear(request); }, log});
    const int port = server.bind(place.host, place.port);
    if (serving.listening) serving.listening(place.host + ":" + std::to_string(port));
    server.run(cancel);
}

}  // namespace exhibit
