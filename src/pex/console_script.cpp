#include "pexpack/pex/console_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "pexpack/archive/wheel_reader.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

// "pkg-1.0.data/scripts/tool" -> "tool"; "" for any other file.
std::string_view script_of(std::string_view entry_name) {
    constexpr std::string_view kFolder = ".data/scripts/";
    const auto place = entry_name.find(kFolder);
    if (place == std::string_view::npos) return {};
    const std::string_view name = entry_name.substr(place + kFolder.size());
    const bool in_first_folder = entry_name.find('/') == place + kFolder.find('/');
    return in_first_folder && name.find('/') == std::string_view::npos ? name : std::string_view();
}

}  // namespace

ScriptTarget find_console_script(const std::string& name, const std::vector<Pin>& pins) {
    std::vector<std::string> known;
    for (const Pin& pin : pins) {
        const WheelReader wheel(pin.candidate.path, pin.candidate.filename);
        for (const EntryPoint& point : wheel.entry_points()) {
            if (!point.is_script()) continue;
            if (point.name == name) return {.entry_point = point.object.to_string(), .script = {}};
            known.push_back(printable(point.name));
        }
        for (const ZipEntry& entry : wheel.directory().entries()) {
            const std::string_view script = script_of(entry.name);
            if (script == name && !script.empty()) return {.entry_point = {}, .script = name};
            if (!script.empty()) known.push_back(printable(script));
        }
    }
    std::ranges::sort(known);
    const auto repeated = std::ranges::unique(known);
    known.erase(repeated.begin(), repeated.end());
    Error error(ErrorKind::kBadInput,
                fmt::format("no package has a console script `{}`", printable(name)));
    const std::string near = nearest_word(name, known);
    if (!near.empty()) {
        error.hint(fmt::format("did you mean `{}`? there are: {}", near, join(known, ", ")));
    } else if (known.empty()) {
        error.hint("none of the packages has any; name a module to run with `-m MODULE`");
    } else {
        error.hint(fmt::format("there are: {}", join(known, ", ")));
    }
    throw error;
}

}  // namespace pexpack
