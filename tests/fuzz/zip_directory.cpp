// Zip files: what we accept whole, libzip and a reader that goes from one entry to the next see
// alike, with the same names, sizes, checksums and contents.
#include "pexpack/archive/zip_directory.hpp"

#include <zip.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>

#include "fuzz/laws.hpp"
#include "fuzz/memory_file.hpp"
#include "pexpack/archive/zip_content.hpp"
#include "pexpack/support/error.hpp"

namespace pexpack {

namespace {

constexpr std::uint64_t kLargestContent = std::uint64_t{1} << 20;

struct SeenEntry {
    std::string name;
    std::string content;
    std::uint64_t compressed_size = 0;
    std::uint32_t crc32 = 0;

    friend bool operator==(const SeenEntry&, const SeenEntry&) = default;
};
using Seen = std::vector<SeenEntry>;  // in the order of the bytes

// What we see, when we accept all of it: the rule that a wheel has to obey before it is packed.
std::optional<Seen> seen_by_us(const ReadableFile& file) try {
    const ZipDirectory directory = ZipDirectory::read(file);
    std::vector<const ZipEntry*> in_order;
    for (const ZipEntry& entry : directory.entries()) in_order.push_back(&entry);
    std::ranges::sort(in_order, {}, &ZipEntry::local_header_offset);
    Seen seen;
    std::uint64_t end = 0;
    for (const ZipEntry* entry : in_order) {
        if (entry->local_header_offset != end) return std::nullopt;
        end = locate_zip_entry(file, *entry).end;
        seen.push_back({.name = entry->name,
                        .content = read_zip_entry(file, *entry, kLargestContent),
                        .compressed_size = entry->compressed_size,
                        .crc32 = entry->crc32});
    }
    if (end != directory.offset()) return std::nullopt;
    return seen;
} catch (const Error&) {
    return std::nullopt;
}

struct CloseZip {
    void operator()(zip_t* archive) const { ::zip_discard(archive); }
};

// Nothing when libzip refuses the file or one of its entries.
std::optional<Seen> seen_by_libzip(std::string_view input) {
    zip_source_t* source = ::zip_source_buffer_create(input.data(), input.size(), 0, nullptr);
    const std::unique_ptr<zip_t, CloseZip> archive(
        ::zip_open_from_source(source, ZIP_RDONLY, nullptr));
    if (!archive) {
        ::zip_source_free(source);
        return std::nullopt;
    }
    Seen seen;
    const zip_int64_t count = ::zip_get_num_entries(archive.get(), 0);
    for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
        zip_stat_t status{};
        if (::zip_stat_index(archive.get(), i, ZIP_FL_ENC_RAW, &status) != 0) return std::nullopt;
        zip_file_t* file = ::zip_fopen_index(archive.get(), i, 0);
        if (file == nullptr) return std::nullopt;
        std::string content(status.size + 1, '\0');
        const zip_int64_t length = ::zip_fread(file, content.data(), content.size());
        if (::zip_fclose(file) != 0 || length < 0) return std::nullopt;
        content.resize(static_cast<std::size_t>(length));
        seen.push_back({.name = status.name,
                        .content = std::move(content),
                        .compressed_size = status.comp_size,
                        .crc32 = status.crc});
    }
    return seen;
}

// Goes from one entry's own header to the next and never looks at the directory, as readers of a
// stream do.
class LinearScan {
  public:
    explicit LinearScan(std::string_view bytes) : bytes_(bytes) {}

    // Nothing where a stream does not tell how long an entry is, or says something impossible.
    std::optional<Seen> all() {
        Seen seen;
        while (bytes_.substr(at_).starts_with(std::string_view("PK\3\4", 4))) {
            auto entry = next();
            if (!entry) return std::nullopt;
            seen.push_back(std::move(*entry));
        }
        return seen;
    }

  private:
    std::uint64_t number(std::size_t at, std::size_t width) const {
        std::uint64_t value = 0;
        for (std::size_t i = width; i-- > 0;)
            value = value << 8U | static_cast<unsigned char>(bytes_[at + i]);
        return value;
    }

