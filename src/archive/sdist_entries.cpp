// tar is read with libarchive. Of it tar alone is linked in, as an archive (cmake/
// Dependencies.cmake): as a shared library it would bring a dozen others to every start. Its own
// reading of gzip does not look at the checksum, so that is left to zlib.
#include "sdist_entries.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <memory>
#include <optional>

#include "pexpack/archive/zip_content.hpp"
#include "pexpack/archive/zip_directory.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/interruption.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

using Kind = SdistEntry::Kind;
using Take = std::function<bool(const SdistEntry&, const ReadSdistEntry&)>;
using TakeBytes = std::function<void(std::span<const std::byte>)>;

constexpr unsigned kExecutable = 0111;

std::string text_or_empty(const char* text) {
    return text == nullptr ? std::string() : std::string(text);
}

// The bytes in a gzip file (RFC 1952), with its checksums compared.
class Gzip {
  public:
    explicit Gzip(const std::string& path) : path_(path), file_(::gzopen(path.c_str(), "rbe")) {
        if (file_ == nullptr) throw system_error("open", path);
        ::gzbuffer(file_.get(), kBuffer);
    }

    // At most a buffer full; nothing at the end.
    std::span<const std::byte> next() {
        const int count = ::gzread(file_.get(), buffer_.data(), kBuffer);
        int fault = Z_OK;
        const char* said = ::gzerror(file_.get(), &fault);
        if (count < 0 || (count == 0 && fault != Z_OK)) throw bad_sdist(path_, said);
        if (::gzdirect(file_.get()) != 0) throw bad_sdist(path_, "it is no gzip file");
        return std::span(buffer_).first(static_cast<std::size_t>(count));
    }

  private:
    static constexpr unsigned kBuffer = 1U << 16U;

    struct Close {
        void operator()(gzFile_s* file) const { ::gzclose(file); }
    };
    const std::string& path_;
    std::unique_ptr<gzFile_s, Close> file_;
    std::array<std::byte, kBuffer> buffer_{};
};

class Tar {
  public:
    explicit Tar(const std::string& path) : path_(path), gzip_(path), tar_(::archive_read_new()) {
        ::archive_read_support_format_tar(tar_.get());
        if (::archive_read_open(tar_.get(), this, nullptr, give, nullptr) != ARCHIVE_OK)
            throw failure();
    }
    Tar(const Tar&) = delete;
    Tar& operator=(const Tar&) = delete;
    ~Tar() = default;

    bool next(SdistEntry& entry) {
        stop_if_interrupted();
        ::archive_entry* header = nullptr;
        const int answer = ::archive_read_next_header(tar_.get(), &header);
        if (answer == ARCHIVE_EOF) {
            read_to_the_end();
            return false;
        }
        // A warning is about a name that is no text in this locale. It is given as it is stored.
        if (answer != ARCHIVE_OK && answer != ARCHIVE_WARN) throw failure();
        entry = {.name = text_or_empty(::archive_entry_pathname(header)),
                 .kind = kind_of(header),
                 .link_target = {},
                 .size = static_cast<std::uint64_t>(::archive_entry_size(header)),
                 .executable = (::archive_entry_perm(header) & kExecutable) != 0,
                 .modified = ::archive_entry_mtime(header)};
        if (entry.kind == Kind::kHardLink)
            entry.link_target = text_or_empty(::archive_entry_hardlink(header));
        if (entry.kind == Kind::kSymlink)
            entry.link_target = text_or_empty(::archive_entry_symlink(header));
        return true;
    }

    void read(const TakeBytes& take) {
        std::array<std::byte, std::size_t{1} << 16> buffer{};
        for (;;) {
            stop_if_interrupted();
            const la_ssize_t count = ::archive_read_data(tar_.get(), buffer.data(), buffer.size());
            if (count < 0) throw failure();
            if (count == 0) return;
            take(std::span(buffer).first(static_cast<std::size_t>(count)));
        }
    }

