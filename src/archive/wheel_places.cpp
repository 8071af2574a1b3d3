#include "pexpack/archive/wheel_places.hpp"

#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "pexpack/spec/package_name.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
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

// Which wheel a place belongs to so far, and who replaced whose files.
class Replacements {
  public:
    void add(const WheelPlaces& wheel) {
        for (std::size_t i = 0; i < wheel.places.size(); ++i)
            add(wheel, wheel.places[i], wheel.marks[i]);
        // What is made of an entry point names the wheel's own code.
        for (const std::string& program : wheel.programs) add(wheel, program, std::nullopt);
    }

    std::vector<std::string> warnings() const {
        std::vector<std::string> warnings;
        for (const auto& [wheels, files] : replaced_) {
            const std::string more =
                files.count == 1 ? "" : fmt::format(" and {} more", files.count - 1);
            warnings.push_back(
                fmt::format("`{}` and `{}` both have `{}`{}, which differ: the latter's are used",
                            wheels.first, wheels.second, printable(files.first), more));
        }
        return warnings;
    }

  private:
    // Two wheels of one project are for two targets.
    static std::string project_of(const WheelPlaces& wheel) {
        return normalized_name(wheel.filename.substr(0, wheel.filename.find('-')));
    }

    using Mark = std::optional<ContentMark>;  // none: it is like no other
    struct Holder {
        const WheelPlaces* wheel;
        Mark mark;
    };
    struct Files {
        std::string_view first;
        std::size_t count = 0;
    };

    void add(const WheelPlaces& wheel, std::string_view place, Mark mark) {
        const auto [found, is_new] = holders_.try_emplace(place, Holder{&wheel, mark});
        if (is_new) return;
        const Holder before = std::exchange(found->second, Holder{&wheel, mark});
        if ((mark && before.mark == mark) || project_of(*before.wheel) == project_of(wheel)) return;
        Files& files = replaced_[{before.wheel->filename, wheel.filename}];
        if (files.count++ == 0) files.first = place;
    }

    std::unordered_map<std::string_view, Holder> holders_;
    std::map<std::pair<std::string_view, std::string_view>, Files> replaced_;
};

}  // namespace

ContentMark content_mark_of(const std::string& path) {
    const ReadableFile file = ReadableFile::open(path);
    std::vector<std::byte> buffer(std::size_t{1} << 16);
    ContentMark mark;
    while (const std::size_t count = file.read_some(buffer, mark.size)) {
        mark.crc32 = ::libdeflate_crc32(mark.crc32, buffer.data(), count);
        mark.size += count;
    }
    return mark;
}

WheelPlaces places_of(const WheelReader& wheel, const std::string& filename) {
    WheelPlaces result{.filename = filename, .places = {}};
    for (const ZipEntry& entry : wheel.directory().entries()) {
        if (entry.is_directory()) continue;
        result.places.push_back(installed_at(wheel, entry.name));
        result.marks.push_back({.crc32 = entry.crc32, .size = entry.size});
    }
    for (const EntryPoint& point : wheel.entry_points()) {
        if (point.is_script()) result.programs.push_back("scripts/" + point.name);
    }
    return result;
}

void refuse_clashes(const std::vector<WheelPlaces>& wheels) {
    const Folders folders = folders_of(wheels);
    for (const WheelPlaces& wheel : wheels) {
        for (const std::string& place : wheel.places) {
            const auto found = folders.find(place);
            if (found == folders.end()) continue;
            if (found->second.wheel == wheel.filename) {
                throw Error(
                    ErrorKind::kBadInput,
                    fmt::format("`{}` cannot be installed: it has the file `{}` and a "
                                "folder with `{}`, which conflict",
                                wheel.filename, printable(place), printable(found->second.file)));
            }
            throw Error(ErrorKind::kBadInput,
                        fmt::format("`{}` and `{}` conflict: they cannot be installed together",
                                    wheel.filename, found->second.wheel))
                .because(fmt::format("the one has the file `{}` where the other has a folder with "
                                     "`{}`",
                                     printable(place), printable(found->second.file)))
                .hint("leave one of the two packages out, or ask for another version of it");
        }
    }
}

std::vector<std::string> replaced_files(const std::vector<WheelPlaces>& wheels) {
    std::vector<const WheelPlaces*> in_order;
    for (const WheelPlaces& wheel : wheels) in_order.push_back(&wheel);
    std::ranges::sort(in_order, {}, &WheelPlaces::filename);
    Replacements replacements;
    for (const WheelPlaces* wheel : in_order) replacements.add(*wheel);
    return replacements.warnings();
}

}  // namespace pexpack
