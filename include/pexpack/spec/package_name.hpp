// A project's name in normal form (PEP 503): lower case, runs of `-`, `_` and `.` as one `-`.
#pragma once

#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "pexpack/support/result.hpp"

namespace pexpack {

class PackageName {
  public:
    // Fails unless `text` is a valid name (PEP 508: letters, digits, `-`, `_`, `.`, starting and
    // ending with a letter or digit).
    static Result<PackageName> parse(std::string_view text);

    // The name that `text` stands for where other rules decide what may be written: file names take
    // letters beyond ASCII, requirements an underscore at the end.
    static PackageName normalized(std::string_view text);

    // The name that starts a wheel's file name, where runs of other characters are one underscore
    // and dots stayed in use (PEP 427 "Escaping and Unicode"). Absent when it is not escaped so.
    static std::optional<PackageName> escaped(std::string_view text);

    // The normal form.
    const std::string& to_string() const { return text_; }

    friend bool operator==(const PackageName&, const PackageName&) = default;
    friend auto operator<=>(const PackageName&, const PackageName&) = default;

  private:
    explicit PackageName(std::string&& text) : text_(std::move(text)) {}
    std::string text_;
};

// PEP 503 normalisation of any text, valid name or not. Extras are normalised alike (PEP 685).
// Letters beyond ASCII are lowered too, as Python does it.
std::string normalized_name(std::string_view text);

// A valid name that normalized_name() leaves as it is.
bool is_normalized_name(std::string_view text);

}  // namespace pexpack

template <>
struct std::hash<pexpack::PackageName> {
    std::size_t operator()(const pexpack::PackageName& name) const {
        return std::hash<std::string>()(name.to_string());
    }
};
