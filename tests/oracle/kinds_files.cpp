#include <algorithm>
#include <set>

#include "corpus_kinds.hpp"
#include "pexpack/spec/sdist_filename.hpp"
#include "pexpack/spec/wheel_filename.hpp"

namespace pexpack::oracle {

namespace {

Json answer_wheel(const Json& input) {
    const auto wheel = WheelFilename::parse(input.at("filename").get<std::string>());
    if (!wheel) return {{"ok", false}};
    std::set<std::string> tags;
    for (const Tag& tag : wheel->tags.expanded()) tags.insert(tag.to_string());
    const BuildTag& build = wheel->build;
    return {{"ok", true},
            {"name", wheel->name.to_string()},
            {"version", wheel->version.to_string()},
            {"build", build.number.empty() ? Json() : Json::array({build.number, build.suffix})},
            {"tags", tags}};
}

Json answer_sdist(const Json& input) {
    const auto sdist = SdistFilename::parse(input.at("filename").get<std::string>());
    if (!sdist) return {{"ok", false}};
    return {
        {"ok", true}, {"name", sdist->name.to_string()}, {"version", sdist->version.to_string()}};
}

}  // namespace

Kinds file_kinds() {
    return {{"wheel_names", answer_wheel}, {"sdist_names", answer_sdist}};
}

}  // namespace pexpack::oracle
