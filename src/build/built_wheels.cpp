#include "built_wheels.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <span>

#include "pexpack/spec/wheel_filename.hpp"
#include "pexpack/support/atomic_file.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/hash.hpp"
#include "pexpack/support/own_file.hpp"

namespace pexpack {

namespace {

// Counted up when builds are done otherwise: what was built before is then built again.
constexpr const char* kFolder = "built-wheels-1";

bool is_whole(const std::string& path, const std::string& sha256) {
    return open_ours(path, O_RDONLY).is_open() && sha256_of_file(path).hex == sha256;
}

void copy_to(const std::string& from, const std::string& to) {
    constexpr std::size_t kPiece = std::size_t{1} << 20;
    const ReadableFile source = ReadableFile::open(from);
    AtomicFile copy(to);
    std::string buffer(kPiece, '\0');
    for (std::uint64_t offset = 0; offset < source.size();) {
        const auto bytes = std::as_writable_bytes(std::span(buffer));
        const std::size_t count = source.read_some(bytes, offset);
        if (count == 0) break;
        copy.write_at(bytes.first(count), offset);
        offset += count;
    }
    copy.commit_unflushed(0644);
}

}  // namespace

std::string BuiltWheels::folder_for(const std::string& sha256,
                                    const std::optional<Interpreter>& python) const {
    std::string key = sha256;
    if (python) {
        const Target& target = python->target;
        const auto& tags = target.tags.tags();
        key += fmt::format(" {} {}", target.implementation_name,
                           tags.empty() ? "" : tags[0].to_string());
    }
    return join_path(join_path(*cache_, kFolder), sha256_hex(key));
}

std::optional<std::string> BuiltWheels::find(const SdistFilename& filename,
                                             const std::string& sha256,
                                             const std::optional<Interpreter>& python) const {
    if (!cache_) return std::nullopt;
    try {
        const std::string folder = folder_for(sha256, python);
        if (!is_directory(folder)) return std::nullopt;
        for (const DirectoryEntry& kept : list_directory(folder)) {
            const std::string place = join_path(folder, kept.name);
            if (kept.type != FileType::kDirectory) continue;
            for (const DirectoryEntry& entry : list_directory(place)) {
                const auto wheel = WheelFilename::parse(entry.name);
                const std::string path = join_path(place, entry.name);
                if (wheel && wheel->name == filename.name && wheel->version == filename.version &&
                    is_whole(path, kept.name))
                    return path;
            }
        }
    } catch (const Error&) {  // what cannot be read is built again
        return std::nullopt;
    }
    return std::nullopt;
}

std::optional<std::string> BuiltWheels::keep(const std::string& wheel, const std::string& sha256,
                                             const std::optional<Interpreter>& python) const {
    if (!cache_) return std::nullopt;
    try {
        const std::string hash = sha256_of_file(wheel).hex;
        std::string path = join_path(join_path(folder_for(sha256, python), hash), base_name(wheel));
        copy_to(wheel, path);
        return path;
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace pexpack
