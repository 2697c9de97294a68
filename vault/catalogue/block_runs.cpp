#include "catalogue/block_runs.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <map>
#include <utility>

#include "exhibit/error.hpp"

namespace exhibit::catalogue {
namespace {

constexpr std::string_view suffix = ".run";
const std::string part = ".part";
constexpr std::size_t number_digits = 16;
constexpr std::size_t name_bytes = 2 * number_digits + 1 + suffix.size();
/// An older file of fewer than so many times the records of the one after it is merged with it.
constexpr std::uint64_t merge_ratio = 4;

std::string hex_number(std::uint64_t number) {
    std::string digits;
    for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[number >> shift & 15];
    return digits;
}

std::optional<std::uint64_t> number_of(std::string_view digits) {
    std::uint64_t number = 0;
    for (const char c : digits) {
        const std::size_t value = std::string_view("0123456789abcdef").find(c);
        if (value == std::string_view::npos) return std::nullopt;
        number = number << 4 | value;
    }
    return number;
}

void remove_file(const std::string& path) {
    static_cast<void>(std::remove(path.c_str()));  // a file that stays is found again and judged
}

void finish(RunWriter& writer, const std::vector<crypto::Hash>& packs, const std::string& path) {
    writer.finish(packs);
    if (std::rename((path + part).c_str(), path.c_str()) != 0) throw_errno("naming " + path, errno);
}

/// Puts the packs of several files into one list.
class PackNumbers {
public:
    std::uint32_t of(const crypto::Hash& pack) {
        const auto [place, fresh] =
            numbers_.emplace(pack, static_cast<std::uint32_t>(packs_.size()));
        if (fresh) packs_.push_back(pack);
        return place->second;
    }
    std::vector<std::uint32_t> of(const std::vector<crypto::Hash>& packs) {
        std::vector<std::uint32_t> out;
        for (const crypto::Hash& pack : packs) out.push_back(of(pack));
        return out;
    }
    const std::vector<crypto::Hash>& packs() const noexcept { return packs_; }

private:
    std::map<crypto::Hash, std::uint32_t> numbers_;
    std::vector<crypto::Hash> packs_;
};

}  // namespace

BlockRuns::BlockRuns(std::string folder, const crypto::SecretBytes& key, std::size_t batch_records)
    : folder_(std::move(folder)),
      hash_(key),
      batch_records_(batch_records),
      batch_(std::make_unique<blob::MemoryBlockIndex>()) {
    load();
}

BlockRuns::~BlockRuns() {
    try {
        flush();
    } catch (const Error&) {
        return;  // What is not written here stands in the packs.
    }
}

std::string BlockRuns::path_of(Range range) const {
    return folder_ + "/" + hex_number(range.first) + "-" + hex_number(range.last) +
           std::string(suffix);
}

/// Those of the files there that no other file stands for; the others are removed.
std::vector<BlockRuns::Range> BlockRuns::list() const {
    std::vector<Range> all;
    std::error_code error;
    for (auto entry = std::filesystem::directory_iterator(folder_, error);
         !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.size() != name_bytes || !name.ends_with(suffix)) continue;
        const auto first = number_of(std::string_view(name).substr(0, number_digits));
        const auto last =
            number_of(std::string_view(name).substr(number_digits + 1, number_digits));
        if (first && last && *first <= *last) all.push_back({*first, *last});
    }
    std::sort(all.begin(), all.end(), [](const Range& a, const Range& b) {
        return a.first != b.first ? a.first < b.first : a.last > b.last;
    });
    std::vector<Range> out;
    for (const Range& range : all) {
        if (!out.empty() && range.last <= out.back().last) {
            remove_file(path_of(range));
        } else {
            out.push_back(range);
        }
    }
    return out;
}

void BlockRuns::load() {
    if (folder_.empty()) return;
    std::vector<std::unique_ptr<OpenRun>> old = std::move(runs_);
    runs_.clear();
    for (const Range& range : list()) {
        const auto open = std::find_if(old.begin(), old.end(),
                                       [&](const auto& run) { return run && run->range == range; });
        if (open != old.end()) {
            runs_.push_back(std::move(*open));
            continue;
        }
        try {
            runs_.push_back(
                std::make_unique<OpenRun>(OpenRun{range, BlockRun(path_of(range), hash_)}));
        } catch (const DamagedRun&) {
            remove_file(path_of(range));
        } catch (const Error& error) {
            // Another process merged it just now; what it says is found in the packs again.
            if (error.kind() != ErrorKind::not_found) throw;
        }
    }
}

