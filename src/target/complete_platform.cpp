#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>
#include <string_view>

#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/target/platforms.hpp"
#include "pexpack/target/target.hpp"

namespace pexpack {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostTags = 200'000;

Error bad_platform(const std::string& description, std::string why) {
    return Error(ErrorKind::kBadInput,
                 fmt::format("`{}` is not a complete platform", printable(description)))
        .because(std::move(why))
        .hint(
            "`pexpack target --json` writes one, and `pex3 interpreter inspect --markers --tags`");
}

const Json& member(const Json& object, const char* name, Json::value_t type,
                   const std::string& description) {
    const auto found = object.is_object() ? object.find(name) : object.end();
    if (!object.is_object() || found == object.end() || found->type() != type) {
        throw bad_platform(description, fmt::format("it has no `{}`", name));
    }
    return *found;
}

MarkerEnvironment read_markers(const Json& values, const std::string& description) {
    MarkerEnvironment markers;
    for (const auto& [name, value] : values.items()) {
        // pex writes null for what it does not know.
        if (value.is_null()) continue;
        if (!value.is_string()) {
            throw bad_platform(description, fmt::format("marker `{}` is no text", printable(name)));
        }
        markers.set(name, value.get<std::string>());
    }
    return markers;
}

TagSet read_tags(const Json& texts, const std::string& description) {
    if (texts.empty()) throw bad_platform(description, "`compatible_tags` is empty");
    std::vector<Tag> tags;
    for (const Json& entry : texts) {
        if (!entry.is_string()) {
            const auto number = static_cast<std::size_t>(&entry - &texts.front()) + 1;
            throw bad_platform(description,
                               fmt::format("entry {} of `compatible_tags` is no text", number));
        }
        const auto& text = entry.get_ref<const std::string&>();
        const Result<std::vector<Tag>> parsed = parse_tags(text);
        if (!parsed) {
            throw bad_platform(description, fmt::format("`{}` is no tag: {}", printable(text),
                                                        parsed.error().message));
        }
        // One text may stand for thousands of tags.
        if (parsed->size() > kMostTags - tags.size()) {
            throw bad_platform(description, "it has too many tags");
        }
        tags.insert(tags.end(), parsed->begin(), parsed->end());
    }
    return TagSet(std::move(tags));
}

// A Python that a pex can run on: 3.6 or later.
bool is_possible(const Version& python) {
    constexpr int kOldestMinor = 6;
    constexpr int kLastMinor = 999;
    const auto release = python.release();
    if ((python.epoch() != "0" && !python.epoch().empty()) || release.size() < 2 ||
        release[0] != "3")
        return false;
    int minor = 0;
    const std::string_view text = release[1];
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), minor);
    return parsed.ec == std::errc() && minor >= kOldestMinor && minor <= kLastMinor;
}

Version read_version(const MarkerEnvironment& markers, std::vector<std::string>& notes,
                     const std::string& description) {
    if (const std::string* full = markers.find("python_full_version")) {
        // "3.13.0a6+" is a build of a checkout: later than 3.13.0a6.
        Result<Version> version = Version::parse(full->ends_with('+') ? *full + "local" : *full);
        if (version) return std::move(version).value();
        throw bad_platform(description, "`python_full_version` is no version");
    }
    const std::string* minor = markers.find("python_version");
    if (!minor) throw bad_platform(description, "it does not say which Python");
    for (const KnownPython& known : known_pythons()) {
        if (fmt::format("3.{}", known.minor) != *minor) continue;
        notes.push_back(fmt::format("`{}` names no patch: Python {}, the latest, is assumed",
                                    description, known.latest_patch));
        return Version::parse(known.latest_patch).value();
    }
    Result<Version> version = Version::parse(*minor);
    if (!version) throw bad_platform(description, "`python_version` is no version");
    return std::move(version).value();
}

// Plain linux_* says less than the C library's tag.
std::string most_specific_platform(const TagSet& tags) {
    for (const Tag& tag : tags.tags()) {
        if (tag.platform != "any" && !tag.platform.starts_with("linux_")) return tag.platform;
    }
    return tags.tags().front().platform;
}

}  // namespace

Target target_from_complete_platform(std::string_view json_text, std::string description) {
    const Json document = Json::parse(json_text, nullptr, /*allow_exceptions=*/false);
    if (document.is_discarded()) throw bad_platform(description, "it is not JSON");
    MarkerEnvironment markers = read_markers(
        member(document, "marker_environment", Json::value_t::object, description), description);
    TagSet tags = read_tags(member(document, "compatible_tags", Json::value_t::array, description),
                            description);
    std::vector<std::string> notes;
    Version version = read_version(markers, notes, description);
    if (!is_possible(version)) {
        throw bad_platform(description, fmt::format("its Python is `{}`, and a pex needs 3.6 or "
                                                    "later",
                                                    version.to_string()));
    }
    const std::string* implementation = markers.find("implementation_name");
    std::string implementation_name = implementation ? *implementation : "";
    std::string platform = most_specific_platform(tags);
    return Target{std::move(description), std::move(implementation_name),
                  std::move(version),     std::move(platform),
                  std::move(tags),        std::move(markers),
                  std::move(notes)};
}

std::string complete_platform_json(const Target& target) {
    Json document;
    document["marker_environment"] = Json::object();
    for (const auto& [name, value] : target.markers.values()) {
        document["marker_environment"][name] = value;
    }
    document["compatible_tags"] = Json::array();
    for (const Tag& tag : target.tags.tags()) {
        document["compatible_tags"].push_back(tag.to_string());
    }
    // A marker value may hold any bytes (platform_version of an odd kernel).
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pexpack
