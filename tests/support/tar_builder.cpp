#include "tar_builder.hpp"

#include <zlib.h>

#include <cstdio>
#include <numeric>

namespace pexpack {

namespace {

constexpr std::size_t kBlock = 512;

std::string octal(unsigned long long value, int width) {
    char text[32] = {};
    std::snprintf(text, sizeof text, "%0*llo", width - 1, value);
    return std::string(text) + '\0';
}

std::string field(std::string text, std::size_t width) {
    text.resize(width, '\0');
    return text;
}

std::string padded(std::string text) {
    text.resize((text.size() + kBlock - 1) / kBlock * kBlock, '\0');
    return text;
}

std::string record(const TarEntry& entry) {
    std::string header = field(entry.name, 100);
    header += octal(entry.mode, 8) + octal(0, 8) + octal(0, 8);
    header += octal(entry.content.size(), 12) + octal(kTarTime, 12);
    header += std::string(8, ' ') + entry.type + field(entry.link, 100);
    header += field("ustar", 6) + "00";
    header = padded(std::move(header));
    const unsigned sum = std::accumulate(
        header.begin(), header.end(), 0U,
        [](unsigned total, char c) { return total + static_cast<unsigned char>(c); });
    header.replace(148, 8, octal(sum, 7) + ' ');
    return header + padded(entry.content);
}

std::string gzipped(std::string bytes) {
    constexpr int kGzip = 15 + 16;
    z_stream stream{};
    deflateInit2(&stream, 1, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

}  // namespace

TarEntry tar_file(const std::string& name, const std::string& content) {
    return {.name = name, .content = content};
}

TarEntry tar_folder(const std::string& name) {
    return {.name = name, .type = '5', .mode = 0755};
}

TarEntry tar_symlink(const std::string& name, const std::string& target) {
    return {.name = name, .type = '2', .link = target, .mode = 0777};
}

TarEntry tar_hard_link(const std::string& name, const std::string& target) {
    return {.name = name, .type = '1', .link = target};
}

std::string build_tar_gz(const std::vector<TarEntry>& entries) {
    std::string tar;
    for (const TarEntry& entry : entries) {
        if (entry.name.size() > 100)
            tar += record({.name = "././@LongLink", .content = entry.name + '\0', .type = 'L'});
        tar += record(entry);
    }
    return gzipped(tar + std::string(2 * kBlock, '\0'));
}

}  // namespace pexpack
