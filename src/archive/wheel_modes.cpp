#include "pexpack/archive/wheel_modes.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <fstream>
#include <span>
#include <string_view>
#include <vector>

#include "little_endian.hpp"
#include "pexpack/archive/zip_directory.hpp"
#include "pexpack/support/error.hpp"

namespace pexpack {

namespace {

std::uint32_t usual_mode(std::uint32_t mode, std::string_view name) {
    if (name.ends_with('/')) return S_IFDIR | 0755U;
    // A link is not for us to hide: the check of the wheel refuses it.
    if (S_ISLNK(mode)) return mode;
    return S_IFREG | ((mode & S_IXUSR) != 0 ? 0755U : 0644U);
}

// Changes the modes in a central directory, which is sound; `table` starts with it.
void make_table_usual(std::vector<std::byte>& table, const std::vector<ZipEntry>& entries) {
    constexpr std::byte kMadeOnUnix{3};
    constexpr std::size_t kMode = 40;  // the high half of the external attributes (APPNOTE 4.4.15)
    constexpr std::size_t kLengths = 28;
    std::size_t start = 0;
    for (const ZipEntry& entry : entries) {
        LittleEndianReader lengths{std::span<const std::byte>(table).subspan(start + kLengths)};
        const std::size_t size = 46U + lengths.u16() + lengths.u16() + lengths.u16();
        if (table[start + 5] == kMadeOnUnix) {
            const std::uint32_t mode = usual_mode(entry.unix_mode, entry.name);
            table[start + kMode] = static_cast<std::byte>(mode & 0xFFU);
            table[start + kMode + 1] = static_cast<std::byte>(mode >> 8U);
        }
        start += size;
    }
}

}  // namespace

void make_modes_usual(const std::string& wheel) {
    const ReadableFile file = ReadableFile::open(wheel);
    const ZipDirectory directory = ZipDirectory::read(file);
    std::vector<std::byte> table(file.size() - directory.offset());
    file.read_exactly(table, directory.offset());
    make_table_usual(table, directory.entries());

    std::fstream output(wheel, std::ios::in | std::ios::out | std::ios::binary);
    output.seekp(static_cast<std::streamoff>(directory.offset()));
    output.write(reinterpret_cast<const char*>(table.data()), std::ssize(table));
    output.close();
    if (!output) throw Error(ErrorKind::kSystem, fmt::format("cannot write `{}`", wheel));
}

}  // namespace pexpack
