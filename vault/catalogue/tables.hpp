// The tables of a catalogue and the statements over them: one open database file.
#pragma once

#include <memory>
#include <string>

#include "catalogue/catalogue.hpp"
#include "catalogue/database.hpp"

namespace exhibit::catalogue {

/// Raised whenever the tables or what is put into them change: an older file is made again.
inline constexpr std::string_view catalogue_version = "2";

struct Tables {
    /// UnusableDatabase when the file is not a catalogue of this version and owner.
    Tables(const std::string& path, const crypto::SecretBytes& key, const Owner& owner);

    void add_values(std::uint64_t index, const std::vector<OpenedValues>& values);
    std::vector<Match> search_digest(std::string_view name, std::string_view hex);
    std::vector<Match> search_text(const std::string& text);

    Database database;
    Statement get_meta;
    Statement set_meta;
    Statement event_count;
    Statement add_event;
    Statement add_value;
    Statement add_member;
    Statement drop_members;
    Statement mark_members;
    Statement find_mark;

private:
    void require_owner(const Owner& owner);
};

}  // namespace exhibit::catalogue
