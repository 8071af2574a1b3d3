// No file is ever written through a link: links are made when all files are there, and then each
// must lead to a place inside. Until that is known nobody looks at the folder.
#include "pexpack/archive/sdist_archive.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <utility>
#include <vector>

#include "pexpack/spec/header_block.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/new_file.hpp"
#include "pexpack/support/text.hpp"
#include "sdist_entries.hpp"

namespace pexpack {

namespace {

using Kind = SdistEntry::Kind;

// The largest projects there are have a tenth of that.
constexpr std::size_t kMostEntries = 500'000;
constexpr std::uint64_t kMostBytes = std::uint64_t{8} << 30;
// Source code is packed tightly, tables of numbers even more so.
constexpr std::uint64_t kMostGrowth = 200;
constexpr std::uint64_t kHarmless = std::uint64_t{256} << 20;

// Checks entry by entry what may be said about them without writing anything.
class Survey {
  public:
    explicit Survey(const std::string& path)
        : path_(path), archive_size_(ReadableFile::open(path).size()) {}

    // The entry's name without `.` in it; "" for what is no entry of its own (`./`).
    std::string admit(const SdistEntry& entry) {
        if (++entries_ > kMostEntries)
            throw bad_sdist(path_, fmt::format("it has more than {} entries", kMostEntries));
        if (entry.kind == Kind::kSpecial)
            throw bad_sdist(path_,
                            fmt::format("`{}` is a device, pipe or socket", printable(entry.name)));
        std::string name = plain_name(entry.name);
        if (name.empty()) return name;
        note_top(name, entry);
        note_place(name, entry.kind == Kind::kFolder);
        if (entry.kind == Kind::kFile) add_size(entry.size);
        return name;
    }

    void add_size(std::uint64_t size) {
        bytes_ += std::min(size, UINT64_MAX - bytes_);
        const bool is_bomb = bytes_ > kHarmless && bytes_ / kMostGrowth > archive_size_;
        if (bytes_ <= kMostBytes && !is_bomb) return;
        throw bad_sdist(
            path_, fmt::format("it would grow to {} bytes or more: the limit is exceeded", bytes_));
    }

    bool is_file(const std::string& name) const { return files_.contains(name); }
    const std::string& top() const { return top_; }

  private:
    std::string plain_name(const std::string& stored) const {
        constexpr std::size_t kLongestPart = 255;
        constexpr std::size_t kLongest = 3000;
        const auto refused = [&](std::string_view why) {
            return bad_sdist(path_, fmt::format("the name `{}` {}", printable(stored), why));
        };
        if (stored.empty()) throw bad_sdist(path_, "an entry has no name");
        if (stored.size() > kLongest) throw refused("is too long");
        if (stored.front() == '/') throw refused("leads out of the folder");
        if (stored.find('\0') != std::string::npos) throw refused("holds a zero byte");
        std::vector<std::string> parts;
        for (const std::string_view part : split(stored, '/')) {
            if (part.empty() || part == ".") continue;
            if (part == "..") throw refused("leads out of the folder");
            if (part.size() > kLongestPart) throw refused("is too long");
            parts.emplace_back(part);
        }
        return join(parts, "/");
    }

    void note_top(const std::string& name, const SdistEntry& entry) {
        const std::string top = name.substr(0, name.find('/'));
        const bool is_in_folder = top.size() < name.size() || entry.kind == Kind::kFolder;
        if (top_.empty()) top_ = top;
        if (is_in_folder && top == top_) return;
        throw bad_sdist(
            path_, fmt::format("its files are not all in one folder: `{}`", printable(entry.name)));
    }

    void note_place(const std::string& name, bool is_folder) {
        const auto clash = [&](const std::string& what) {
            return bad_sdist(path_, fmt::format("two entries are called `{}`", printable(what)));
        };
        for (auto slash = name.find('/'); slash != std::string::npos;
             slash = name.find('/', slash + 1)) {
            const std::string folder = name.substr(0, slash);
            if (files_.contains(folder)) throw clash(folder);
            folders_.insert(folder);
        }
        if (is_folder) {
            if (files_.contains(name)) throw clash(name);
            folders_.insert(name);
        } else if (folders_.contains(name) || !files_.insert(name).second) {
            throw clash(name);
        }
    }

    const std::string& path_;
    std::uint64_t archive_size_;
    std::uint64_t bytes_ = 0;
    std::size_t entries_ = 0;
    std::string top_;
    std::set<std::string> files_;  // and links
    std::set<std::string> folders_;
};

class Unpacking {
  public:
    Unpacking(const std::string& path, std::string folder)
        : path_(path), folder_(std::move(folder)), survey_(path) {}