  private:
    static Kind kind_of(::archive_entry* header) {
        if (::archive_entry_hardlink(header) != nullptr) return Kind::kHardLink;
        switch (::archive_entry_filetype(header)) {
            case AE_IFREG:
                return Kind::kFile;
            case AE_IFDIR:
                return Kind::kFolder;
            case AE_IFLNK:
                return Kind::kSymlink;
            default:
                return Kind::kSpecial;
        }
    }

    // The checksum is behind the padding.
    void read_to_the_end() {
        constexpr std::size_t kMostPadding = std::size_t{16} << 20;
        std::size_t rest = 0;
        for (auto bytes = gzip_.next(); !bytes.empty(); bytes = gzip_.next()) {
            stop_if_interrupted();
            rest += bytes.size();
            if (rest > kMostPadding) throw bad_sdist(path_, "something follows its last entry");
        }
    }

    // Called by libarchive, which knows no exceptions.
    static la_ssize_t give(::archive*, void* self, const void** bytes) {
        auto& own = *static_cast<Tar*>(self);
        try {
            const auto read = own.gzip_.next();
            *bytes = read.data();
            return static_cast<la_ssize_t>(read.size());
        } catch (const Error& error) {
            own.failure_ = error;
            return ARCHIVE_FATAL;
        }
    }

    Error failure() const {
        if (failure_) return *failure_;
        const char* said = ::archive_error_string(tar_.get());
        return bad_sdist(path_, said == nullptr ? "it cannot be read" : said);
    }

    struct Free {
        void operator()(::archive* tar) const { ::archive_read_free(tar); }
    };
    const std::string& path_;
    Gzip gzip_;
    std::optional<Error> failure_;  // of the gzip file
    std::unique_ptr<::archive, Free> tar_;
};

void for_each_tar_entry(const std::string& path, const Take& take) {
    Tar tar(path);
    const ReadSdistEntry read = [&](const TakeBytes& bytes) { tar.read(bytes); };
    SdistEntry entry;
    while (tar.next(entry)) {
        if (!take(entry, read)) return;
    }
}

SdistEntry entry_of_zip(const ReadableFile& file, const ZipEntry& entry) {
    constexpr std::uint64_t kLongestTarget = 4096;
    SdistEntry result{.name = entry.name,
                      .kind = Kind::kFile,
                      .link_target = {},
                      .size = entry.size,
                      .executable = (entry.unix_mode & kExecutable) != 0,
                      .modified = 0};
    if (entry.is_directory()) {
        result.kind = Kind::kFolder;
    } else if (entry.is_symlink()) {
        result.kind = Kind::kSymlink;
        result.link_target = read_zip_entry(file, entry, kLongestTarget);
    } else if (entry.is_special()) {
        result.kind = Kind::kSpecial;
    }
    return result;
}

void for_each_zip_entry(const std::string& path, const Take& take) {
    const ReadableFile file = ReadableFile::open(path);
    const ZipDirectory directory = ZipDirectory::read(file);
    for (const ZipEntry& entry : directory.entries()) {
        stop_if_interrupted();
        const ReadSdistEntry read = [&](const TakeBytes& bytes) {
            read_zip_entry(file, entry, bytes);
        };
        if (!take(entry_of_zip(file, entry), read)) return;
    }
}

}  // namespace

void for_each_sdist_entry(const std::string& path, const Take& take) {
    if (path.ends_with(".zip")) {
        for_each_zip_entry(path, take);
    } else {
        ReadableFile::open(path);  // says what is wrong with a file that cannot be opened
        for_each_tar_entry(path, take);
    }
}

Error bad_sdist(const std::string& path, std::string_view what) {
    return {ErrorKind::kBadInput,
            fmt::format("`{}` is not a sound sdist: {}", printable(path), printable(what))};
}

}  // namespace pexpack
