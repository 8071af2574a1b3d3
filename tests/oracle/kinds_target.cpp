#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <optional>

#include "corpus_kinds.hpp"
#include "pexpack/spec/specifier.hpp"
#include "pexpack/spec/version_filter.hpp"
#include "pexpack/spec/wheel_filename.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/target/platforms.hpp"
#include "pexpack/target/tags.hpp"

namespace pexpack::oracle {

namespace {

using Names = std::vector<std::string>;

PlatformVersion version_of(const Json& pair) {
    return {pair.at(0).get<int>(), pair.at(1).get<int>()};
}

Names machine_platform_list(const Json& machine) {
    const std::string kind = machine.at("kind");
    if (kind == "plain") return {machine.at("platform").get<std::string>()};
    if (kind == "android") {
        return android_ladder(machine.at("api_level").get<int>(),
                              machine.at("arch").get<std::string>());
    }
    const std::string architecture = machine.at("arch");
    if (kind == "macos") return macos_ladder(version_of(machine.at("version")), architecture);
    if (kind == "ios") return ios_ladder(version_of(machine.at("version")), architecture);
    const auto library = [&](const char* name) {
        return machine.contains(name) ? std::optional(version_of(machine.at(name))) : std::nullopt;
    };
    return linux_platforms(architecture, library("glibc"), library("musl"));
}

// "3" or "311": the first digit is the major version.
PythonRelease release_of(const std::string& nodot) {
    PythonRelease release{nodot.at(0) - '0', std::nullopt};
    if (nodot.size() > 1) release.minor = std::stoi(nodot.substr(1));
    return release;
}

std::vector<Tag> pip_tags(const std::string& implementation, const PythonRelease& release,
                          const Json& abis, const Json& platforms) {
    return interpreter_tags(implementation, release, abis.get<Names>(),
                            pip_platforms(platforms.get<Names>()),
                            implementation + release.nodot());
}

std::vector<Tag> machine_tags(const Json& input) {
    const std::string implementation = input.at("impl");
    const PythonRelease release{input.at("python").at(0).get<int>(),
                                input.at("python").at(1).get<int>()};
    const std::string compatible = implementation == "pp"   ? "pp3"
                                   : implementation == "cp" ? "cp" + release.nodot()
                                                            : "";
    return interpreter_tags(implementation, release, {input.at("abi").get<std::string>()},
                            machine_platform_list(input.at("machine")), compatible);
}

Json answer_tags(const Json& input) {
    const std::vector<Tag> tags =
        input.at("source") == "packaging"
            ? machine_tags(input)
            : pip_tags(input.at("impl"), release_of(input.at("python_version")), input.at("abis"),
                       input.at("platforms"));
    Names texts;
    for (const Tag& tag : tags) texts.push_back(tag.to_string());
    return {{"tags", texts}};
}

// A file of a project as pip ranks it.
struct Choice {
    std::string file;
    Version version;
    bool is_wheel = false;
    std::size_t rank = 0;  // of its best tag
    BuildTag build;
    bool has_hash = false;
    bool allowed_hash = false;
    bool yanked = false;
};

struct ChoiceTarget {
    TagSet tags;
    std::string python;  // "3.11"
};

ChoiceTarget choice_target(const std::string& name) {
    const char* folder = std::getenv("CORPUS_DIR");
    std::ifstream file(std::string(folder ? folder : ".") + "/wheel_choice_targets.json");
    const Json target = Json::parse(file).at(name);
    const PythonRelease release{target.at("python").at(0).get<int>(),
                                target.at("python").at(1).get<int>()};
    return {TagSet(pip_tags(target.at("impl"), release, target.at("abis"), target.at("platforms"))),
            std::to_string(release.major) + "." + std::to_string(*release.minor)};
}

// The file name without its ending and the ending; `.tar.gz` is one.
std::pair<std::string, std::string> split_ending(const std::string& file) {
    std::size_t dot = file.rfind('.');
    if (dot == std::string::npos) return {file, ""};
    if (ascii_lower(file.substr(0, dot)).ends_with(".tar")) dot -= 4;
    return {file.substr(0, dot), file.substr(dot)};
}

// What follows "NAME-" when the part before some dash is NAME.
std::optional<std::string> sdist_version(const std::string& stem, const std::string& project) {
    for (std::size_t i = 0; i < stem.size(); ++i) {
        if (stem[i] == '-' && normalized_name(stem.substr(0, i)) == project) {
            return stem.size() > i + 1 ? std::optional(stem.substr(i + 1)) : std::nullopt;
        }
    }
    return std::nullopt;
}

// Splits "1.9-py2.7".
std::pair<std::string, std::string> split_python_suffix(const std::string& version) {
    const std::size_t at = version.rfind("-py");
    if (at == std::string::npos) return {version, ""};
    const std::string python = version.substr(at + 3);
    const bool valid = !python.empty() && python.size() <= 3 && python[0] >= '1' &&
                       python[0] <= '3' &&
                       (python.size() == 1 || is_ascii_digit(python.back()) || python == "1." ||
                        python == "2." || python == "3.") &&
                       (python.size() < 3 || python[1] == '.');
    return valid ? std::pair{version.substr(0, at), python} : std::pair{version, std::string()};
}

// The file as a choice, or why it is none.
Json judge_file(const std::string& file, const std::string& project, const ChoiceTarget& target,
                std::vector<Choice>& choices) {
    constexpr std::array<std::string_view, 12> endings{".whl",    ".zip", ".tar.bz2", ".tbz",
                                                       ".tar.gz", ".tgz", ".tar",     ".tar.xz",
                                                       ".txz",    ".tlz", ".tar.lz",  ".tar.lzma"};
    const auto [stem, ending] = split_ending(file);
    if (std::find(endings.begin(), endings.end(), ending) == endings.end()) {
        return "format_unsupported";
    }
    if (ending == ".zip" && file.find("macosx10") != std::string::npos) return "format_unsupported";
    if (ending == ".whl") {
        const Result<WheelFilename> wheel = WheelFilename::parse(file);
        if (!wheel) return "format_invalid";
        if (wheel->name.to_string() != project) return "different_project";
        const std::optional<std::size_t> rank = target.tags.rank(wheel->tags);
        if (!rank) return "platform_mismatch";
        choices.push_back({file, wheel->version, true, *rank, wheel->build, false, false, false});
        return nullptr;
    }
    const std::optional<std::string> found = sdist_version(stem, project);
    if (!found) return "format_invalid";
    const auto [text, python] = split_python_suffix(*found);
    if (!python.empty() && python != target.python) return "platform_mismatch";
    const Result<Version> version = Version::parse(text);
    if (!version) return "invalid_version";
    choices.push_back({file, *version, false, target.tags.tags().size(), {}, false, false, false});
    return nullptr;
}

void mark(std::vector<Choice>& choices, const Json& input) {
    const Names yanked = input.at("yanked").get<Names>();
    const Json& hashes = input.at("file_sha256");
    const Names allowed = input.at("allowed_hashes").value("sha256", Names());
    for (Choice& choice : choices) {
        choice.yanked = std::find(yanked.begin(), yanked.end(), choice.file) != yanked.end();
        choice.has_hash = hashes.contains(choice.file);
        choice.allowed_hash = choice.has_hash && std::find(allowed.begin(), allowed.end(),
                                                           hashes.at(choice.file)) != allowed.end();
    }
}

std::vector<Choice> admitted(std::vector<Choice> choices, const SpecifierSet& specifiers,
                             const Json& prereleases) {
    Names versions;
    for (const Choice& choice : choices) versions.push_back(choice.version.to_string());
    const PrereleasePolicy policy = prereleases.is_null()     ? PrereleasePolicy::kFinalsFirst
                                    : prereleases.get<bool>() ? PrereleasePolicy::kAllowed
                                                              : PrereleasePolicy::kExcluded;
    std::vector<Choice> result;
    for (const std::size_t i : admitted_versions(specifiers, versions, policy)) {
        result.push_back(choices[i]);
    }
    return result;
}

// Files with another hash go, unless no file has an allowed one.
void drop_other_hashes(std::vector<Choice>& choices) {
    const bool any = std::any_of(choices.begin(), choices.end(),
                                 [](const Choice& choice) { return choice.allowed_hash; });
    if (!any) return;
    std::erase_if(choices,
                  [](const Choice& choice) { return choice.has_hash && !choice.allowed_hash; });
}

// Ascending preference, as pip sorts; what is equal keeps its order.
void sort_by_preference(std::vector<Choice>& choices, bool prefer_binary) {
    const auto less = [&](const Choice& a, const Choice& b) {
        if (a.allowed_hash != b.allowed_hash) return b.allowed_hash;
        if (a.yanked != b.yanked) return a.yanked;
        if (prefer_binary && a.is_wheel != b.is_wheel) return b.is_wheel;
        if (a.version != b.version) return a.version < b.version;
        if (a.rank != b.rank) return a.rank > b.rank;
        return a.build < b.build;
    };
    std::stable_sort(choices.begin(), choices.end(), less);
}

Json answer_choice(const Json& input) {
    const ChoiceTarget target = choice_target(input.at("target"));
    const std::string project = normalized_name(input.at("project").get<std::string>());
    const SpecifierSet specifiers =
        SpecifierSet::parse(input.at("specifier").get<std::string>()).value();

    std::vector<Choice> choices;
    Json rejected = Json::object();
    for (const std::string& file : input.at("files").get<Names>()) {
        const Json reason = judge_file(file, project, target, choices);
        if (!reason.is_null()) rejected[file] = reason;
    }
    mark(choices, input);
    choices = admitted(std::move(choices), specifiers, input.at("prereleases"));
    if (!input.at("allowed_hashes").empty()) drop_other_hashes(choices);
    sort_by_preference(choices, input.at("prefer_binary").get<bool>());

    const bool all_yanked = std::all_of(choices.begin(), choices.end(),
                                        [](const Choice& choice) { return choice.yanked; });
    std::reverse(choices.begin(), choices.end());
    Json order = Json::array();
    Json resolver_order = Json::array();
    std::vector<Version> seen;
    for (const Choice& choice : choices) {
        if (choice.yanked && !(all_yanked && specifiers.is_pinned())) continue;
        order.push_back(choice.file);
        if (std::find(seen.begin(), seen.end(), choice.version) != seen.end()) continue;
        seen.push_back(choice.version);
        resolver_order.push_back(choice.file);
    }
    return {{"best", order.empty() ? Json() : order.front()},
            {"order", order},
            {"resolver_order", resolver_order},
            {"rejected", rejected}};
}

}  // namespace

Kinds target_kinds() {
    return {{"tags", answer_tags}, {"wheel_choice", answer_choice}};
}

}  // namespace pexpack::oracle
