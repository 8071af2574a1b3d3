#include "pexpack/pex/build_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <map>
#include <string_view>
#include <unordered_map>

#include "pexpack/bootstrap/header.hpp"
#include "pexpack/bootstrap/runtime_files.hpp"
#include "pexpack/support/error.hpp"

namespace pexpack {

namespace {

// One file per name; the same file through two folders is fine.
std::vector<SourceFile> without_repeats(std::vector<SourceFile> sources) {
    std::ranges::stable_sort(sources, {}, &SourceFile::name);
    for (std::size_t i = 1; i < sources.size(); ++i) {
        const SourceFile& a = sources[i - 1];
        const SourceFile& b = sources[i];
        if (a.name != b.name || a.sha256 == b.sha256) continue;
        throw Error(ErrorKind::kBadInput,
                    fmt::format("`{}` and `{}` both want to be `{}` in the archive", a.path, b.path,
                                a.name))
            .hint("leave one of the two folders out, or rename one of the files");
    }
    const auto repeats = std::ranges::unique(sources, {}, &SourceFile::name);
    sources.erase(repeats.begin(), repeats.end());
    return sources;
}

// Whoever unpacks the archive could make only one of the two.
void refuse_file_as_folder(const std::vector<SourceFile>& sources) {
    std::unordered_map<std::string_view, const SourceFile*> by_name;
    for (const SourceFile& file : sources) by_name.emplace(file.name, &file);
    for (const SourceFile& file : sources) {
        const std::string_view name = file.name;
        for (auto slash = name.find('/'); slash != std::string_view::npos;
             slash = name.find('/', slash + 1)) {
            const auto found = by_name.find(name.substr(0, slash));
            if (found == by_name.end()) continue;
            throw Error(ErrorKind::kBadInput,
                        fmt::format("`{}` is a file where `{}` needs a folder", found->second->path,
                                    file.path))
                .hint("leave one of the two folders out, or rename the file");
        }
    }
}

std::string hash_of_our_runtime() {
    std::map<std::string, std::string> digests;
    for (const RuntimeFile& file : runtime_files())
        digests.emplace(file.path, sha256_hex(file.content));
    return hash_of_runtime(digests);
}

std::string prefix_of(const BuildPlan& plan, const PexInfo& info) {
    if (!plan.python_shebang.empty()) return plain_shebang(plan.python_shebang);
    HeaderFacts facts;
    facts.pex_hash = info.pex_hash;
    facts.target = info.target;
    facts.pythons = info.pythons;
    facts.machine = what_tells_machines_apart(info.targets);
    facts.entry_point = info.entry_point;
    facts.script = info.script;
    facts.inherit_path = info.start.inherit_path;
    facts.pex_root = info.start.pex_root;
    facts.inject_python_args = info.start.inject_python_args;
    facts.inject_args = info.start.inject_args;
    facts.inject_env = info.start.inject_env;
    return render_header(facts);
}

}  // namespace

std::string hash_of_code(const std::vector<SourceFile>& sources) {
    Hasher hash;
    for (const SourceFile& file : sources) {
        hash.update(
            fmt::format("{}\n{}\n{}\n", file.name, file.sha256, file.executable ? "x" : "-"));
    }
    return hash.hex_digest();
}

std::string hash_of_runtime(const std::map<std::string, std::string>& digests) {
    Hasher hash;
    for (const auto& [name, sha256] : digests) hash.update(fmt::format("{}\n{}\n", name, sha256));
    return hash.hex_digest();
}

ArchiveContent lay_out(const BuildPlan& plan) {
    const std::vector<SourceFile> sources = without_repeats(plan.sources);
    refuse_file_as_folder(sources);
    PexInfo info = plan.info;
    for (const PackedWheel& wheel : plan.wheels)
        info.distributions[wheel.filename] = wheel.hash.hex;
    info.code_hash = hash_of_code(sources);
    info.bootstrap_hash = hash_of_our_runtime();

    ArchiveContent content{.prefix = {}, .entries = {}, .timestamp = build_timestamp()};
    content.entries.reserve(1 + runtime_files().size() + plan.wheels.size() + sources.size());
    content.entries.push_back({.name = "PEX-INFO", .content = {}, .starts = true});
    for (const RuntimeFile& file : runtime_files()) {
        content.entries.push_back({.name = std::string(file.path),
                                   .content = std::string(file.content),
                                   .compressed = true,
                                   .starts = true});
    }
    for (const PackedWheel& wheel : plan.wheels) {
        content.entries.push_back({.name = ".deps/" + wheel.filename,
                                   .content = CopiedFile{wheel.path, wheel.hash.stamp}});
    }
    for (const SourceFile& file : sources) {
        content.entries.push_back({.name = file.name,
                                   .content = CopiedFile{file.path, file.stamp},
                                   .compressed = true,
                                   .executable = file.executable});
    }
    content.layout = layout_for(content.entries);
    info.layout = content.layout;
    info = with_pex_hash(std::move(info));
    content.prefix = prefix_of(plan, info);
    content.entries.front().content = to_json(info);
    return content;
}

std::int64_t build_timestamp() {
    constexpr std::int64_t kZipEpoch = 315'532'800;  // 1980-01-01
    const char* variable = std::getenv("SOURCE_DATE_EPOCH");
    if (variable == nullptr || *variable == '\0') return kZipEpoch;
    const std::string_view text = variable;
    std::int64_t seconds = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() && seconds >= 0)
        return seconds;
    throw Error(ErrorKind::kUsage,
                fmt::format("SOURCE_DATE_EPOCH is `{}`, which is no number of seconds", text))
        .hint("unset it, or set it to seconds since 1970 (`date +%s`)");
}

}  // namespace pexpack
