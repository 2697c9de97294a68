// Glushkov's construction: each particle is a state, and an expression is known by the particles
// that can be its first, those that can be its last, and whether it can be empty.
#include "exchange/schema/content_model.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace exhibit::exchange::schema {
namespace {

using Indexes = std::vector<std::uint16_t>;

struct Part {
    Indexes first;
    Indexes last;
    bool empty = true;
};

void add(Indexes& to, const Indexes& more) {
    for (const std::uint16_t index : more)
        if (std::find(to.begin(), to.end(), index) == to.end()) to.push_back(index);
}

class Compiler {
public:
    explicit Compiler(std::string_view expression) : rest_(expression) {
        model_.follow.emplace_back();
    }

    ContentModel compile() {
        const Part whole = sequence();
        CHECK(rest_.empty());
        model_.follow[0] = whole.first;
        model_.accepts.assign(model_.follow.size(), false);
        model_.accepts[0] = whole.empty;
        for (const std::uint16_t index : whole.last) model_.accepts[index + 1U] = true;
        return std::move(model_);
    }

private:
    void skip_blanks() {
        while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
    }
    bool take(char c) {
        skip_blanks();
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool at_end() {
        skip_blanks();
        return rest_.empty() || rest_.front() == '|' || rest_.front() == ')';
    }

    Part sequence() {
        Part whole;
        while (!at_end()) {
            const Part next = item();
            for (const std::uint16_t last : whole.last) add(model_.follow[last + 1U], next.first);
            if (whole.empty) add(whole.first, next.first);
            if (next.empty) {
                add(whole.last, next.last);
            } else {
                whole.last = next.last;
            }
            whole.empty = whole.empty && next.empty;
        }
        return whole;
    }

    Part choice() {
        Part whole = sequence();
        while (take('|')) {
            const Part other = sequence();
            add(whole.first, other.first);
            add(whole.last, other.last);
            whole.empty = whole.empty || other.empty;
        }
        CHECK(take(')'));
        return whole;
    }

    Part item() {
        const std::size_t from = model_.particles.size();
        Part part = take('(') ? choice() : particle();
        const bool many = !rest_.empty() && (rest_.front() == '*' || rest_.front() == '+');
        const bool none = !rest_.empty() && (rest_.front() == '*' || rest_.front() == '?');
        if (many || none) rest_.remove_prefix(1);
        if (none) part.empty = true;
        if (!many) return part;
        for (const std::uint16_t last : part.last) add(model_.follow[last + 1U], part.first);
        for (std::size_t i = from; i < model_.particles.size(); ++i)
            model_.particles[i].repeats = true;
        return part;
    }

    Part particle() {
        const std::size_t end = std::min(rest_.find_first_of(" ?*+|()"), rest_.size());
        std::string_view name = rest_.substr(0, end);
        CHECK(!name.empty());
        rest_.remove_prefix(end);
        Particle particle;
        if (name.front() == '#') {
            particle.must_be_known = name.back() == '!';
            particle.kind = name.starts_with("#any") ? Particle::Kind::any : Particle::Kind::other;
            particle.local = name;
        } else {
            const std::size_t equals = name.find('=');
            if (equals != std::string_view::npos) particle.type = name.substr(equals + 1);
            name = name.substr(0, equals);
            const std::size_t colon = name.find(':');
            if (colon != std::string_view::npos) particle.prefix = name.substr(0, colon);
            particle.local = name.substr(colon == std::string_view::npos ? 0 : colon + 1);
        }
        const auto index = static_cast<std::uint16_t>(model_.particles.size());
        model_.particles.push_back(particle);
        model_.follow.emplace_back();
        return {{index}, {index}, false};
    }

    std::string_view rest_;
    ContentModel model_;
};

}  // namespace

ContentModel compile_content(std::string_view expression) {
    return Compiler(expression).compile();
}

}  // namespace exhibit::exchange::schema
