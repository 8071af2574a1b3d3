#include "license_expression.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

// The identifiers that projects of Python use most; any other is left to the back end, which has
// the whole list.
constexpr std::array<std::string_view, 46> kUsual = {"0BSD",
                                                     "AFL-3.0",
                                                     "AGPL-3.0-only",
                                                     "AGPL-3.0-or-later",
                                                     "Apache-2.0",
                                                     "Artistic-2.0",
                                                     "BSD-1-Clause",
                                                     "BSD-2-Clause",
                                                     "BSD-3-Clause",
                                                     "BSD-3-Clause-Clear",
                                                     "BSD-4-Clause",
                                                     "BSL-1.0",
                                                     "CC-BY-4.0",
                                                     "CC-BY-SA-4.0",
                                                     "CC0-1.0",
                                                     "CECILL-2.1",
                                                     "CNRI-Python",
                                                     "ECL-2.0",
                                                     "EPL-1.0",
                                                     "EPL-2.0",
                                                     "EUPL-1.2",
                                                     "GPL-2.0-only",
                                                     "GPL-2.0-or-later",
                                                     "GPL-3.0-only",
                                                     "GPL-3.0-or-later",
                                                     "HPND",
                                                     "ISC",
                                                     "LGPL-2.1-only",
                                                     "LGPL-2.1-or-later",
                                                     "LGPL-3.0-only",
                                                     "LGPL-3.0-or-later",
                                                     "MIT",
                                                     "MIT-0",
                                                     "MIT-CMU",
                                                     "MPL-1.1",
                                                     "MPL-2.0",
                                                     "NCSA",
                                                     "OFL-1.1",
                                                     "PSF-2.0",
                                                     "PostgreSQL",
                                                     "Python-2.0",
                                                     "Unlicense",
                                                     "WTFPL",
                                                     "ZPL-2.1",
                                                     "Zlib",
                                                     "zlib-acknowledgement"};

std::string with_spaced_brackets(std::string_view text) {
    std::string spaced;
    for (const char c : text) {
        if (c == '(' || c == ')') {
            spaced += {' ', c, ' '};
        } else {
            spaced += c;
        }
    }
    return spaced;
}

}  // namespace

bool is_usual_license_expression(std::string_view text) {
    bool wants_license = true;
    int depth = 0;
    const std::string spaced = with_spaced_brackets(text);
    for (const std::string_view word : split(spaced, ' ')) {
        if (word.empty()) continue;
        if (word == "(" && wants_license) {
            ++depth;
        } else if (word == ")" && !wants_license && depth > 0) {
            --depth;
        } else if ((word == "AND" || word == "OR") && !wants_license) {
            wants_license = true;
        } else if (wants_license && std::ranges::find(kUsual, word) != kUsual.end()) {
            wants_license = false;
        } else {
            return false;
        }
    }
    return !wants_license && depth == 0;
}

}  // namespace pexpack
