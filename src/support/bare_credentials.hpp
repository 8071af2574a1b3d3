#pragma once

#include <string>
#include <string_view>

namespace pexpack {

inline constexpr std::string_view kBlanks = " \t\r\n\f\v";
inline constexpr std::string_view kWordEnd = " \t\r\n\f\v\"'`<>";  // ends a URL as it should be
inline constexpr std::string_view kHidden = "****";

inline bool is_one_of(char c, std::string_view set) {
    return set.find(c) != std::string_view::npos;
}

// Whether the `@` there can end a password: `a @ b` does not.
bool may_end_credentials(std::string_view text, std::size_t at);

// The last `@` that can, or npos.
std::size_t last_credentials_end(std::string_view text);

// `me:password@host` in one line without URLs becomes `****@host`, a misspelt scheme before it
// included. In the path of a URL a slash ends what may be a user name or a password; elsewhere it
// may be part of a password.
std::string without_bare_credentials(std::string_view text, bool is_path);

}  // namespace pexpack
