#include "pexpack/archive/wheel_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string_view>
#include <unordered_map>

#include "bad_wheel.hpp"
#include "pexpack/archive/zip_content.hpp"
#include "pexpack/spec/record.hpp"
#include "pexpack/support/hash.hpp"
#include "pexpack/support/text.hpp"
#include "wheel_names.hpp"
#include "wheel_versions.hpp"

namespace pexpack {

namespace {

// Nothing between the entries: a reader that goes from one to the next sees what the directory
// lists.
void check_no_gaps(const WheelReader& wheel) {
    std::vector<const ZipEntry*> in_order;
    for (const ZipEntry& entry : wheel.directory().entries()) in_order.push_back(&entry);
    std::ranges::sort(in_order, {}, &ZipEntry::local_header_offset);
    std::uint64_t end = 0;
    for (const ZipEntry* entry : in_order) {
        if (entry->local_header_offset != end) break;
        end = locate_zip_entry(wheel.file(), *entry).end;
    }
    if (end == wheel.directory().offset()) return;
    throw bad_wheel(wheel.file().path(),
                    fmt::format("byte {} is in no file that its central directory lists", end));
}

std::uint64_t unpacked_size(const WheelReader& wheel) {
    std::uint64_t total = 0;
    for (const ZipEntry& entry : wheel.directory().entries()) {
        total += std::min(entry.size, UINT64_MAX - total);
    }
    return total;
}

// The limits of PyPI. Real wheels grow at most twentyfold, although single files in them may two
// hundredfold.
void refuse_bombs(const WheelReader& wheel) {
    constexpr std::uint64_t kMostGrowth = 50;
    constexpr std::uint64_t kHarmless = std::uint64_t{64} << 20;
    const std::uint64_t total = unpacked_size(wheel);
    if (total <= kHarmless || total / kMostGrowth <= wheel.file().size()) return;
    throw bad_wheel(
        wheel.file().path(),
        fmt::format("it would grow to {} bytes, more than {} times its size: the limit is "
                    "exceeded",
                    total, kMostGrowth));
}

using RecordRows = std::unordered_map<std::string_view, const RecordEntry*>;

// RECORD cannot have its own hash, and what signs it is made after it.
bool is_record_or_signature(const WheelReader& wheel, std::string_view name) {
    const std::string own = wheel.dist_info() + "/RECORD";
    return name == own || name == own + ".jws" || name == own + ".p7s";
}

// The wheel specification: every file has a hash, none weaker than SHA-256, in urlsafe base64
// without padding.
void check_row(const WheelReader& wheel, const RecordEntry& row) {
    const std::string& path = wheel.file().path();
    const ZipEntry* entry = wheel.directory().find(row.path);
    if (entry == nullptr) {
        throw bad_wheel(path,
                        fmt::format("RECORD lists `{}`, which is not there", printable(row.path)));
    }
    if (row.size && *row.size != entry->size) {
        throw bad_wheel(path, fmt::format("`{}` has {} bytes, RECORD says {}", printable(row.path),
                                          entry->size, *row.size));
    }
    if (row.hash_name.empty()) {
        if (entry->is_directory() || is_record_or_signature(wheel, row.path)) return;
        throw bad_wheel(path, fmt::format("RECORD gives no hash of `{}`", printable(row.path)));
    }
    if (hash_algorithm(row.hash_name)) return;
    throw bad_wheel(path,
                    fmt::format("RECORD has a hash of `{}` by `{}`, which is unknown or too weak",
                                printable(row.path), printable(row.hash_name)));
}

// RECORD lists every file but itself and its signatures, each once, and nothing that is not there.
RecordRows check_record(const WheelReader& wheel, const std::vector<RecordEntry>& record) {
    const std::string& path = wheel.file().path();
    RecordRows rows;
    for (const RecordEntry& row : record) {
        check_row(wheel, row);
        if (rows.emplace(row.path, &row).second) continue;
        throw bad_wheel(path, fmt::format("RECORD lists `{}` twice", printable(row.path)));
    }
    for (const ZipEntry& entry : wheel.directory().entries()) {
        const bool is_listed = rows.contains(entry.name);
        if (is_listed || entry.is_directory() || is_record_or_signature(wheel, entry.name))
            continue;
        throw bad_wheel(path, fmt::format("RECORD does not list `{}`", printable(entry.name)));
    }
    return rows;
}

// Each checksum is right, and so is each hash that RECORD gives.
void check_contents(const WheelReader& wheel, const RecordRows& rows) {
    for (const ZipEntry& entry : wheel.directory().entries()) {
        const auto found = rows.find(entry.name);
        const RecordEntry* row = found == rows.end() ? nullptr : found->second;
        const auto algorithm = row == nullptr ? std::nullopt : hash_algorithm(row->hash_name);
        Hasher hash(algorithm.value_or(HashAlgorithm::kSha256));
        read_zip_entry(wheel.file(), entry, [&](std::span<const std::byte> piece) {
            if (algorithm) hash.update(piece);
        });
        if (!algorithm || hash.base64url_digest() == row->hash_digest) continue;
        throw bad_wheel(wheel.file().path(), fmt::format("the hash of `{}` does not match RECORD",
                                                         printable(entry.name)));
    }
}

bool is_program_name(std::string_view name) {
    const bool has_odd_character = std::ranges::any_of(name, [](char c) {
        return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    });
    return !name.empty() && name != "." && name != ".." && !has_odd_character;
}

// What becomes a program must be a plain file name that leads to a plain function.
void check_scripts(const WheelReader& wheel) {
    for (const EntryPoint& point : wheel.entry_points()) {
        if (!point.is_script()) continue;
        if (!is_program_name(point.name)) {
            throw bad_wheel(wheel.file().path(),
                            fmt::format("its script `{}` has a name that leads out of its "
                                        "folder, or that no file can have",
                                        printable(point.name)));
        }
        if (point.object.attribute.empty()) {
            throw bad_wheel(wheel.file().path(),
                            fmt::format("its script `{}` leads to no function: expected "
                                        "`module:function`, not `{}`",
                                        printable(point.name), point.object.to_string()));
        }
    }
}

// A row is much larger than its text, so rows that cannot all be files are not read.
std::vector<RecordEntry> read_record(const WheelReader& wheel, const std::string& text) {
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n'));
    const std::size_t entries = wheel.directory().entries().size();
    // Blank lines and a listing of folders are harmless.
    if (lines > 2 * entries + 100) {
        throw bad_wheel(wheel.file().path(),
                        fmt::format("its RECORD has {} lines for {} files", lines, entries));
    }
    auto record = parse_record(text);
    if (record) return std::move(record).value();
    throw bad_wheel(wheel.file().path(),
                    fmt::format("its RECORD cannot be read: {}", record.error().message));
}

}  // namespace

std::vector<std::string> check_wheel(const WheelReader& wheel) {
    check_names(wheel);
    check_no_gaps(wheel);
    refuse_bombs(wheel);
    std::vector<std::string> warnings = check_versions(wheel);
    const auto text = wheel.dist_info_file("RECORD");
    if (!text) throw bad_wheel(wheel.file().path(), "it has no RECORD");
    check_contents(wheel, check_record(wheel, read_record(wheel, *text)));
    check_scripts(wheel);
    return warnings;
}

std::vector<std::string> warnings_of_checked(const WheelReader& wheel) {
    return check_versions(wheel);
}

}  // namespace pexpack
