// Which prefix means which namespace, element by element (Namespaces in XML 1.0).
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace exhibit::xml {

inline constexpr std::string_view xml_namespace = "http://www.w3.org/XML/1998/namespace";
inline constexpr std::string_view xmlns_namespace = "http://www.w3.org/2000/xmlns/";

struct Binding {
    std::string_view prefix;  ///< empty for the default namespace
    std::string_view uri;     ///< empty where the default namespace is taken back
    std::size_t at = 0;       ///< offset of the declaration; 0 for the prefix xml
};

class Namespaces {
public:
    Namespaces();

    /// Views must live as long as this. A URI that had to be decoded is kept by keep().
    void bind(Binding binding) { bindings_.push_back(binding); }
    std::string_view keep(std::string decoded);
    std::size_t kept() const noexcept { return kept_.size(); }

    std::size_t size() const noexcept { return bindings_.size(); }
    /// Forgets all bindings but the first `size`.
    void shrink(std::size_t size) { bindings_.resize(size); }

    /// The empty prefix always has a namespace: the empty one, unless declared.
    std::optional<std::string_view> find(std::string_view prefix) const noexcept;
    /// What each prefix means now, the innermost declaration first; shadowed ones left out.
    std::vector<Binding> in_scope() const;
    const std::vector<Binding>& all() const noexcept { return bindings_; }

private:
    std::vector<Binding> bindings_;
    std::set<std::string, std::less<>> kept_;
};

}  // namespace exhibit::xml
