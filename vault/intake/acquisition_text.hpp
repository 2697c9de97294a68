// Pieces of text that the readers of acquisition logs share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "intake/acquisition_log.hpp"

namespace exhibit::intake {

using LogLines = std::vector<std::string_view>;

/// The log is recognised but not consistent: it becomes `unrecognized`, for this reason.
struct NotUnderstood {
    std::string reason;
};

/// Without spaces and tabs at both ends.
std::string_view trimmed(std::string_view text) noexcept;
/// What follows `label` in a line that starts with it (after blanks), trimmed.
std::optional<std::string_view> after_label(std::string_view line, std::string_view label) noexcept;
/// A digest of `algorithm` in either case, as lower case; nothing if it is not exactly one.
std::optional<std::string> digest_text(std::string_view text, std::string_view algorithm);
/// The algorithm by its name as tools write it ("SHA1", "sha-1", "MD5"); empty if unknown.
std::string algorithm_name(std::string_view text);
/// The algorithm that digests of so many hexadecimal digits most likely have; empty if none.
std::string algorithm_of_digits(std::size_t digits);
/// "7.856.127", "104,857,600" or plain; groups are three digits and use one separator only.
std::optional<std::uint64_t> parse_grouped(std::string_view text);
/// Adds the sectors `first` up to but not including `end`. NotUnderstood if that is no range.
void add_sectors(AcquisitionLog& log, std::uint64_t first, std::uint64_t end);
/// Adds bytes as a bad range, joined with the one before where they touch.
void add_bad_bytes(AcquisitionLog& log, std::uint64_t offset, std::uint64_t length);
/// Warns of a verdict that is not known to be a good one; a log without a verdict has none.
void warn_of_verdict(AcquisitionLog& log, bool good);
/// Adds a digest. NotUnderstood beyond acquisition_digests_max.
void add_digest(AcquisitionLog& log, LogDigest digest);

/// One reader per family: nothing if the log is not one of its tool.
std::optional<AcquisitionLog> read_ewf_log(const LogLines& lines);
std::optional<AcquisitionLog> read_dc3dd_log(const LogLines& lines);
std::optional<AcquisitionLog> read_dcfldd_log(const LogLines& lines);
std::optional<AcquisitionLog> read_ddrescue_map(const LogLines& lines);
std::optional<AcquisitionLog> read_hashdeep_list(const LogLines& lines);
std::optional<AcquisitionLog> read_digest_list(const LogLines& lines);
std::optional<AcquisitionLog> read_kape_log(const LogLines& lines);
std::optional<AcquisitionLog> read_ftk_log(const LogLines& lines);
std::optional<AcquisitionLog> read_guymager_log(const LogLines& lines);
std::optional<AcquisitionLog> read_tableau_log(const LogLines& lines);
/// A document that looks like XML; its lines may be of any length.
std::optional<AcquisitionLog> read_dfxml_report(std::string_view document);

}  // namespace exhibit::intake
