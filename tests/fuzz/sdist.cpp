// An sdist: between NUL bytes a word for each entry (its kind as in a tar, then its name) and its
// content, or where a link leads. The first byte chooses zip or tar. It is refused, or all its
// files lie in one folder as they are in it; either way nothing beside the folder is touched.
#include "pexpack/archive/sdist_archive.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "fuzz/laws.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/new_file.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/tar_builder.hpp"
#include "support/zip_builder.hpp"

namespace pexpack {

namespace {

constexpr std::uint64_t kLargest = std::uint64_t{1} << 24;

std::vector<TarEntry> entries_of(std::string_view input) {
    const auto fields = split(input, '\0');
    std::vector<TarEntry> entries;
    for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
        if (fields[i].empty()) continue;
        TarEntry entry{.name = std::string(fields[i].substr(1)), .type = fields[i].front()};
        const bool is_link = entry.type == '1' || entry.type == '2';
        (is_link ? entry.link : entry.content) = fields[i + 1];
        entries.push_back(entry);
    }
    return entries;
}

std::string as_zip(const std::vector<TarEntry>& entries) {
    constexpr std::uint32_t kLink = 0120777;
    constexpr std::uint32_t kPipe = 0010644;
    BuiltZip zip;
    for (const TarEntry& entry : entries) {
        BuiltEntry made{.name = entry.name, .content = entry.content, .method = 8};
        if (entry.type == '2') {
            made.unix_mode = kLink;
            made.content = entry.link;
        }
        if (entry.type == '6') made.unix_mode = kPipe;
        zip.entries.push_back(made);
    }
    return build_zip(zip);
}

std::optional<std::string> unpacked(const std::string& path, const std::string& folder,
                                    std::string_view input) try {
    return unpack_sdist(path, folder);
} catch (const Error& error) {
    require(error.kind() == ErrorKind::kBadInput, error.message(), input);
    return std::nullopt;
}

std::optional<std::string> metadata_of(const std::string& path, std::string_view input) try {
    return sdist_metadata_text(path);
} catch (const Error& error) {
    require(error.kind() == ErrorKind::kBadInput, error.message(), input);
    return std::nullopt;
}

// Every file has the content of an entry, every link leads to a place in the folder.
void require_inside(const std::string& top, const std::vector<TarEntry>& entries,
                    std::string_view input) {
    namespace fs = std::filesystem;
    const fs::path root = real_path(top);
    for (const auto& found : fs::recursive_directory_iterator(root)) {
        if (found.is_symlink()) {
            const fs::path end =
                fs::weakly_canonical(found.path().parent_path() / fs::read_symlink(found.path()));
            require(std::ranges::mismatch(root, end).in1 == root.end(), "links stay inside", input);
        } else if (!found.is_directory()) {
            require(found.is_regular_file(), "there are files and folders only", input);
            const std::string content = read_file(found.path().string(), kLargest);
            require(std::ranges::any_of(
                        entries, [&](const auto& entry) { return entry.content == content; }),
                    "each file has the content of an entry", input);
        }
    }
}

}  // namespace

void examine(std::string_view input) {
    if (input.empty()) return;
    const bool is_zip = static_cast<unsigned char>(input.front()) % 2 == 1;
    const auto entries = entries_of(input.substr(1));
    const TemporaryFolder archive;
    const std::string path = join_path(archive.path(), is_zip ? "a-1.zip" : "a-1.tar.gz");
    write_new_file(path, is_zip ? as_zip(entries) : build_tar_gz(entries), 0600);

    const TemporaryFolder beside;
    const std::string folder = join_path(beside.path(), "sdist");
    const std::string sentinel = join_path(beside.path(), "sentinel");
    write_new_file(sentinel, "untouched", 0600);
    make_directories(folder);
    const auto top = unpacked(path, folder, input);
    require(
        list_directory(beside.path()).size() == 2 && read_file(sentinel, kLargest) == "untouched",
        "nothing beside the folder is touched", input);
    const auto metadata = metadata_of(path, input);
    if (!top) return;
    const auto inside = list_directory(folder);
    require(inside.size() == 1 && join_path(folder, inside.front().name) == *top &&
                inside.front().type == FileType::kDirectory,
            "it lies in one folder", input);
    require_inside(*top, entries, input);
    if (metadata) {
        require(read_file(join_path(*top, "PKG-INFO"), kLargest) == *metadata,
                "its metadata are those that are unpacked", input);
    }
}

}  // namespace pexpack

PEXPACK_FUZZ_TARGET()
