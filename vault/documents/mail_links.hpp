// Links in the texts of a message, as they are written there. None is ever followed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace exhibit::documents {

inline constexpr std::size_t links_told_max = 64;

/// Distinct links in the order they are met: the first of them, and how many more there are.
class Links {
public:
    void add(std::string link);
    const std::vector<std::string>& first() const noexcept { return links_; }
    std::size_t left_out() const noexcept { return left_out_; }

private:
    std::vector<std::string> links_;
    std::size_t left_out_ = 0;
};

/// http, https and ftp links in running text.
void find_links(std::string_view text, Links& links);
/// Those in the attributes of tags that lead elsewhere or load something, and in the text between.
void find_html_links(std::string_view html, Links& links);

}  // namespace exhibit::documents
