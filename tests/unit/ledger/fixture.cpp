#include "fixture.hpp"

#include <algorithm>
#include <map>
#include <mutex>

namespace exhibit::ledger::test {

namespace {

crypto::SecretBytes named_secret(std::string_view name) {
    return crypto::SecretBytes::copy_of(crypto::sha256(as_bytes(name)).view());
}

}  // namespace

const crypto::SeedSigner& log_signer() {
    static const crypto::SeedSigner signer(named_secret("ledger test log"));
    return signer;
}

const crypto::SeedSigner& actor_signer() {
    static const crypto::SeedSigner signer(named_secret("ledger test actor"));
    return signer;
}

const Descriptor& descriptor() {
    static const std::string origin = "exhibit/00112233445566778899aabbccddeeff";
    static const Descriptor fixed{origin, {origin, log_signer().key()}};
    return fixed;
}

crypto::SecretBytes record_key() {
    return named_secret("ledger test record key");
}

Event event_of(const std::string& tag) {
    Event event;
    event.log = descriptor().origin;
    event.type = "test.event";
    event.time = Instant{1'790'000'000};
    event.happened = event.time;
    event.zone = ZoneOffset{60};
    event.actor.key = actor_signer().key().id();
    event.salt = crypto::sha256(as_bytes(tag)).bytes;
    event.body = encode::Json::Object{{"tag", tag}};
    return event;
}

std::string entry_of(const std::string& tag) {
    static std::mutex mutex;
    static std::map<std::string, std::string> kept;
    const std::lock_guard lock(mutex);
    std::string& text = kept[tag];
    if (text.empty()) text = sign_entry(event_of(tag), actor_signer());
    return text;
}

std::string tag_of(const Entry& entry) {
    return entry.event.body.at("tag", "body").string("tag");
}

LedgerReader reader_of(store::ObjectStore& store) {
    return LedgerReader(store, descriptor(), record_key());
}

AppendResult append_tags(store::ObjectStore& store, std::uint64_t first, std::uint64_t count) {
    LedgerReader reader = reader_of(store);
    exhibit::test::SeededRandom random(first + 1);
    LedgerWriter writer(reader, log_signer(), random);
    return writer.append([&](const CommittedState&) {
        std::vector<std::string> entries;
        for (std::uint64_t i = 0; i < count; ++i) {
            entries.push_back(entry_of(std::to_string(first + i)));
        }
        return entries;
    });
}

void fill(store::ObjectStore& store, std::uint64_t size, std::uint64_t width) {
    for (std::uint64_t first = 0; first < size; first += width) {
        append_tags(store, first, std::min(width, size - first));
    }
}

std::vector<std::string> texts_in(store::ObjectStore& store) {
    LedgerReader reader = reader_of(store);
    std::vector<std::string> texts;
    reader.visit_texts(
        LeafIndex{0}, reader.newest().checkpoint.size,
        [&texts](LeafIndex, std::string&& text) { texts.push_back(std::move(text)); });
    return texts;
}

std::vector<std::string> numbered_texts(std::uint64_t count) {
    std::vector<std::string> texts;
    for (const std::string& tag : numbered_tags(count)) texts.push_back(entry_of(tag));
    return texts;
}

std::vector<std::string> tags_in(store::ObjectStore& store) {
    LedgerReader reader = reader_of(store);
    std::vector<std::string> tags;
    for (const Entry& entry : reader.entries(LeafIndex{0}, reader.newest().checkpoint.size)) {
        tags.push_back(tag_of(entry));
    }
    return tags;
}

std::vector<std::string> numbered_tags(std::uint64_t count) {
    std::vector<std::string> tags;
    for (std::uint64_t i = 0; i < count; ++i) tags.push_back(std::to_string(i));
    return tags;
}

void copy_store(store::ObjectStore& from, store::ObjectStore& to) {
    for (const std::string& name : from.list("")) to.replace(name, from.get(name).value());
}

}  // namespace exhibit::ledger::test
