// The order of children, as an automaton: after each child, which may come next.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace exhibit::exchange::schema {

/// One child of a content expression (vocabulary.hpp).
struct Particle {
    enum class Kind : std::uint8_t { element, any, other };
    Kind kind = Kind::element;
    bool must_be_known = false;  ///< of any and other
    bool repeats = false;
    std::string_view prefix;  ///< of another vocabulary
    std::string_view local;
    std::string_view type;  ///< as written after "="; empty: the element of this name
};

/// State 0 is before the first child, state i+1 after particle i. The expressions of the schemas
/// are deterministic: of the particles in `follow`, at most one fits a child.
struct ContentModel {
    std::vector<Particle> particles;
    std::vector<std::vector<std::uint16_t>> follow;  ///< by state
    std::vector<bool> accepts;                       ///< by state: the element may end here
};

/// `expression` is one of our own tables: a mistake in it ends the program.
ContentModel compile_content(std::string_view expression);

}  // namespace exhibit::exchange::schema
