#include "pexpack/pex/extracted_wheel.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <set>

#include "pexpack/archive/archive_writer.hpp"
#include "pexpack/archive/zip_content.hpp"
#include "pexpack/spec/entry_point.hpp"
#include "pexpack/spec/record.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/hash.hpp"
#include "pexpack/support/new_file.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/support/thread_pool.hpp"

namespace pexpack {

namespace {

constexpr unsigned kWheelMode = 0644;
constexpr std::uint64_t kLargestFile = std::uint64_t{2} << 30;
constexpr std::string_view kStash = ".prefix/";

struct Member {
    std::string content;
    bool executable = false;
};
using Members = std::map<std::string, Member>;

Error damaged(const OpenedPex& pex, const PexWheel& wheel, std::string_view what) {
    return Error(ErrorKind::kBadInput, fmt::format("`{}` in `{}` is damaged: {}",
                                                   printable(wheel.filename), pex.path(), what));
}

// Gives the SHA-256 of what was copied.
std::string copy_out(const OpenedPex& pex, const PexFile& from, const std::string& path) {
    NewFile file(path, kWheelMode);
    Hasher hash;
    pex.read(from, [&](std::span<const std::byte> bytes) {
        hash.update(bytes);
        file.write(bytes);
    });
    return hash.hex_digest();
}

Members members_of_folder(const OpenedPex& pex, const PexWheel& wheel) {
    const std::size_t start = std::string_view(".deps/").size() + wheel.filename.size() + 1;
    Members members;
    for (const PexFile* file : wheel.files) {
        members[file->name.substr(start)] = {.content = pex.read(*file, kLargestFile),
                                             .executable = file->executable};
    }
    return members;
}

Members members_of_zip(const OpenedPex& pex, const PexWheel& wheel) {
    const TemporaryFolder folder;
    const std::string path = join_path(folder.path(), "installed.zip");
    copy_out(pex, *wheel.files.front(), path);
    const ReadableFile file = ReadableFile::open(path);
    const ZipDirectory directory = ZipDirectory::read(file);
    Members members;
    for (const ZipEntry& entry : directory.entries()) {
        if (entry.is_directory()) continue;
        if (!stays_inside(entry.name))
            throw damaged(pex, wheel,
                          fmt::format("`{}` leads out of its folder", printable(entry.name)));
        members[entry.name] = {.content = read_zip_entry(file, entry, kLargestFile),
                               .executable = (entry.unix_mode & 0111U) != 0};
    }
    return members;
}

std::string dist_info_of(const OpenedPex& pex, const PexWheel& wheel, const Members& members) {
    for (const auto& [name, member] : members) {
        const std::string folder = name.substr(0, name.find('/'));
        if (folder.ends_with(".dist-info") && members.contains(folder + "/RECORD")) return folder;
    }
    throw damaged(pex, wheel, "it has no RECORD");
}

// Every file that is hashed in RECORD must have that hash, and be there.
void check_hashes(const OpenedPex& pex, const PexWheel& wheel, const Members& members,
                  const std::string& record) {
    const auto rows = parse_record(record);
    if (!rows) throw damaged(pex, wheel, "its RECORD cannot be read: " + rows.error().message);
    std::set<std::string> listed;
    for (const RecordEntry& row : *rows) {
        listed.insert(row.path);
        const auto algorithm = hash_algorithm(row.hash_name);
        if (!algorithm) continue;
        const auto found = members.find(row.path);
        if (found == members.end())
            throw damaged(pex, wheel, fmt::format("`{}` is not there", printable(row.path)));
        Hasher hash(*algorithm);
        hash.update(found->second.content);
        if (hash.base64url_digest() != row.hash_digest) {
            throw damaged(
                pex, wheel,
                fmt::format("`{}` does not have the hash that RECORD gives", printable(row.path)));
        }
    }
    for (const auto& [name, member] : members) {
        if (name != ".layout.json" && !name.ends_with("/RECORD") && !listed.contains(name))
            throw damaged(pex, wheel, fmt::format("RECORD does not list `{}`", printable(name)));
    }
}

std::set<std::string> generated_scripts(const Members& members, const std::string& dist_info) {
    std::set<std::string> names;
    const auto found = members.find(dist_info + "/entry_points.txt");
    if (found == members.end()) return names;
    const auto points = parse_entry_points(found->second.content);
    if (!points) return names;
    for (const EntryPoint& point : *points) {
        if (point.is_script()) names.insert(point.name);
    }
    return names;
}

// Where the file was in the wheel; "" for what an installer or pex has added.
std::string name_in_wheel(const std::string& name, const std::string& dist_info,
                          const std::set<std::string>& scripts) {
    const std::string stem = dist_info.substr(0, dist_info.rfind('.'));
    const std::string data = stem + ".data/";
    if (name == ".layout.json" || name.starts_with(stem + ".pex-info/")) return {};
    if (name == dist_info + "/RECORD" || name == dist_info + "/INSTALLER" ||
        name == dist_info + "/REQUESTED" || name == dist_info + "/direct_url.json")
        return {};
    if (!name.starts_with(kStash)) return name;
    const std::string stashed = name.substr(kStash.size());
    constexpr std::string_view kPrograms = "bin/";
    if (!stashed.starts_with(kPrograms)) return data + "data/" + stashed;
    const std::string script = stashed.substr(kPrograms.size());
    return scripts.contains(script) ? std::string() : data + "scripts/" + script;
}

// A field of RECORD (RFC 4180).
std::string in_csv(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + "\"";
}

// What an installer has put elsewhere is put back, and must not meet another file there.
Members members_of_wheel(const OpenedPex& pex, const PexWheel& wheel, Members installed,
                         const std::string& dist_info) {
    const std::set<std::string> scripts = generated_scripts(installed, dist_info);
    Members members;
    for (auto& [name, member] : installed) {
        const std::string place = name_in_wheel(name, dist_info, scripts);
        if (!place.empty() && !members.emplace(place, std::move(member)).second)
            throw damaged(pex, wheel, fmt::format("`{}` is in it twice", printable(place)));
    }
    return members;
}

void write_wheel(const Members& members, const std::string& dist_info, const std::string& path) {
    ArchiveContent content{.prefix = {}, .entries = {}, .timestamp = 0};
    std::string record;
    for (const auto& [name, member] : members) {
        Hasher hash;
        hash.update(member.content);
        record += in_csv(name);
        record += fmt::format(",sha256={},{}\n", hash.base64url_digest(), member.content.size());
        content.entries.push_back({.name = name,
                                   .content = member.content,
                                   .compressed = true,
                                   .executable = member.executable});
    }
    record += in_csv(dist_info + "/RECORD") + ",,\n";
    content.entries.push_back(
        {.name = dist_info + "/RECORD", .content = std::move(record), .compressed = true});
    write_archive(content, path);
    ::chmod(path.c_str(), kWheelMode);
}

}  // namespace

void extract_wheel(const OpenedPex& pex, const PexWheel& wheel, const std::string& path) {
    if (wheel.form == PexWheelForm::kWheel) {
        if (copy_out(pex, *wheel.files.front(), path) != wheel.declared_sha256)
            throw damaged(pex, wheel, "it does not have the SHA-256 that PEX-INFO gives");
        return;
    }
    Members members = wheel.form == PexWheelForm::kInstalledZip ? members_of_zip(pex, wheel)
                                                                : members_of_folder(pex, wheel);
    const std::string dist_info = dist_info_of(pex, wheel, members);
    check_hashes(pex, wheel, members, members.at(dist_info + "/RECORD").content);
    write_wheel(members_of_wheel(pex, wheel, std::move(members), dist_info), dist_info, path);
}

std::vector<std::string> extract_wheels(const OpenedPex& pex, const PexContents& contents,
                                        const std::string& folder) {
    std::vector<std::string> paths;
    std::vector<std::size_t> copied;
    for (std::size_t i = 0; i < contents.wheels.size(); ++i) {
        const PexWheel& wheel = contents.wheels[i];
        paths.push_back(join_path(folder, wheel.filename));
        if (wheel.form == PexWheelForm::kWheel) {
            copied.push_back(i);
        } else {
            extract_wheel(pex, wheel, paths.back());  // the archive's writer is for one thread
        }
    }
    for_each_index(copied.size(), [&](std::size_t i) {
        extract_wheel(pex, contents.wheels[copied[i]], paths[copied[i]]);
    });
    return paths;
}

}  // namespace pexpack
