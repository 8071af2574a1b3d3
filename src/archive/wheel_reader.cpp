#include "pexpack/archive/wheel_reader.hpp"

#include <fmt/format.h>

#include <string_view>

#include "bad_wheel.hpp"
#include "pexpack/archive/zip_content.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

constexpr std::uint64_t kDistInfoFileLimit = std::uint64_t{16} << 20;
constexpr std::string_view kDistInfoSuffix = ".dist-info";

// The folder part of an entry's name up to the first slash.
std::string_view top_folder(std::string_view name) {
    return name.substr(0, name.find('/'));
}

bool names_the_same(std::string_view dist_info, const WheelFilename& filename) {
    const std::string_view stem = dist_info.substr(0, dist_info.size() - kDistInfoSuffix.size());
    const auto dash = stem.rfind('-');
    if (dash == std::string_view::npos) return false;
    const auto version = Version::parse(stem.substr(dash + 1));
    return normalized_name(stem.substr(0, dash)) == filename.name.to_string() && version &&
           *version == filename.version;
}

std::string find_dist_info(const ZipDirectory& directory, const std::string& path,
                           const WheelFilename& filename) {
    std::string found;
    for (const ZipEntry& entry : directory.entries()) {
        const std::string_view folder = top_folder(entry.name);
        if (!folder.ends_with(kDistInfoSuffix)) continue;  // a file of such a name is none, either
        if (found == folder) continue;
        if (!found.empty()) {
            throw bad_wheel(path, fmt::format("it has two metadata folders, `{}` and `{}`",
                                              printable(found), printable(folder)));
        }
        found = folder;
    }
    if (found.empty()) throw bad_wheel(path, "it has no *.dist-info folder");
    if (!names_the_same(found, filename)) {
        throw bad_wheel(path,
                        fmt::format("its metadata folder is `{}`, which is another name or version "
                                    "than the file's",
                                    printable(found)));
    }
    return found;
}

}  // namespace

Error bad_wheel(const std::string& path, std::string_view what) {
    return Error(ErrorKind::kBadInput, fmt::format("`{}` is not a sound wheel: {}", path, what));
}

WheelReader::WheelReader(const std::string& path, const WheelFilename& filename)
    : file_(ReadableFile::open(path)),
      directory_(ZipDirectory::read(file_)),
      dist_info_(find_dist_info(directory_, path, filename)) {}

std::optional<std::string> WheelReader::dist_info_file(const std::string& name) const {
    const ZipEntry* entry = directory_.find(dist_info_ + "/" + name);
    if (entry == nullptr) return std::nullopt;
    return read_zip_entry(file_, *entry, kDistInfoFileLimit);
}

std::string WheelReader::metadata_text() const {
    auto text = dist_info_file("METADATA");
    if (!text) throw bad_wheel(file_.path(), "it has no METADATA");
    return std::move(*text);
}

std::vector<EntryPoint> WheelReader::entry_points() const {
    const auto text = dist_info_file("entry_points.txt");
    if (!text) return {};
    auto points = parse_entry_points(*text);
    if (!points) {
        throw bad_wheel(file_.path(), fmt::format("its entry_points.txt cannot be read: {}",
                                                  points.error().message));
    }
    return std::move(points).value();
}

}  // namespace pexpack
