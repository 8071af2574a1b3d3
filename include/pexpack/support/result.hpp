// A value or the reason why there is none: for input that a caller may skip (a tag, a file name in
// a folder). What must stop the command is an Error (error.hpp) and is thrown.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "pexpack/support/check.hpp"

namespace pexpack {

// Why a text is not what it should be. `offset` counts bytes from the start of the parsed text.
struct ParseError {
    std::string message;
    std::size_t offset = 0;

    friend bool operator==(const ParseError&, const ParseError&) = default;
};

template <typename T>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    // Made in place, from what T is made of: for large ones.
    template <typename... Parts>
    explicit Result(std::in_place_t, Parts&&... parts)
        : state_(std::in_place_index<0>, std::forward<Parts>(parts)...) {}
    Result(ParseError error) : state_(std::in_place_index<1>, std::move(error)) {}

    bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    // The value; asking a failed result for it is a bug.
    const T& value() const& {
        PEXPACK_CHECK(has_value());
        return std::get<0>(state_);
    }
    T&& value() && {
        PEXPACK_CHECK(has_value());
        return std::move(std::get<0>(state_));
    }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    const T* operator->() const { return &value(); }

    // The reason; asking a good result for it is a bug.
    const ParseError& error() const {
        PEXPACK_CHECK(!has_value());
        return std::get<1>(state_);
    }

    std::optional<T> optional() const& {
        return has_value() ? std::optional<T>(value()) : std::nullopt;
    }
    std::optional<T> optional() && {
        return has_value() ? std::optional<T>(std::move(*this).value()) : std::nullopt;
    }

  private:
    std::variant<T, ParseError> state_;
};

}  // namespace pexpack
