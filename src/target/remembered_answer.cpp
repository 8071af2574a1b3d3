#include "remembered_answer.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <span>

#include "pexpack/support/atomic_file.hpp"
#include "pexpack/support/cache_folder.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/hash.hpp"
#include "pexpack/support/own_file.hpp"
#include "probe_program.hpp"

namespace pexpack {
namespace {

using Json = nlohmann::json;

constexpr int kFormat = 1;
constexpr std::uint64_t kLargestFile = std::uint64_t{2} << 20;

// The file that `path` leads to, and which state of it that is.
std::string state_of_file(const std::string& path) {
    const std::string place = real_path(path);
    if (!is_regular_file(place)) return fmt::format("no {}\n", place);
    const FileStamp stamp = ReadableFile::open(place).stamp();
    return fmt::format("{} {} {} {} {}\n", place, stamp.device, stamp.inode, stamp.size,
                       stamp.modified_ns);
}

// The kernel and the C library, which may be replaced without the Python.
std::string state_of_machine() {
    std::string state;
    utsname name{};
    if (::uname(&name) == 0) {
        state =
            fmt::format("{} {} {} {}\n", name.sysname, name.release, name.version, name.machine);
    }
#ifdef _CS_GNU_LIBC_VERSION
    std::array<char, 256> library{};
    if (::confstr(_CS_GNU_LIBC_VERSION, library.data(), library.size()) > 0) {
        state += fmt::format("{}\n", library.data());
    }
#endif
    return state;
}

// What Python's -E does not make it ignore.
std::string state_of_environment() {
    std::string state;
    for (const char* name :
         {"LD_LIBRARY_PATH", "_PYTHON_HOST_PLATFORM", "_PYTHON_SYSCONFIGDATA_NAME"}) {
        const char* value = std::getenv(name);
        if (value != nullptr) state += fmt::format("{}={}\n", name, value);
    }
    return state;
}

std::string state_of(const std::string& path) {
    const std::string folder(directory_of(path));
    return state_of_file(path) + state_of_file(join_path(folder, "pyvenv.cfg")) +
           state_of_file(join_path(directory_of(folder), "pyvenv.cfg")) + state_of_machine() +
           state_of_environment() + sha256_hex(kProbeProgram);
}

}  // namespace

RememberedAnswer::RememberedAnswer(const std::string& path) {
    const std::optional<std::string> folder = cache_folder();
    if (!folder) return;
    try {
        state_ = state_of(path);
        file_ = join_path(*folder, fmt::format("interpreters/{}.json", sha256_hex(path)));
    } catch (const Error&) {
        file_.clear();
    }
}

std::optional<std::string> RememberedAnswer::text() const {
    if (file_.empty()) return std::nullopt;
    try {
        const Json json = Json::parse(read_ours(file_, kLargestFile));
        if (json.at("format") != kFormat || json.at("state") != state_) return std::nullopt;
        return json.at("answer").get<std::string>();
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

void RememberedAnswer::remember(const std::string& text) const {
    if (file_.empty()) return;
    try {
        const std::string json =
            Json{{"format", kFormat}, {"state", state_}, {"answer", text}}.dump(2) + "\n";
        AtomicFile file(file_);
        file.write_at(std::as_bytes(std::span(json)), 0);
        file.commit(0644);
    } catch (const Error&) {
        return;
    } catch (const Json::exception&) {  // a path that is no UTF-8
        return;
    }
}

}  // namespace pexpack
