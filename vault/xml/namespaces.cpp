#include "xml/namespaces.hpp"

#include <algorithm>
#include <utility>

namespace exhibit::xml {

Namespaces::Namespaces() {
    bindings_.push_back({"", "", 0});
    bindings_.push_back({"xml", xml_namespace, 0});
}

std::string_view Namespaces::keep(std::string decoded) {
    return *kept_.insert(std::move(decoded)).first;
}

std::optional<std::string_view> Namespaces::find(std::string_view prefix) const noexcept {
    for (auto binding = bindings_.rbegin(); binding != bindings_.rend(); ++binding)
        if (binding->prefix == prefix) return binding->uri;
    return std::nullopt;
}

std::vector<Binding> Namespaces::in_scope() const {
    std::vector<Binding> found;
    for (auto binding = bindings_.rbegin(); binding != bindings_.rend(); ++binding) {
        const bool shadowed = std::any_of(found.begin(), found.end(), [&](const Binding& inner) {
            return inner.prefix == binding->prefix;
        });
        if (!shadowed) found.push_back(*binding);
    }
    return found;
}

}  // namespace exhibit::xml
