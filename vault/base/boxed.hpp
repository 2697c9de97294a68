// A value kept apart on the heap, so that what holds it stays small: for what is large and rare.
#pragma once

#include <memory>
#include <utility>

namespace exhibit {

/// Copies and compares as its value does. After a move it may be assigned to, and nothing else.
template <typename T>
class Boxed {
public:
    Boxed() : Boxed(T{}) {}
    Boxed(T value) : value_(std::make_unique<T>(std::move(value))) {}
    Boxed(const Boxed& other) : value_(other.value_ ? std::make_unique<T>(*other) : nullptr) {}
    Boxed(Boxed&&) noexcept = default;
    Boxed& operator=(const Boxed& other) { return *this = Boxed(other); }
    Boxed& operator=(Boxed&&) noexcept = default;
    ~Boxed() = default;

    const T& operator*() const noexcept { return *value_; }
    bool operator==(const Boxed& other) const { return **this == *other; }

private:
    std::unique_ptr<T> value_;
};

}  // namespace exhibit
