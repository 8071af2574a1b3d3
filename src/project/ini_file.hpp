// setup.cfg as Python's configparser reads it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pexpack {

struct IniSection {
    std::string name;
    std::vector<std::pair<std::string, std::string>> options;  // values may have several lines
};

// Hands over what configparser refuses, a `DEFAULT` section, and `%`, which it gives a meaning.
std::vector<IniSection> parse_ini(std::string_view text);

}  // namespace pexpack
