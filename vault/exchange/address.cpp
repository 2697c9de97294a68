#include "exchange/address.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace exhibit::exchange {
namespace {

bool is_number_up_to(std::string_view text, std::uint64_t largest) noexcept {
    const auto value = parse_decimal(text);
    return value && *value <= largest;
}

bool is_group(std::string_view text) noexcept {
    return !text.empty() && text.size() <= 4 &&
           text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

// Groups parted by colons; -1 if one of them is none. An IPv4 address at the end counts as two.
int count_groups(std::string_view text) noexcept {
    int groups = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(':'), text.size());
        const std::string_view group = text.substr(0, end);
        if (is_group(group)) {
            ++groups;
        } else if (end == text.size() && is_ipv4(group)) {
            groups += 2;
        } else {
            return -1;
        }
        if (end + 1 == text.size()) return -1;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return groups;
}

// Pairs of hexadecimal digits, six or eight, parted by colons or dashes.
bool is_hardware(std::string_view text) noexcept {
    if (text.size() != 17 && text.size() != 23) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool mark = i % 3 == 2;
        if (mark ? text[i] != ':' && text[i] != '-' : !is_group(text.substr(i, 1))) return false;
    }
    return true;
}

// An address, a slash, and the number of bits or a mask.
template <typename IsAddress>
bool is_net(std::string_view text, const IsAddress& is_address, std::uint64_t bits) noexcept {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos || !is_address(text.substr(0, slash))) return false;
    const std::string_view rest = text.substr(slash + 1);
    return is_number_up_to(rest, bits) || is_address(rest);
}

}  // namespace

bool is_ipv4(std::string_view text) noexcept {
    int parts = 0;
    for (;;) {
        const std::size_t end = std::min(text.find('.'), text.size());
        if (end > 3 || !is_number_up_to(text.substr(0, end), 255)) return false;
        ++parts;
        if (end == text.size()) return parts == 4;
        text.remove_prefix(end + 1);
    }
}

bool is_ipv6(std::string_view text) noexcept {
    const std::size_t gap = text.find("::");
    if (gap == std::string_view::npos) return count_groups(text) == 8;
    // An IPv4 address stands at the very end only.
    if (text.substr(0, gap).find('.') != std::string_view::npos) return false;
    const int before = count_groups(text.substr(0, gap));
    const int after = count_groups(text.substr(gap + 2));
    return before >= 0 && after >= 0 && before + after <= 7;
}

bool fits_category(std::string_view address, std::string_view category) noexcept {
    if (category == "ipv4-addr") return is_ipv4(address);
    if (category == "ipv6-addr") return is_ipv6(address);
    if (category == "ipv4-net" || category == "ipv4-net-mask" || category == "ipv4-net-masked")
        return is_net(address, is_ipv4, 32);
    if (category == "ipv6-net" || category == "ipv6-net-mask" || category == "ipv6-net-masked")
        return is_net(address, is_ipv6, 128);
    if (category == "mac") return is_hardware(address);
    if (category == "asn") {
        if (address.starts_with("AS") || address.starts_with("as")) address.remove_prefix(2);
        return is_number_up_to(address, 0xFFFFFFFF);
    }
    if (category == "e-mail") return address.find('@') != std::string_view::npos;
    return true;
}

}  // namespace exhibit::exchange
