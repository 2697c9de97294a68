// Values in the words of people: names for keys, sizes, times, findings.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cli/table.hpp"
#include "exhibit/vault.hpp"

namespace exhibit::cli {

/// Digits of a key id or hash that are shown to people; --json has all of them.
constexpr std::size_t short_digits = 12;
std::string short_hash(const std::string& hex);

/// Who stands behind the key ids of a vault.
class People {
public:
    explicit People(const Vault& vault);

    /// "Erika Muster (1a2b3c4d5e6f)"; the digits alone when the name is not known; "" for no key.
    std::string name(const std::string& key) const;
    /// "Erika Muster, Detective, Police of X, +49 …; key 1a2b3c4d5e6f".
    std::string in_full(const std::string& key) const;

private:
    std::map<std::string, Profile> profiles_;
};

/// "64.0 MiB (67,108,864 bytes)".
std::string size_text(std::uint64_t bytes);
/// "64.0 MiB in 0.9 s (71.1 MiB/s)".
std::string speed_text(std::uint64_t bytes, double seconds);
/// "2026-11-22 18:30:00 +01:00 (2026-11-22T17:30:00Z)"; empty when not set.
std::string time_text(Moment moment);

using Fields = std::vector<std::pair<std::string, std::string>>;
/// What an item is and where it stands, for field_list().
Fields item_fields(const ItemInfo& item, const People& people);
/// Why nothing is shown of an item that is not readable.
std::string unreadable_text(const ItemInfo& item);
/// What happened to it, and what was corrected; nothing for what signed events do not say.
Fields life_fields(const LifeInfo& life, const People& people);
/// "serial was \"A\", corrected to \"B\" in event 12 by Max Beispiel: digits swapped".
std::string correction_text(const CorrectionInfo& correction, const People& people);
/// The headline of an item: "INC-2026-014/3  image  disk of the laptop".
std::string item_line(const ItemInfo& item);

/// All findings, worst first: severity, code, where, then the sentence; "" when there are none.
std::string findings_text(std::vector<Finding> findings);
/// "1 violation, 2 warnings, no notes".
std::string findings_counted(const std::vector<Finding>& findings);

}  // namespace exhibit::cli
