#include "pexpack/index/wheelhouse.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pexpack/archive/sdist_archive.hpp"
#include "pexpack/archive/wheel_reader.hpp"
#include "pexpack/spec/sdist_filename.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/hash.hpp"
#include "pexpack/support/secrets.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/target/fit.hpp"
#include "sdist_metadata.hpp"

namespace pexpack {

namespace {

constexpr std::string_view kWheelSuffix = ".whl";

bool is_wheel_name(std::string_view name) {
    return name.ends_with(kWheelSuffix);
}

// What a file's name says the project is; "" for files that are no distribution.
std::string project_of(std::string_view filename) {
    // Whether the rest is a valid name is seen when somebody wants the project: most of a large
    // wheelhouse nobody does.
    if (is_wheel_name(filename)) return normalized_name(filename.substr(0, filename.find('-')));
    const auto sdist = SdistFilename::parse(filename);
    return sdist ? sdist->name.to_string() : std::string();
}

// Whether the file has one of the hashes, each "algorithm:hexadecimal digits".
bool has_one_of(const std::string& path, const std::vector<std::string>& hashes) {
    for (const char* name : {"sha256", "sha384", "sha512"}) {
        const std::string prefix = std::string(name) + ":";
        const auto is_of_it = [&](const std::string& hash) { return hash.starts_with(prefix); };
        if (std::ranges::none_of(hashes, is_of_it)) continue;
        const std::string actual = prefix + hash_of_file(path, hash_algorithm(name).value()).hex;
        if (std::ranges::find(hashes, actual) != hashes.end()) return true;
    }
    return false;
}

// Nothing is downloaded: of what is asked for by a URL to a wheel that version has to be here, of
// what would be built from a URL any version will do. False: it is a URL to another package's
// wheel.
bool bind_to_url(Requirement& requirement) {
    const auto wheel = wheel_in_url(requirement.url);
    if (!wheel) return true;
    if (wheel->name != requirement.name) return false;
    requirement.specifiers = SpecifierSet::parse("===" + wheel->version.to_string()).value();
    return true;
}

// The metadata if they are the candidate's.
Result<SharedMetadata> usable(const Candidate& candidate, Result<Metadata> parsed) {
    const std::string_view file = candidate.is_sdist ? "PKG-INFO" : "METADATA";
    if (!parsed)
        return ParseError{fmt::format("its {} cannot be read: {}", file, parsed.error().message)};
    Metadata metadata = std::move(parsed).value();
    if (metadata.name != candidate.filename.name ||
        metadata.version != candidate.filename.version) {
        return ParseError{fmt::format("its {} is of {} {}", file, metadata.name.to_string(),
                                      metadata.version.to_string())};
    }
    for (SharedRequirement& shared : metadata.requires_dist) {
        if (shared->url.empty()) continue;
        Requirement requirement = *shared;
        if (!bind_to_url(requirement)) {
            return ParseError{fmt::format("its {} asks for `{}`, a wheel of another package", file,
                                          printable(without_secrets(requirement.to_string())))};
        }
        shared = std::make_shared<const Requirement>(std::move(requirement));
    }
    return std::make_shared<const Metadata>(std::move(metadata));
}

}  // namespace

Wheelhouse::Wheelhouse(const std::vector<std::string>& locations, const Target& target,
                       AllowedHashes hashes, RememberedMetadata* remembered)
    : locations_(locations),
      target_(target),
      tags_(target.tags),
      hashes_(std::move(hashes)),
      remembered_(remembered) {
    for (const std::string& location : locations) {
        if (location.find("://") != std::string::npos) {
            throw Error(ErrorKind::kBadInput,
                        fmt::format("`{}` is on the network", printable(without_secrets(location))))
                .hint(
                    "pexpack reads wheels from folders; fill one with `pip download -d wheelhouse "
                    "-r …`");
        }
        if (is_directory(location)) {
            add_folder(location);
        } else if (is_regular_file(location)) {
            add_file(location);
        } else {
            throw Error(ErrorKind::kBadInput,
                        fmt::format("the wheelhouse `{}` does not exist", location))
                .hint("name the folder that holds the wheels with `-f DIR`");
        }
    }
    // Equal files in two places: the first location wins, so the order is theirs, then by name.
    for (auto& [name, files] : files_) {
        std::ranges::stable_sort(files, {}, &File::name);
        const auto repeated = std::ranges::unique(files, {}, &File::name);
        files.erase(repeated.begin(), repeated.end());
        const auto wheels = static_cast<std::size_t>(std::ranges::count_if(
            files, [](const File& file) { return is_wheel_name(file.name); }));
        wheel_count_ += wheels;
        sdist_count_ += files.size() - wheels;
    }
}

void Wheelhouse::add_folder(const std::string& folder) {
    for (const DirectoryEntry& entry : list_directory(folder)) {
        if (entry.type != FileType::kDirectory) add_file(join_path(folder, entry.name));
    }
}

void Wheelhouse::add_file(const std::string& path) {
    const std::string name(base_name(path));
    const std::string project = project_of(name);
    if (project.empty()) return;
    files_[project].push_back({name, path});
}

void Wheelhouse::add_direct(Candidate candidate, SourceLocation where) {
    const std::string name = candidate.filename.name.to_string();
    projects_.erase(name);
    direct_.insert_or_assign(name, DirectFile{std::move(candidate), std::move(where)});
}

std::optional<UnusableFile> Wheelhouse::unfit(const Candidate& candidate) const {
    const WheelFilename& filename = candidate.filename;
    if (candidate.is_sdist || tags_.rank(filename.tags)) return std::nullopt;
    return UnusableFile{.filename = filename.text,
                        .reason = explain_fit(filename, target_).sentence};
}

std::optional<UnusableFile> Wheelhouse::hash_refused(const Candidate& candidate) {
    const auto allowed = hashes_.find(candidate.filename.name);
    if (allowed == hashes_.end()) return std::nullopt;
    state_when_first_read(candidate.path);
    if (has_one_of(candidate.path, allowed->second)) return std::nullopt;
    return UnusableFile{
        .filename = candidate.filename.text,
        .reason = fmt::format("has sha256:{}, which none of the hashes given allows",
                              sha256_of_file(candidate.path).hex),
        .hash_refused = true};
}

// Oldest version first; within one the best file first: a wheel before an sdist, tag rank, then
// build tag. One version in two spellings is one release: the longer, which says more, comes first.
void Wheelhouse::sort_best_first(std::vector<Candidate>& candidates) const {
    const auto better = [&](const Candidate& a, const Candidate& b) {
        if (a.filename.version != b.filename.version)
            return a.filename.version < b.filename.version;
        if (a.is_sdist != b.is_sdist) return b.is_sdist;
        const auto rank_a = tags_.rank(a.filename.tags);
        const auto rank_b = tags_.rank(b.filename.tags);
        if (rank_a != rank_b) return rank_a < rank_b;
        if (a.filename.build != b.filename.build) return a.filename.build > b.filename.build;
        return a.filename.version.to_string().size() > b.filename.version.to_string().size();
    };
    std::ranges::stable_sort(candidates, better);
}

// Keeps the best file of each version, if its hash is allowed. As in pip no other file of the
// version stands in for it: whoever gave the hash of another one expects that other to run.
void Wheelhouse::choose_files(Project& project) {
    std::vector<Candidate> chosen;
    for (std::size_t i = 0; i < project.candidates.size(); ++i) {
        Candidate& candidate = project.candidates[i];
        const Version version = candidate.filename.version;
        if (auto refused = hash_refused(candidate)) {
            project.unusable.push_back(std::move(*refused));
        } else {
            chosen.push_back(std::move(candidate));
        }
        while (i + 1 < project.candidates.size() &&
               project.candidates[i + 1].filename.version == version)
            ++i;
    }
    project.candidates = std::move(chosen);
}

const Project& Wheelhouse::project(const PackageName& name) {
    const auto known = projects_.find(name.to_string());
    if (known != projects_.end()) return known->second;
    return projects_.emplace(name.to_string(), find_project(name.to_string())).first->second;
}

Project Wheelhouse::find_project(const std::string& name) {
    Project project;
    const auto direct = direct_.find(name);
    if (direct != direct_.end()) {
        const Candidate& candidate = direct->second.candidate;
        if (auto refused = unfit(candidate)) {
            project.unusable.push_back(std::move(*refused));
        } else {
            project.candidates.push_back(candidate);
        }
        choose_files(project);
        return project;
    }
    const auto files = files_.find(name);
    if (files == files_.end()) return project;
    for (const File& file : files->second) {
        if (is_wheel_name(file.name)) {
            add_wheel(file, name, project);
        } else {
            add_sdist(file, name, project);
        }
    }
    sort_best_first(project.candidates);
    choose_files(project);
    if (formats_.prefer_binary) {
        std::ranges::stable_partition(project.candidates,
                                      [](const Candidate& each) { return each.is_sdist; });
    }
    std::ranges::stable_sort(project.unusable, {}, &UnusableFile::filename);
    return project;
}

void Wheelhouse::add_wheel(const File& file, const std::string& name, Project& project) {
    auto wheel = WheelFilename::parse(file.name, tags_);
    if (!wheel) {
        project.unusable.push_back({file.name, "is no valid wheel name: " + wheel.error().message});
        return;
    }
    Candidate candidate{.filename = std::move(wheel).value(), .path = file.path};
    if (!formats_.takes_wheels(name)) {
        project.unusable.push_back({.filename = file.name,
                                    .reason = "is a wheel, and `--no-binary` asks for an sdist",
                                    .format_refused = true});
    } else if (auto refused = unfit(candidate)) {
        project.unusable.push_back(std::move(*refused));
    } else {
        project.candidates.push_back(std::move(candidate));
    }
}

void Wheelhouse::add_sdist(const File& file, const std::string& name, Project& project) const {
    if (builder_ == nullptr) {
        project.unusable.push_back({file.name, "is an sdist, and only wheels are taken here"});
    } else if (!formats_.takes_sdists(name)) {
        project.unusable.push_back({.filename = file.name,
                                    .reason = "is an sdist, and `--only-binary` asks for a wheel",
                                    .format_refused = true});
    } else {
        project.candidates.push_back(
            Candidate::of_sdist(SdistFilename::parse(file.name).value(), file.path));
    }
}

std::string Wheelhouse::real_place(const std::string& path) {
    const std::string folder(directory_of(path));
    const auto [known, is_new] = real_folders_.try_emplace(folder);
    if (is_new) known->second = real_path(folder);
    return join_path(known->second, base_name(path));
}

std::optional<FileState> Wheelhouse::state_when_first_read(const std::string& path) {
    const auto [known, is_new] = states_.try_emplace(path);
    if (is_new) known->second = file_state(path);
    return known->second;
}

void Wheelhouse::refuse_changed(const std::string& path, const FileStamp& stamp) const {
    const auto known = states_.find(path);
    if (known == states_.end() || !known->second || known->second->stamp == stamp) return;
    throw Error(ErrorKind::kBadInput,
                fmt::format("`{}` was changed after it was chosen", printable(path)))
        .hint("run the command again when nobody writes to it");
}

Result<SharedMetadata> Wheelhouse::read_metadata(const Candidate& candidate) {
    const auto state = state_when_first_read(candidate.path);
    const bool is_remembered = remembered_ != nullptr && state;
    const std::string place = is_remembered ? real_place(candidate.path) : std::string();
    if (is_remembered) {
        if (const auto text = remembered_->text(place, *state))
            return usable(candidate, Metadata::parse(*text, requirements_));
    }
    const WheelReader wheel(candidate.path, candidate.filename);
    const auto headers = HeaderBlock::parse(wheel.metadata_text());
    if (!headers) return usable(candidate, headers.error());
    auto metadata = usable(candidate, Metadata::parse(*headers, requirements_));
    if (metadata && is_remembered && state->stamp == wheel.file().stamp()) {
        if (const auto excerpt = Metadata::excerpt(*headers))
            remembered_->add(place, *state, *excerpt);
    }
    return metadata;
}

std::optional<HeaderBlock> Wheelhouse::sdist_headers(const Candidate& sdist) {
    const auto state = remembered_ != nullptr ? file_state(sdist.path) : std::nullopt;
    const std::string place = state ? real_place(sdist.path) : std::string();
    if (state) {
        if (const auto text = remembered_->text(place, *state))
            return HeaderBlock::parse(*text).optional();
    }
    const auto text = sdist_metadata_text(sdist.path);
    if (!text) return std::nullopt;
    auto headers = HeaderBlock::parse(*text);
    if (headers && state && file_state(sdist.path) == state) {
        if (const auto excerpt = sdist_excerpt(*headers)) remembered_->add(place, *state, *excerpt);
    }
    return headers.optional();
}

std::optional<Result<SharedMetadata>> Wheelhouse::told_by_sdist(const Candidate& sdist) {
    const auto headers = sdist_headers(sdist);
    if (!headers) return std::nullopt;
    auto told = usable(sdist, Metadata::parse(*headers, requirements_));
    // Older metadata are right about the Python in practice, and what it excludes need not be
    // built.
    const bool is_excluded =
        told && (*told)->requires_python && !admits_python(*(*told)->requires_python, target_);
    const bool is_known = is_static(*headers) && builder_->builds_on_target();
    if (!is_excluded && !is_known) return std::nullopt;
    return told;
}

Result<SharedMetadata> Wheelhouse::read_sdist_metadata(const Candidate& sdist) {
    if (auto told = told_by_sdist(sdist)) return std::move(*told);
    return metadata(builder_->wheel_of(sdist));
}

Result<SharedMetadata> Wheelhouse::metadata(const Candidate& candidate) {
    auto known = metadata_.find(candidate.path);
    if (known == metadata_.end()) {
        auto read = candidate.is_sdist ? read_sdist_metadata(candidate) : read_metadata(candidate);
        known = metadata_.emplace(candidate.path, std::move(read)).first;
    }
    if (!known->second) refuse_direct(candidate, known->second.error().message);
    return known->second;
}

void Wheelhouse::refuse_direct(const Candidate& candidate, const std::string& reason) const {
    const auto direct = direct_.find(candidate.filename.name.to_string());
    if (direct == direct_.end()) return;
    throw Error(ErrorKind::kBadInput,
                fmt::format("the {} `{}` cannot be used: {}",
                            direct->second.candidate.is_sdist ? "sdist" : "wheel",
                            printable(direct->second.candidate.path), reason))
        .at(direct->second.where);
}

std::vector<std::string> Wheelhouse::names() {
    std::vector<std::string> names;
    for (const auto& [name, files] : files_) names.push_back(name);
    for (const auto& [name, file] : direct_) names.push_back(name);
    std::ranges::sort(names);
    const auto repeated = std::ranges::unique(names);
    names.erase(repeated.begin(), repeated.end());
    return names;
}

std::vector<std::string> Wheelhouse::paths() const {
    std::vector<std::string> paths;
    for (const auto& [name, files] : files_) {
        for (const File& file : files) paths.push_back(file.path);
    }
    return paths;
}

std::string Wheelhouse::description() {
    if (locations_.empty()) return {};
    return fmt::format("the wheelhouse `{}`", fmt::join(locations_, "`, `"));
}

}  // namespace pexpack
