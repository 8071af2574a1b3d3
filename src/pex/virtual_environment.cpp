#include "pexpack/pex/virtual_environment.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "pexpack/archive/wheel_places.hpp"
#include "pexpack/archive/zip_content.hpp"
#include "pexpack/bootstrap/runtime_files.hpp"
#include "pexpack/support/check.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/new_file.hpp"
#include "pexpack/support/sh_word.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/support/thread_pool.hpp"

namespace pexpack {

namespace {

constexpr unsigned kFileMode = 0666;  // less the umask
constexpr unsigned kProgramMode = 0777;
constexpr std::uint64_t kLargestScript = std::uint64_t{64} << 20;
constexpr std::string_view kEntryProgram = "bin/pexpack-entry";

// "3.11" of "3.11.7".
std::string minor_of(const std::string& version) {
    return version.substr(0, version.find('.', version.find('.') + 1));
}

void make_link(const std::string& target, const std::string& path) {
    ::unlink(path.c_str());
    if (::symlink(target.c_str(), path.c_str()) != 0) throw system_error("make the link", path);
}

void make_folders_of(const std::set<std::string>& places, const std::string& root) {
    std::set<std::string> folders;
    for (const std::string& place : places) folders.emplace(directory_of(place));
    for (const std::string& folder : folders) make_directories(join_path(root, folder));
}

std::string_view runtime_file(std::string_view path) {
    const auto files = runtime_files();
    const auto found = std::ranges::find(files, path, &RuntimeFile::path);
    PEXPACK_CHECK(found != files.end());
    return found->content;
}

// What starts what the pex would.
std::string start_program(const PexContents& contents, const std::string& environment) {
    const std::string python = sh_word(join_path(environment, "bin/python"));
    std::string start = fmt::format("exec {}", python);
    if (!contents.entry_point.empty()) {
        start += fmt::format(" {} {}", sh_word(join_path(environment, kEntryProgram)),
                             sh_word(contents.entry_point));
    } else if (!contents.script.empty()) {
        start = "exec " + sh_word(join_path(environment, "bin/" + contents.script));
    }
    return fmt::format(
        "#!/bin/sh\n"
        "case ${{PEX_INTERPRETER:-0}} in\n"
        "1 | [Tt][Rr][Uu][Ee]) unset PEX_INTERPRETER; exec {} \"$@\" ;;\n"
        "esac\n"
        "{} \"$@\"\n",
        python, start);
}

}  // namespace

VirtualEnvironment::VirtualEnvironment(std::string work, std::string final,
                                       const EnvironmentPython& python)
    : work_(std::move(work)),
      final_(std::move(final)),
      python_(python),
      site_(fmt::format("lib/python{}/site-packages", minor_of(python.version))) {}

void VirtualEnvironment::make_skeleton() const {
    make_directories(join_path(work_, "bin"));
    make_directories(join_path(work_, site_));
    write_new_file(join_path(work_, "pyvenv.cfg"),
                   fmt::format("home = {}\ninclude-system-site-packages = false\nversion = {}\n",
                               directory_of(python_.binary), python_.version),
                   kFileMode);
    make_link(python_.binary, join_path(work_, "bin/python"));
    make_link("python", join_path(work_, "bin/python3"));
    make_link("python", join_path(work_, "bin/python" + minor_of(python_.version)));
    make_link("lib", join_path(work_, "lib64"));
}

std::string VirtualEnvironment::place_of(const WheelReader& wheel, const std::string& entry) const {
    constexpr std::string_view kLib64 = "lib64/";
    const auto slash = entry.find('/');
    const std::string_view scheme = std::string_view(entry).substr(0, slash);
    const std::string_view rest = std::string_view(entry).substr(slash + 1);
    if (scheme == "site") return join_path(site_, rest);
    if (scheme == "scripts") return join_path("bin", rest);
    if (scheme == "headers") {
        const std::string stem = wheel.dist_info().substr(0, wheel.dist_info().find('-'));
        return fmt::format("include/site/python{}/{}/{}", minor_of(python_.version), stem, rest);
    }
    // lib64 is a link to lib.
    if (rest.starts_with(kLib64)) return join_path("lib", rest.substr(kLib64.size()));
    return std::string(rest);
}

std::string VirtualEnvironment::shebang() const {
    constexpr std::size_t kLongest = 127;  // for kernels before 5.1
    const std::string python = join_path(final_, "bin/python");
    if (python.size() + 3 <= kLongest && python.find_first_of(" \t") == std::string::npos)
        return "#!" + python + "\n";
    // The second line starts Python for sh, and is a text without use for Python.
    return fmt::format("#!/bin/sh\n'''exec' {} \"$0\" \"$@\"\n' '''\n", sh_word(python));
}

void VirtualEnvironment::install(const std::vector<WheelReader>& wheels) const {
    constexpr std::size_t kFilesPerTask = 32;
    struct Source {
        const WheelReader* wheel;
        const ZipEntry* entry;
        bool is_script;
    };
    std::map<std::string, Source> sources;
    std::set<std::string> places;
    for (const WheelReader& wheel : wheels) {
        auto entry = wheel.directory().entries().begin();
        for (const std::string& installed : places_of(wheel, wheel.file().path()).places) {
            while (entry->is_directory()) ++entry;
            const std::string place = place_of(wheel, installed);
            sources[place] = {&wheel, &*entry, installed.starts_with("scripts/")};
            places.insert(place);
            ++entry;
        }
    }
    make_folders_of(places, work_);
    const std::vector<std::pair<std::string, Source>> tasks(sources.begin(), sources.end());
    const auto write = [&](const std::string& place, const Source& source) {
        const std::string path = join_path(work_, place);
        const bool executable = (source.entry->unix_mode & 0111U) != 0 || source.is_script;
        NewFile file(path, executable ? kProgramMode : kFileMode);
        if (!source.is_script) {
            read_zip_entry(source.wheel->file(), *source.entry,
                           [&](std::span<const std::byte> bytes) { file.write(bytes); });
            return;
        }
        std::string text = read_zip_entry(source.wheel->file(), *source.entry, kLargestScript);
        if (text.starts_with("#!python")) {
            const auto end = text.find('\n');
            text = shebang() + (end == std::string::npos ? std::string() : text.substr(end + 1));
        }
        file.write(std::as_bytes(std::span(text)));
    };
    for_each_index((tasks.size() + kFilesPerTask - 1) / kFilesPerTask, [&](std::size_t task) {
        const std::size_t begin = task * kFilesPerTask;
        const std::size_t end = std::min(begin + kFilesPerTask, tasks.size());
        for (std::size_t i = begin; i < end; ++i) write(tasks[i].first, tasks[i].second);
    });
    make_directories(join_path(work_, "bin"));
    for (const WheelReader& wheel : wheels) write_console_scripts(wheel);
}

void VirtualEnvironment::write_console_scripts(const WheelReader& wheel) const {
    for (const EntryPoint& point : wheel.entry_points()) {
        if (!point.is_script()) continue;
        const std::string& attribute = point.object.attribute;
        if (attribute.empty()) continue;
        const std::string text = fmt::format(
            "import sys\nfrom {} import {}\nif __name__ == \"__main__\":\n    sys.exit({}())\n",
            point.object.module, attribute.substr(0, attribute.find('.')), attribute);
        write_new_file(join_path(join_path(work_, "bin"), point.name), shebang() + text,
                       kProgramMode);
    }
}

void VirtualEnvironment::add_code(const OpenedPex& pex, const PexContents& contents) const {
    std::set<std::string> places;
    for (const PexFile* file : contents.code) places.insert(join_path(site_, file->name));
    make_folders_of(places, work_);
    for_each_index(contents.code.size(), [&](std::size_t i) {
        const PexFile& file = *contents.code[i];
        NewFile written(join_path(work_, join_path(site_, file.name)),
                        file.executable ? kProgramMode : kFileMode);
        pex.read(file, [&](std::span<const std::byte> bytes) { written.write(bytes); });
    });
    write_new_file(join_path(work_, kEntryProgram), runtime_file(".bootstrap/pexpack_entry.py"),
                   kProgramMode);
    write_new_file(join_path(work_, "pex"), start_program(contents, final_), kProgramMode);
}

}  // namespace pexpack
