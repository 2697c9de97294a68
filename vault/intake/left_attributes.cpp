#include "intake/left_attributes.hpp"

#include "base/text.hpp"

namespace exhibit::intake {
namespace {

constexpr std::size_t sentences_max = 32;

}  // namespace

void LeftAttributes::add(const std::string& name, const std::string& why, const std::string& path) {
    const std::pair key(name, why);
    if (left_.size() == sentences_max && !left_.contains(key)) {
        ++others_;
        return;
    }
    Left& left = left_[key];
    if (left.members++ == 0) left.first = path;
}

std::vector<std::string> LeftAttributes::sentences() const {
    std::vector<std::string> out;
    for (const auto& [key, left] : left_) {
        out.push_back("The extended attribute " + printable(key.first) + " of " +
                      counted(left.members, "member", "members") + " (first " +
                      printable(left.first) + ") was not set: " + key.second + ".");
    }
    if (others_ > 0) {
        out.push_back(counted(others_, "more extended attribute was", "more were") +
                      " not set, of other names.");
    }
    return out;
}

}  // namespace exhibit::intake
