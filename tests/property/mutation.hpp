// One small change of a text: what a wrong disk, a careless editor or an attacker does to it.
#pragma once

#include <rapidcheck.h>

#include <string>

namespace exhibit::test {

/// A byte that parsers of text give a meaning to, or any byte.
inline rc::Gen<char> telling_byte() {
    return rc::gen::oneOf(
        rc::gen::elementOf(std::string("\"\\{}[],:u0123456789abcdefAF-+=. \n\r\t\xE2\x80\x94\xFF")),
        rc::gen::arbitrary<char>());
}

/// `text` with one byte set, put in or taken out, or a piece copied elsewhere. May be `text`
/// itself.
inline std::string mutated(std::string text) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
    switch (*rc::gen::inRange(0, 4)) {
        case 0: text.insert(at, 1, *telling_byte()); break;
        case 1: text.erase(at, *rc::gen::inRange<std::size_t>(1, 4)); break;
        case 2: text.insert(at, text.substr(*rc::gen::inRange<std::size_t>(0, at + 1), 8)); break;
        default:
            if (at < text.size()) text[at] = *telling_byte();
    }
    return text;
}

}  // namespace exhibit::test