    std::optional<SeenEntry> next() {
        constexpr std::size_t kHeaderSize = 30;
        if (bytes_.size() - at_ < kHeaderSize) return std::nullopt;
        const bool follows = (number(at_ + 6, 2) & 8U) != 0;
        const std::uint64_t method = number(at_ + 8, 2);
        const std::size_t name_length = number(at_ + 26, 2);
        const std::size_t extra_length = number(at_ + 28, 2);
        const std::size_t begin = at_ + kHeaderSize + name_length + extra_length;
        if (begin > bytes_.size()) return std::nullopt;
        SeenEntry entry;
        entry.name = bytes_.substr(at_ + kHeaderSize, name_length);
        if (method == 0) {
            std::uint64_t size = number(at_ + 18, 4);
            if (size == 0xffffffff) size = wide_size(begin - extra_length, begin).value_or(size);
            if ((follows && size == 0) || size > bytes_.size() - begin) return std::nullopt;
            entry.content = bytes_.substr(begin, size);
            entry.compressed_size = size;
        } else if (!inflate(begin, entry)) {
            return std::nullopt;
        }
        const auto* content = reinterpret_cast<const Bytef*>(entry.content.data());
        entry.crc32 = static_cast<std::uint32_t>(
            ::crc32(0, content, static_cast<uInt>(entry.content.size())));
        at_ = begin + entry.compressed_size;
        if (follows && !skip_descriptor(entry)) return std::nullopt;
        return entry;
    }

    // The compressed size in the zip64 extra field of a local header, which holds both.
    std::optional<std::uint64_t> wide_size(std::size_t begin, std::size_t end) const {
        while (begin + 4 <= end) {
            const std::size_t length = number(begin + 2, 2);
            if (number(begin, 2) == 1 && length == 16 && begin + 20 <= end)
                return number(begin + 12, 8);
            begin += 4 + length;
        }
        return std::nullopt;
    }

    bool inflate(std::size_t begin, SeenEntry& entry) const {
        z_stream stream{};
        constexpr int kRaw = -15;
        if (::inflateInit2(&stream, kRaw) != Z_OK) return false;
        std::string input(bytes_.substr(begin));
        entry.content.resize(kLargestContent + 1);
        stream.next_in = reinterpret_cast<Bytef*>(input.data());
        stream.avail_in = static_cast<uInt>(input.size());
        stream.next_out = reinterpret_cast<Bytef*>(entry.content.data());
        stream.avail_out = static_cast<uInt>(entry.content.size());
        const int result = ::inflate(&stream, Z_FINISH);
        entry.content.resize(stream.total_out);
        entry.compressed_size = stream.total_in;
        ::inflateEnd(&stream);
        return result == Z_STREAM_END;
    }

    // With or without a signature, with sizes of 4 or 8 bytes: what fits the content.
    bool skip_descriptor(const SeenEntry& entry) {
        for (const std::size_t signature : {4U, 0U}) {
            for (const std::size_t width : {4U, 8U}) {
                const std::size_t at = at_ + signature;
                const std::size_t end = at + 4 + 2 * width;
                if (end > bytes_.size()) continue;
                if (signature != 0 && bytes_.substr(at_, 4) != "PK\7\10") continue;
                if (number(at, 4) != entry.crc32 ||
                    number(at + 4, width) != entry.compressed_size ||
                    number(at + 4 + width, width) != entry.content.size())
                    continue;
                at_ = end;
                return true;
            }
        }
        return false;
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
};

bool is_stored_with_descriptor(const ZipEntry& entry) {
    constexpr unsigned kFollows = 8;
    return entry.method == ZipMethod::kStored && (entry.flags & kFollows) != 0;
}

}  // namespace

void examine(std::string_view input) {
    const MemoryFile memory(input);
    const ReadableFile file = ReadableFile::open(memory.path());
    auto ours = seen_by_us(file);
    if (!ours) return;
    const ZipDirectory directory = ZipDirectory::read(file);
    // How long such an entry is stands nowhere but in the directory.
    if (std::ranges::none_of(directory.entries(), is_stored_with_descriptor)) {
        require(LinearScan(input).all() == ours, "a reader of the stream sees the same", input);
    }
    auto theirs = seen_by_libzip(input);
    require(theirs.has_value(), "libzip accepts it", input);
    std::ranges::sort(*theirs, {}, &SeenEntry::name);
    std::ranges::sort(*ours, {}, &SeenEntry::name);
    require(theirs == ours, "libzip sees the same", input);
}

}  // namespace pexpack

PEXPACK_FUZZ_TARGET()