    std::string run() {
        for_each_sdist_entry(path_, [&](const SdistEntry& entry, const ReadSdistEntry& read) {
            const std::string name = survey_.admit(entry);
            if (!name.empty()) write(name, entry, read);
            return true;
        });
        if (survey_.top().empty()) throw bad_sdist(path_, "there is nothing in it");
        make_links();
        return join_path(folder_, survey_.top());
    }

  private:
    void write(const std::string& name, const SdistEntry& entry, const ReadSdistEntry& read) {
        const std::string place = join_path(folder_, name);
        switch (entry.kind) {
            case Kind::kFolder:
                make_directories(place);
                return;
            case Kind::kSymlink:
                links_.emplace_back(name, entry.link_target);
                return;
            case Kind::kHardLink:
                copy_file(name, entry.link_target);
                return;
            default:
                write_file(place, entry, read);
        }
    }

    void write_file(const std::string& place, const SdistEntry& entry, const ReadSdistEntry& read) {
        make_directories(std::string(directory_of(place)));
        {
            NewFile file(place, entry.executable ? 0755 : 0644);
            read([&](std::span<const std::byte> bytes) { file.write(bytes); });
        }
        if (entry.modified <= 0) return;
        // What was made of another file must stay younger than that.
        const std::array<timespec, 2> times{
            {{.tv_sec = entry.modified, .tv_nsec = 0}, {.tv_sec = entry.modified, .tv_nsec = 0}}};
        ::utimensat(AT_FDCWD, place.c_str(), times.data(), AT_SYMLINK_NOFOLLOW);
    }

    void copy_file(const std::string& name, const std::string& target) {
        std::vector<std::string> parts;
        for (const std::string_view part : split(target, '/')) {
            if (!part.empty() && part != ".") parts.emplace_back(part);
        }
        const std::string source = join(parts, "/");
        const std::string from = join_path(folder_, source);
        if (target.starts_with('/') || !survey_.is_file(source) || source == name ||
            !is_regular_file(from)) {
            throw bad_sdist(path_,
                            fmt::format("the link `{}` leads to `{}`, which is no file in it",
                                        printable(name), printable(target)));
        }
        survey_.add_size(ReadableFile::open(from).size());
        const std::string place = join_path(folder_, name);
        make_directories(std::string(directory_of(place)));
        std::error_code failure;
        std::filesystem::copy_file(from, place, failure);
        if (failure)
            throw Error(ErrorKind::kSystem,
                        fmt::format("cannot make `{}`: {}", place, failure.message()));
    }

    void make_links() const {
        for (const auto& [name, target] : links_) {
            if (target.empty() || target.starts_with('/')) throw leads_out(name, target);
            const std::string place = join_path(folder_, name);
            make_directories(std::string(directory_of(place)));
            if (::symlink(target.c_str(), place.c_str()) != 0)
                throw system_error("make the link", place);
        }
        const std::filesystem::path top = real_path(join_path(folder_, survey_.top()));
        for (const auto& [name, target] : links_) {
            std::error_code failure;
            // Through its folder: a link to what is not there counts as what it names.
            const std::filesystem::path place = join_path(folder_, name);
            const auto end =
                std::filesystem::weakly_canonical(place.parent_path() / target, failure);
            const auto [differs, rest] = std::ranges::mismatch(top, end);
            if (failure || differs != top.end()) throw leads_out(name, target);
        }
    }

    Error leads_out(const std::string& name, const std::string& target) const {
        return bad_sdist(path_, fmt::format("the link `{}` leads out of the folder, to `{}`",
                                            printable(name), printable(target)));
    }

    const std::string& path_;
    std::string folder_;
    Survey survey_;
    std::vector<std::pair<std::string, std::string>> links_;
};

}  // namespace

std::string unpack_sdist(const std::string& path, const std::string& folder) {
    return Unpacking(path, folder).run();
}

std::optional<std::string> sdist_metadata_text(const std::string& path) {
    Survey survey(path);
    std::optional<std::string> text;
    for_each_sdist_entry(path, [&](const SdistEntry& entry, const ReadSdistEntry& read) {
        const std::string name = survey.admit(entry);
        if (entry.kind != Kind::kFile || name != survey.top() + "/PKG-INFO") return true;
        if (entry.size > HeaderBlock::kMaxLength)
            throw bad_sdist(path, "its PKG-INFO is too large");
        text.emplace();
        read([&](std::span<const std::byte> bytes) {
            text->append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        });
        return false;
    });
    return text;
}

}  // namespace pexpack
