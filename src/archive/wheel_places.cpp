#include "pexpack/archive/wheel_places.hpp"

#include <fmt/format.h>

#include <string_view>
#include <unordered_map>

#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"
#include "wheel_names.hpp"

namespace pexpack {

namespace {

struct Owner {
    std::string_view wheel;
    std::string_view file;
};
using Folders = std::unordered_map<std::string_view, Owner>;

// The folders that each file needs, with the first file that does.
Folders folders_of(const std::vector<WheelPlaces>& wheels) {
    Folders folders;
    for (const WheelPlaces& wheel : wheels) {
        std::string_view last;
        for (const std::string& place : wheel.places) {
            const std::string_view text = place;
            const auto end = text.rfind('/');
            // Files of one folder follow one another, so most of them need nothing new.
            if (end == std::string_view::npos || text.substr(0, end) == last) continue;
            last = text.substr(0, end);
            for (auto slash = end; slash != std::string_view::npos && slash > 0;
                 slash = text.rfind('/', slash - 1)) {
                if (!folders.emplace(text.substr(0, slash), Owner{wheel.filename, place}).second)
                    break;
            }
        }
    }
    return folders;
}

}  // namespace

WheelPlaces places_of(const WheelReader& wheel, const std::string& filename) {
    WheelPlaces result{.filename = filename, .places = {}};
    for (const ZipEntry& entry : wheel.directory().entries()) {
        if (!entry.is_directory()) result.places.push_back(installed_at(wheel, entry.name));
    }
    return result;
}

void refuse_clashes(const std::vector<WheelPlaces>& wheels) {
    const Folders folders = folders_of(wheels);
    for (const WheelPlaces& wheel : wheels) {
        for (const std::string& place : wheel.places) {
            const auto found = folders.find(place);
            if (found == folders.end()) continue;
            throw Error(ErrorKind::kBadInput,
                        fmt::format("`{}` and `{}` cannot be installed together", wheel.filename,
                                    found->second.wheel))
                .because(fmt::format("the one has the file `{}` where the other has a folder with "
                                     "`{}`",
                                     printable(place), printable(found->second.file)))
                .hint("leave one of the two packages out, or ask for another version of it");
        }
    }
}

}  // namespace pexpack
