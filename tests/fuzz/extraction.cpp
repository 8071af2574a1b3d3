// A wheel in a pex, in one of the three forms that pexes have, taken out and installed. The first
// byte chooses the form; then, between NUL bytes, name and content of each file, to which what
// makes a wheel of them is added with the right hashes. Whatever the names are, nothing is written
// beside the folder, and a sound wheel comes out as a sound wheel with the same files.
#include <algorithm>
#include <optional>

#include "fuzz/laws.hpp"
#include "fuzz/memory_file.hpp"
#include "pexpack/archive/wheel_check.hpp"
#include "pexpack/archive/wheel_places.hpp"
#include "pexpack/archive/zip_content.hpp"
#include "pexpack/pex/extracted_wheel.hpp"
#include "pexpack/pex/virtual_environment.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/hash.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/zip_builder.hpp"

namespace pexpack {

namespace {

constexpr const char* kFilename = "a-1-py3-none-any.whl";
constexpr std::uint64_t kLargest = std::uint64_t{1} << 24;

BuiltZip wheel_of(std::string_view input) {
    const auto fields = split(input, '\0');
    WheelFiles files;
    for (std::size_t i = 0; i + 1 < fields.size(); i += 2)
        files.emplace_back(fields[i], fields[i + 1]);
    return wheel_zip("a", "1", files);
}

std::string pex_with(const BuiltZip& wheel, PexWheelForm form) {
    const std::string place = std::string(".deps/") + kFilename;
    const std::string bytes = build_zip(wheel);
    const char* are_wheels = form == PexWheelForm::kWheel ? "true" : "false";
    const std::string info = std::string("{\"deps_are_wheel_files\":") + are_wheels +
                             ",\"distributions\":{\"" + kFilename + "\":\"" + sha256_hex(bytes) +
                             "\"}}";
    BuiltZip pex{.entries = {{.name = "PEX-INFO", .content = info}}};
    if (form == PexWheelForm::kInstalledFolder) {
        for (const BuiltEntry& entry : wheel.entries)
            pex.entries.push_back({.name = place + "/" + entry.name, .content = entry.content});
    } else {
        pex.entries.push_back({.name = place, .content = bytes});
    }
    return build_zip(pex);
}

// Whether it does without an Error, which then is of bad input.
template <typename Action>
bool is_done(const Action& action, std::string_view input) try {
    action();
    return true;
} catch (const Error& error) {
    require(error.kind() == ErrorKind::kBadInput, error.message(), input);
    return false;
}

bool is_sound(const std::string& path, std::string_view input) {
    return is_done(
        [&] {
            const auto filename = WheelFilename::parse(kFilename).value();
            check_wheel(WheelReader(path, filename));
        },
        input);
}

// Its files and their contents, sorted, but for those that say who installed it.
WheelFiles files_of(const std::string& path) {
    const ReadableFile file = ReadableFile::open(path);
    const ZipDirectory directory = ZipDirectory::read(file);
    WheelFiles files;
    for (const ZipEntry& entry : directory.entries()) {
        if (!entry.is_directory() && !entry.name.starts_with("a-1.dist-info/") &&
            !entry.name.starts_with("a-1.pex-info/") && !entry.name.starts_with(".prefix/") &&
            entry.name != ".layout.json")
            files.emplace_back(entry.name, read_zip_entry(file, entry, kLargest));
    }
    std::ranges::sort(files);
    return files;
}

void require_alone(const std::string& folder, std::string_view name, std::string_view input) {
    const auto found = list_directory(folder);
    require(found.size() == 1 && found.front().name == name, "nothing is beside the folder", input);
}

void examine_environment(const std::string& path, std::string_view input) {
    const TemporaryFolder top;
    const std::string folder = join_path(top.path(), "venv");
    const std::string site = join_path(folder, "lib/python3.11/site-packages");
    std::vector<WheelReader> wheels;
    wheels.emplace_back(path, WheelFilename::parse(kFilename).value());
    const WheelPlaces places = places_of(wheels.front(), kFilename);
    const VirtualEnvironment environment(folder, folder, {"/usr/bin/python3.11", "3.11.2"});
    const bool is_made = is_done(
        [&] {
            refuse_clashes({places});
            environment.install(wheels);
            environment.make_skeleton();
        },
        input);
    if (exists(folder)) require_alone(top.path(), "venv", input);
    if (!is_made) return;
    require(exists(join_path(folder, "pyvenv.cfg")), "it is an environment", input);
    const auto leads_to_site = [](const std::string& place) {
        return place.starts_with("data/lib");  // and may replace a file there
    };
    if (std::ranges::any_of(places.places, leads_to_site)) return;
    for (const auto& [name, content] : files_of(path)) {
        if (name.starts_with("a-1.data/")) continue;
        require(read_file(join_path(site, name), kLargest) == content,
                "each file of the wheel is in its place", input);
    }
}

}  // namespace

void examine(std::string_view input) {
    if (input.empty()) return;
    constexpr PexWheelForm kForms[] = {PexWheelForm::kWheel, PexWheelForm::kInstalledZip,
                                       PexWheelForm::kInstalledFolder};
    const PexWheelForm form = kForms[static_cast<unsigned char>(input.front()) % 3];
    const BuiltZip wheel = wheel_of(input.substr(1));
    const MemoryFile original(build_zip(wheel));
    const bool was_sound = is_sound(original.path(), input);
    const MemoryFile file(pex_with(wheel, form));
    const TemporaryFolder top;
    const std::string folder = join_path(top.path(), "wheels");
    make_directories(folder);
    const bool is_out = is_done(
        [&] {
            const OpenedPex pex(file.path());
            const PexContents contents = contents_of(pex);
            extract_wheels(pex, contents, folder);
        },
        input);
    require_alone(top.path(), "wheels", input);
    if (!is_out) return;
    require_alone(folder, kFilename, input);
    const std::string path = join_path(folder, kFilename);
    if (form == PexWheelForm::kWheel) {
        require(read_file(path, kLargest) == build_zip(wheel), "a wheel keeps its bytes", input);
    } else if (was_sound) {
        require(is_sound(path, input), "a sound wheel comes out sound", input);
        const auto before = files_of(original.path());
        const auto after = files_of(path);
        require(std::ranges::includes(after, before), "its files are the same", input);
    }
    if (is_sound(path, input)) examine_environment(path, input);
}

}  // namespace pexpack

PEXPACK_FUZZ_TARGET()