void BlockRuns::drop(std::size_t number) {
    remove_file(runs_[number]->run.path());
    runs_.erase(runs_.begin() + static_cast<std::ptrdiff_t>(number));
}

std::optional<blob::BlockLocation> BlockRuns::find(const blob::BlockId& id) {
    if (auto found = batch_->find(id)) return found;
    for (std::size_t i = 0; i < runs_.size();) {
        try {
            if (auto found = runs_[i]->run.find(id)) return found;
            ++i;
        } catch (const DamagedRun&) {
            drop(i);
        }
    }
    return std::nullopt;
}

void BlockRuns::add_pack(const crypto::Hash& pack, std::span<const blob::TableEntry> entries) {
    batch_->add_pack(pack, entries);
    batch_packs_.push_back(pack);
    if (!folder_.empty() && batch_->size() >= batch_records_) flush();
}

std::vector<crypto::Hash> BlockRuns::known() const {
    std::set<crypto::Hash> packs(batch_packs_.begin(), batch_packs_.end());
    for (const auto& open : runs_) packs.insert(open->run.packs().begin(), open->run.packs().end());
    return {packs.begin(), packs.end()};
}

void BlockRuns::flush() {
    if (folder_.empty() || batch_packs_.empty()) return;
    make_private_folders(folder_);
    const FileLock lock(folder_ + "/lock");
    load();
    const std::uint64_t number = runs_.empty() ? 0 : runs_.back()->range.last + 1;
    write_batch({number, number});
    batch_ = std::make_unique<blob::MemoryBlockIndex>();
    batch_packs_.clear();
    load();
    merge();
}

void BlockRuns::clear() {
    batch_ = std::make_unique<blob::MemoryBlockIndex>();
    batch_packs_.clear();
    while (!runs_.empty()) drop(runs_.size() - 1);
}

void BlockRuns::write_batch(Range range) {
    PackNumbers numbers;
    static_cast<void>(numbers.of(batch_packs_));
    std::vector<RunRecord> records;
    records.reserve(batch_->size());
    batch_->for_each([&](const blob::BlockId& id, const blob::BlockLocation& place) {
        records.push_back({id, numbers.of(place.pack), static_cast<std::uint32_t>(place.offset),
                           place.sealed_bytes, place.content_bytes});
    });
    std::sort(records.begin(), records.end(),
              [](const RunRecord& a, const RunRecord& b) { return a.id < b.id; });
    const std::string path = path_of(range);
    RunWriter writer(path + part, hash_, records.size());
    for (const RunRecord& record : records) writer.add(record);
    finish(writer, numbers.packs(), path);
}

/// REQUIRES: the lock of the folder is held.
void BlockRuns::merge() {
    while (runs_.size() > 1) {
        const std::size_t older = runs_.size() - 2;
        const bool much_larger = runs_[older]->run.size() >= merge_ratio * runs_.back()->run.size();
        if (much_larger) return;
        try {
            merge_pair(older);
            load();
        } catch (const DamagedRun&) {
            // Which of the two it is shows when they are read whole; what is lost is in the packs.
            drop(older + 1);
            drop(older);
        }
    }
}

void BlockRuns::merge_pair(std::size_t older) {
    BlockRun& first = runs_[older]->run;
    BlockRun& second = runs_[older + 1]->run;
    PackNumbers numbers;
    const std::vector<std::uint32_t> first_packs = numbers.of(first.packs());
    const std::vector<std::uint32_t> second_packs = numbers.of(second.packs());
    const auto renumber = [](RunRecord record, const std::vector<std::uint32_t>& packs) {
        if (record.pack >= packs.size()) throw DamagedRun("a record names no pack of its file");
        record.pack = packs[record.pack];
        return record;
    };
    const Range range{runs_[older]->range.first, runs_[older + 1]->range.last};
    const std::string path = path_of(range);
    RunWriter writer(path + part, hash_, first.size() + second.size());
    RunCursor old(first);
    RunCursor fresh(second);
    while (old.record() != nullptr || fresh.record() != nullptr) {
        const RunRecord* const a = old.record();
        const RunRecord* const b = fresh.record();
        if (a == nullptr || (b != nullptr && b->id < a->id)) {
            writer.add(renumber(*b, second_packs));
            fresh.next();
            continue;
        }
        writer.add(renumber(*a, first_packs));
        // The pack that brought a block first keeps it.
        if (b != nullptr && b->id == a->id) fresh.next();
        old.next();
    }
    finish(writer, numbers.packs(), path);
}

std::uint64_t BlockRuns::size() const noexcept {
    std::uint64_t count = batch_->size();
    for (const auto& open : runs_) count += open->run.size();
    return count;
}

}  // namespace exhibit::catalogue
