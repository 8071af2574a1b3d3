#include "json_text.hpp"

#include <fmt/format.h>

namespace pexpack {

std::string printable_json(std::string_view json) {
    constexpr char kC1Lead = '\xc2';  // in JSON such a character stands in a string alone
    constexpr char kDelete = '\x7f';
    std::string text;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char next = i + 1 < json.size() ? json[i + 1] : '\0';
        if (json[i] == kDelete) {
            text += "\\u007f";
        } else if (json[i] == kC1Lead && static_cast<unsigned char>(next) < 0xa0) {
            text += fmt::format("\\u{:04x}", static_cast<unsigned char>(next));
            ++i;
        } else {
            text += json[i];
        }
    }
    return text + "\n";
}

}  // namespace pexpack
