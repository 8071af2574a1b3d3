#include "support/zip_builder.hpp"

#include <algorithm>

#include "pexpack/support/hash.hpp"

namespace pexpack {

namespace {

std::uint32_t crc32_of(std::string_view bytes) {
    std::uint32_t crc = 0xffffffff;
    for (const char byte : bytes) {
        crc ^= static_cast<std::uint8_t>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 1U) != 0 ? crc >> 1U ^ 0xedb88320U : crc >> 1U;
    }
    return ~crc;
}

std::string packed(const BuiltEntry& entry) {
    if (entry.method != 8) return entry.content;
    const std::uint64_t length = entry.content.size();  // a stored block holds up to 65,535 bytes
    return std::string(1, '\x01') + little_endian(length, 2) + little_endian(~length & 0xffffU, 2) +
           entry.content + entry.behind;
}

std::uint16_t flags_of(const BuiltEntry& entry) {
    const bool is_ascii = std::ranges::all_of(
        entry.name, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    constexpr std::uint16_t kUtf8Name = 0x800;
    return entry.flags.value_or(is_ascii ? std::uint16_t{0} : kUtf8Name);
}

std::string local_part(const BuiltEntry& entry) {
    const std::string bytes = packed(entry);
    const std::string name = entry.local_name.value_or(entry.name);
    const auto size = static_cast<std::uint32_t>(entry.content.size());
    return "PK\3\4" + little_endian(entry.local_version_needed.value_or(entry.version_needed), 2) +
           little_endian(entry.local_flags.value_or(flags_of(entry)), 2) +
           little_endian(entry.local_method.value_or(entry.method), 2) +
           little_endian(0x00210000, 4) +
           little_endian(entry.local_crc32.value_or(entry.crc32.value_or(crc32_of(entry.content))),
                         4) +
           little_endian(bytes.size(), 4) +
           little_endian(entry.local_size.value_or(entry.size.value_or(size)), 4) +
           little_endian(name.size(), 2) + little_endian(entry.local_extra.size(), 2) + name +
           entry.local_extra + bytes + entry.descriptor;
}

std::string directory_part(const BuiltEntry& entry, std::uint64_t offset) {
    const std::uint64_t packed_size = packed(entry).size();
    return "PK\1\2" + little_endian(std::uint64_t{entry.made_by} << 8U | 20U, 2) +
           little_endian(entry.version_needed, 2) + little_endian(flags_of(entry), 2) +
           little_endian(entry.method, 2) + little_endian(0x00210000, 4) +
           little_endian(entry.crc32.value_or(crc32_of(entry.content)), 4) +
           little_endian(entry.compressed_size.value_or(static_cast<std::uint32_t>(packed_size)),
                         4) +
           little_endian(entry.size.value_or(static_cast<std::uint32_t>(entry.content.size())), 4) +
           little_endian(entry.name.size(), 2) + little_endian(entry.extra.size(), 2) +
           little_endian(0, 2 + 2 + 2) +
           little_endian(std::uint64_t{entry.unix_mode} << 16U | entry.dos_attributes, 4) +
           little_endian(entry.offset.value_or(static_cast<std::uint32_t>(offset)), 4) +
           entry.name + entry.extra;
}

std::string zip64_end(const BuiltZip& zip, std::uint64_t directory_size,
                      std::uint64_t directory_offset) {
    const std::uint64_t count = zip.entries.size();
    return "PK\6\6" + little_endian(zip.end64_size, 8) + little_endian(45, 2) +
           little_endian(45, 2) + little_endian(0, 4) + little_endian(zip.directory_disk64, 4) +
           little_endian(zip.entries_on_disk64.value_or(count), 8) + little_endian(count, 8) +
           little_endian(directory_size, 8) + little_endian(directory_offset, 8) + "PK\6\7" +
           little_endian(zip.end64_disk, 4) + little_endian(directory_offset + directory_size, 8) +
           little_endian(zip.disks, 4);
}

}  // namespace

std::string little_endian(std::uint64_t value, int width) {
    std::string bytes;
    for (int i = 0; i < width; ++i, value >>= 8U) bytes += static_cast<char>(value & 0xffU);
    return bytes;
}

std::string extra_field(std::uint16_t id, std::string_view bytes) {
    return little_endian(id, 2) + little_endian(bytes.size(), 2) + std::string(bytes);
}

std::string build_zip(const BuiltZip& zip) {
    std::string file = zip.prefix;
    std::string directory;
    for (const BuiltEntry& entry : zip.entries) {
        directory += directory_part(entry, file.size());
        file += local_part(entry);
    }
    file += zip.before_directory;
    const std::uint64_t offset = file.size();
    file += directory;
    if (zip.zip64) file += zip64_end(zip, directory.size(), offset);
    const std::uint64_t count =
        zip.entry_count.value_or(static_cast<std::uint16_t>(zip.entries.size()));
    const std::uint64_t classic_offset = zip.classic_directory_offset.value_or(
        zip.zip64 ? 0xffffffffU : static_cast<std::uint32_t>(offset));
    return file + "PK\5\6" + little_endian(zip.disk, 2) + little_endian(zip.disk, 2) +
           little_endian(count, 2) + little_endian(count, 2) + little_endian(directory.size(), 4) +
           little_endian(classic_offset, 4) + little_endian(zip.comment_length, 2) + zip.trailing;
}

std::string record_row(const std::string& path, const std::string& content) {
    Hasher hash;
    hash.update(content);
    return path + ",sha256=" + hash.base64url_digest() + "," + std::to_string(content.size()) +
           "\n";
}

BuiltZip wheel_zip(const std::string& name, const std::string& version, const WheelFiles& files) {
    const std::string info = name + "-" + version + ".dist-info/";
    WheelFiles all = files;
    const auto add = [&](const std::string& path, const std::string& text) {
        const auto same = [&](const auto& file) { return file.first == path; };
        if (std::ranges::none_of(all, same)) all.emplace_back(path, text);
    };
    add(info + "METADATA", "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n");
    add(info + "WHEEL",
        "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
    std::string record;
    for (const auto& [path, text] : all) record += record_row(path, text);
    add(info + "RECORD", record + info + "RECORD,,\n");
    BuiltZip zip;
    for (const auto& [path, text] : all)
        zip.entries.push_back({.name = path, .content = text, .method = 8});
    return zip;
}

}  // namespace pexpack
