// What must never be shown: the passwords and tokens that URLs carry.
#pragma once

#include <string>
#include <string_view>

namespace pexpack {

// The text with every URL in it stripped of its user name and password and of its query, each shown
// as `****`. A URL ends at a blank, a quotation mark, a backtick or an angle bracket. Text that has
// been through it once stays as it is.
std::string without_secrets(std::string_view text);

}  // namespace pexpack
