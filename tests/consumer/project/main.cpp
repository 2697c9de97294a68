// Uses the installed library as a stranger would: public headers and exhibit::exhibit only.
#include <exhibit/error.hpp>

#include <iostream>

int main() {
    try {
        throw exhibit::FormatError("consumer", 7, "a digit");
    } catch (const exhibit::Error& error) {
        std::cout << exhibit::to_string(error.kind()) << ": " << error.what() << '\n';
        return error.kind() == exhibit::ErrorKind::malformed ? 0 : 1;
    }
}
