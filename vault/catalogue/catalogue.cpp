#include "catalogue/catalogue.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>

#include "base/codec.hpp"
#include "base/file.hpp"
#include "catalogue/block_runs.hpp"
#include "catalogue/tables.hpp"

namespace exhibit::catalogue {
namespace {

constexpr const char* memory_path = ":memory:";

std::string runs_folder(const std::string& path) {
    return path + ".blocks";
}

void remove_database(const std::string& path) {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"})
        (void)std::remove((path + suffix).c_str());  // absent is fine, and so is any other failure:
                                                     // opening tells
}

struct DigestQuery {
    std::string name;
    std::string hex;
};

/// "sha256:AB…", or hexadecimal digits of a digest's length.
std::optional<DigestQuery> digest_query(std::string_view text) {
    std::string name;
    if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
        name = text.substr(0, colon);
        text.remove_prefix(colon + 1);
    }
    std::string hex(text);
    for (char& c : hex)
        if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    if (hex.find_first_not_of("0123456789abcdef") != std::string::npos) return std::nullopt;
    for (const auto& [known, digits] :
         {std::pair{"md5", 32U}, std::pair{"sha1", 40U}, std::pair{"sha256", 64U}})
        if (hex.size() == digits && (name.empty() || name == known))
            return DigestQuery{known, std::move(hex)};
    return std::nullopt;
}

}  // namespace

struct Catalogue::State {
    std::string path;
    crypto::SecretBytes key;
    Owner owner;
    std::string warning;
    std::unique_ptr<Tables> open_tables;
    std::map<blob::IncidentTag, std::unique_ptr<BlockRuns>> blocks;

    BlockRuns& runs(const blob::IncidentTag& incident);

    void open() {
        try {
            // Held while the tables are made: of several processes one makes them.
            const FileLock lock(path + ".lock");
            open_tables = std::make_unique<Tables>(path, key, owner);
        } catch (const UnusableDatabase&) {
            make_again();
        } catch (const Error& error) {
            use_memory(error);
        }
    }

    /// What cannot be used is thrown away: everything in it can be made again.
    void make_again() {
        open_tables.reset();
        try {
            remove_database(path);
            open_tables = std::make_unique<Tables>(path, key, owner);
        } catch (const Error& error) {
            use_memory(error);
        }
    }

    void use_memory(const Error& error) {
        warning = std::string(error.what()) + "; the catalogue is kept in memory for this command";
        path = memory_path;
        open_tables = std::make_unique<Tables>(path, key, owner);
    }

    /// Runs a query; when the file turns out damaged, once more on a fresh one.
    template <typename Query>
    auto with_tables(const Query& query) {
        try {
            return query(*open_tables);
        } catch (const UnusableDatabase&) {
            make_again();
            return query(*open_tables);
        }
    }
};

/// Of one incident. A key of its own, so that files of another vault, handler or incident are not
/// taken for this one's.
crypto::SecretBytes runs_key(const crypto::SecretBytes& key, const Owner& owner,
                             const blob::IncidentTag& incident) {
    crypto::KeyedHash hash(crypto::subkey(key, "blockrun", 1));
    return crypto::SecretBytes::copy_of(hash.of(owner.genesis.view(), incident.view()).view());
}

BlockRuns& Catalogue::State::runs(const blob::IncidentTag& incident) {
    auto& index = blocks[incident];
    if (!index) {
        const std::string folder =
            path == memory_path ? "" : runs_folder(path) + "/" + to_hex(incident.view());
        index = std::make_unique<BlockRuns>(folder, runs_key(key, owner, incident));
    }
    return *index;
}

Catalogue::Catalogue(const std::string& path, const crypto::SecretBytes& key, const Owner& owner)
    : state_(std::make_unique<State>()) {
    state_->path = path;
    state_->key = key.clone();
    state_->owner = owner;
    try {
        make_private_folders(path.substr(0, path.rfind('/')));
    } catch (const Error& error) {
        state_->use_memory(error);
        return;
    }
    state_->open();
}

Catalogue::~Catalogue() = default;

const std::string& Catalogue::warning() const noexcept {
    return state_->warning;
}

std::uint64_t Catalogue::size() const {
    return state_->with_tables([](Tables& tables) {
        Use use(tables.event_count);
        tables.event_count.step();
        return tables.event_count.natural(0);
    });
}

void Catalogue::add_events(std::span<const IndexedEvent> events) {
    state_->with_tables([&](Tables& tables) {
        Transaction transaction(tables.database);
        for (const IndexedEvent& event : events) {
            const ledger::Entry& entry = event.entry;
            tables.add_event.bind(entry.index.value)
                .bind(entry.leaf.view())
                .bind_text(entry.event.type)
                .bind(entry.event.actor.key.view())
                .run();
            tables.add_values(entry.index.value, event.values);
        }
        transaction.commit();
    });
}

void Catalogue::add_values(std::uint64_t index, const std::vector<OpenedValues>& values) {
    state_->with_tables([&](Tables& tables) {
        Transaction transaction(tables.database);
        tables.add_values(index, values);
        transaction.commit();
    });
}

void Catalogue::set_members(const std::string& item,
                            std::span<const std::pair<std::string, Digests>> files) {
    state_->with_tables([&](Tables& tables) {
        Transaction transaction(tables.database);
        tables.drop_members.bind_text(item).run();
        for (const auto& [path, digests] : files)
            tables.add_member.bind_text(item)
                .bind(as_bytes(path))
                .bind_text(digests.md5)
                .bind_text(digests.sha1)
                .bind_text(digests.sha256)
                .run();
        tables.mark_members.bind_text(item).run();
        transaction.commit();
    });
}

bool Catalogue::has_members(const std::string& item) const {
    return state_->with_tables([&](Tables& tables) {
        Use use(tables.find_mark);
        return tables.find_mark.bind_text(item).step();
    });
}

std::vector<Match> Catalogue::search(const std::string& text) const {
    return state_->with_tables([&](Tables& tables) {
        if (const auto digest = digest_query(text))
            return tables.search_digest(digest->name, digest->hex);
        return tables.search_text(text);
    });
}

blob::BlockIndex& Catalogue::blocks(const blob::IncidentTag& incident) {
    return state_->runs(incident);
}

std::vector<crypto::Hash> Catalogue::known_packs(const blob::IncidentTag& incident) const {
    return state_->runs(incident).known();
}

void Catalogue::forget_blocks(const blob::IncidentTag& incident) {
    state_->runs(incident).clear();
}

void Catalogue::clear() {
    for (const auto& [incident, runs] : state_->blocks) runs->clear();
    if (state_->path == memory_path) {
        state_->open_tables = std::make_unique<Tables>(state_->path, state_->key, state_->owner);
        return;
    }
    // Also of incidents nobody asked for here.
    std::error_code error;
    std::filesystem::remove_all(runs_folder(state_->path), error);
    state_->make_again();
}

}  // namespace exhibit::catalogue
