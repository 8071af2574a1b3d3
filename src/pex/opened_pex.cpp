#include "pexpack/pex/opened_pex.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>

#include "pexpack/archive/zip_content.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/hash.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

constexpr std::size_t kMostFiles = 1'000'000;

Error no_pex(const std::string& path, std::string_view why) {
    return Error(ErrorKind::kBadInput, fmt::format("`{}` is not a sound pex: {}", path, why));
}

bool is_executable(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && (status.st_mode & S_IXUSR) != 0;
}

// To a file; `pex` is one to `__main__.py`.
bool leads_inside(const std::string& path, const std::string& inside) {
    return is_regular_file(path) && real_path(path).starts_with(inside);
}

// Links out of the folder are refused: one from elsewhere must not make us read what lies beside
// it.
std::vector<PexFile> files_below(const std::string& root) {
    const std::string inside = real_path(root) + "/";
    std::vector<PexFile> files;
    std::vector<std::string> folders{""};
    for (std::size_t at = 0; at < folders.size(); ++at) {
        const std::string folder = folders[at];
        for (const DirectoryEntry& entry : list_directory(join_path(root, folder))) {
            const std::string name = join_path(folder, entry.name);
            const std::string path = join_path(root, name);
            if (entry.type == FileType::kDirectory) {
                folders.push_back(name);
            } else if (entry.type == FileType::kRegular || leads_inside(path, inside)) {
                files.push_back({.name = name,
                                 .size = ReadableFile::open(path).size(),
                                 .executable = is_executable(path)});
            } else {
                throw no_pex(root, fmt::format("`{}` is no file of its own", printable(name)));
            }
            if (files.size() + folders.size() > kMostFiles)
                throw no_pex(root, fmt::format("it has more than {} files", kMostFiles));
        }
    }
    return files;
}

// The archive at the end, and the one before it where the file has two (see ArchiveLayout).
std::vector<ZipDirectory> directories_of(const ReadableFile& file) {
    std::vector<ZipDirectory> directories;
    directories.push_back(ZipDirectory::read(file, ZipPrefix::kAllowed));
    const std::uint64_t begin = directories.front().begin();
    if (ZipDirectory::may_end_at(file, begin))
        directories.push_back(ZipDirectory::read(file, ZipPrefix::kAllowed, begin));
    return directories;
}

void add_files(const std::string& path, const ZipDirectory& directory,
               std::vector<PexFile>& files) {
    constexpr std::uint32_t kAnyExecute = 0111;
    for (const ZipEntry& entry : directory.entries()) {
        std::string_view name = entry.name;
        if (entry.is_directory()) name.remove_suffix(1);
        if (!stays_inside(name) || entry.is_symlink() || entry.is_special())
            throw no_pex(path, fmt::format("`{}` is an unsafe entry", printable(entry.name)));
        if (!entry.is_directory())
            files.push_back({.name = entry.name,
                             .size = entry.size,
                             .executable = (entry.unix_mode & kAnyExecute) != 0});
    }
}

}  // namespace

bool stays_inside(std::string_view name) {
    if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos ||
        name.find('\0') != std::string_view::npos)
        return false;
    const auto parts = split(name, '/');
    return std::ranges::none_of(
        parts, [](std::string_view part) { return part.empty() || part == "." || part == ".."; });
}

struct OpenedPex::Zip {
    ReadableFile file;
    std::vector<ZipDirectory> directories;  // one, or the one that starts it and that before it

    const ZipEntry* find(std::string_view name) const {
        for (const ZipDirectory& directory : directories) {
            if (const ZipEntry* entry = directory.find(name)) return entry;
        }
        return nullptr;
    }
};

OpenedPex::OpenedPex(const std::string& path) : path_(path) {
    if (is_directory(path)) {
        files_ = files_below(path);
    } else {
        ReadableFile file = ReadableFile::open(path);
        std::vector<ZipDirectory> directories = directories_of(file);
        zip_ = std::make_unique<Zip>(Zip{std::move(file), std::move(directories)});
        for (const ZipDirectory& directory : zip_->directories) add_files(path, directory, files_);
    }
    std::ranges::sort(files_, {}, &PexFile::name);
    const auto twice = std::ranges::adjacent_find(files_, {}, &PexFile::name);
    if (twice != files_.end())
        throw no_pex(path, fmt::format("it holds `{}` twice", printable(twice->name)));
    refuse_files_below_files();
    if (find("PEX-INFO") == nullptr) throw no_pex(path, "it has no PEX-INFO");
}

void OpenedPex::refuse_files_below_files() const {
    for (const PexFile& file : files_) {
        for (auto slash = file.name.find('/'); slash != std::string::npos;
             slash = file.name.find('/', slash + 1)) {
            const std::string_view folder = std::string_view(file.name).substr(0, slash);
            if (find(folder) == nullptr) continue;
            throw no_pex(path_,
                         fmt::format("it holds `{}` as a file and as a folder", printable(folder)));
        }
    }
}

OpenedPex::OpenedPex(OpenedPex&&) noexcept = default;
OpenedPex::~OpenedPex() = default;

bool OpenedPex::is_folder() const {
    return zip_ == nullptr;
}

std::uint64_t OpenedPex::size() const {
    if (zip_) return zip_->file.size();
    std::uint64_t total = 0;
    for (const PexFile& file : files_) total += file.size;
    return total;
}

const PexFile* OpenedPex::find(std::string_view name) const {
    const auto found = std::ranges::lower_bound(files_, name, {}, &PexFile::name);
    return found != files_.end() && found->name == name ? &*found : nullptr;
}

void OpenedPex::read(const PexFile& file, const Take& take) const {
    if (zip_) {
        read_zip_entry(zip_->file, *zip_->find(file.name), take);
        return;
    }
    const ReadableFile opened = ReadableFile::open(join_path(path_, file.name));
    std::array<std::byte, std::size_t{1} << 16> buffer{};
    std::uint64_t offset = 0;
    while (const std::size_t count = opened.read_some(buffer, offset)) {
        take(std::span(buffer).first(count));
        offset += count;
    }
}

std::string OpenedPex::read(const PexFile& file, std::uint64_t limit) const {
    if (file.size > limit)
        throw no_pex(path_, fmt::format("`{}` is too large", printable(file.name)));
    std::string content;
    read(file, [&](std::span<const std::byte> bytes) {
        content.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    });
    return content;
}

std::string OpenedPex::sha256(const PexFile& file) const {
    Hasher hash;
    read(file, [&](std::span<const std::byte> bytes) { hash.update(bytes); });
    return hash.hex_digest();
}

}  // namespace pexpack
