// Extended attributes that members of an export do not have, and why: a sentence for each name and
// reason, since a whole tree may have the same.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace exhibit::intake {

class LeftAttributes {
public:
    void add(const std::string& name, const std::string& why, const std::string& path);
    std::vector<std::string> sentences() const;

private:
    struct Left {
        std::uint64_t members = 0;
        std::string first;  ///< path
    };
    std::map<std::pair<std::string, std::string>, Left> left_;  ///< by name and reason
    std::uint64_t others_ = 0;                                  ///< beyond what is told one by one
};

}  // namespace exhibit::intake
