// What must never be shown: the passwords and tokens that URLs carry.
#pragma once

#include <string>
#include <string_view>

namespace pexpack {

// The text with every URL in it stripped of its user name and password and of its query, each shown
// as `****`, and `user:password@` without a scheme, too. A URL ends at a blank, a quotation mark, a
// backtick or an angle bracket; where a password or a token seems to have one in it, more is
// hidden. In time that grows with the length of the text. Text that has been through it once may go
// through it again.
std::string without_secrets(std::string_view text);

}  // namespace pexpack
