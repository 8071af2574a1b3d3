#include "resolver/fake_source.hpp"

#include <algorithm>

#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

WheelFilename wheel_named(const std::string& filename) {
    return WheelFilename::parse(filename).value();
}

}  // namespace

FakeSource& FakeSource::add(const std::string& name_and_version, Release release) {
    std::string filename = name_and_version + "-py3-none-any.whl";
    std::ranges::replace(filename, ' ', '-');
    const WheelFilename wheel = wheel_named(filename);
    auto& candidates = projects_[wheel.name.to_string()].candidates;
    candidates.push_back({wheel, "/fake/" + filename});
    std::ranges::sort(candidates, {}, [](const Candidate& c) { return c.filename.version; });
    releases_[filename] = std::move(release);
    return *this;
}

FakeSource& FakeSource::add_unusable(const std::string& name, const std::string& filename,
                                     const std::string& reason) {
    projects_[name].unusable.push_back({filename, reason});
    return *this;
}

const Project& FakeSource::project(const PackageName& name) {
    static const Project nothing;
    const auto found = projects_.find(name.to_string());
    return found == projects_.end() ? nothing : found->second;
}

Result<SharedMetadata> FakeSource::metadata(const Candidate& candidate) {
    asked_for_.push_back(candidate.filename.text);
    const Release& release = releases_.at(candidate.filename.text);
    if (release.is_damaged)
        throw Error(ErrorKind::kBadInput, candidate.filename.text + " is damaged");
    std::string text = "Metadata-Version: 2.1\nName: " + candidate.filename.name.to_string() +
                       "\nVersion: " + candidate.filename.version.to_string() + "\n";
    if (!release.requires_python.empty())
        text += "Requires-Python: " + release.requires_python + "\n";
    for (const std::string& extra : release.extras) text += "Provides-Extra: " + extra + "\n";
    for (const std::string& requirement : release.requires_dist)
        text += "Requires-Dist: " + requirement + "\n";
    Result<Metadata> metadata = Metadata::parse(text);
    if (!metadata) return metadata.error();
    return std::make_shared<const Metadata>(std::move(metadata).value());
}

std::vector<std::string> FakeSource::names() {
    std::vector<std::string> names;
    for (const auto& [name, project] : projects_) names.push_back(name);
    return names;
}

Target example_target() {
    return target_from_platform("manylinux_2_28_x86_64-cp-3.11.7-cp311");
}

ResolutionRequest request_for(const std::vector<std::string>& requirements,
                              const std::vector<std::string>& constraints) {
    ResolutionRequest request;
    const auto add = [](const std::vector<std::string>& texts, const std::string& file,
                        std::vector<RootRequirement>& lines) {
        int line = 0;
        for (const std::string& text : texts) {
            lines.push_back(
                {Requirement::parse(text).value(), {.file = file, .line = ++line, .column = 0}});
        }
    };
    add(requirements, "requirements.txt", request.requirements);
    add(constraints, "constraints.txt", request.constraints);
    return request;
}

std::string answer(const ResolutionRequest& request, FakeSource& source) {
    const ResolutionResult result = resolve(request, example_target(), source);
    if (const auto* conflict = std::get_if<Conflict>(&result))
        return "conflict: " + conflict->message;
    std::vector<std::string> pins;
    for (const Pin& pin : std::get<Resolution>(result).pins) {
        pins.push_back(pin.name.to_string() + " " + pin.candidate.filename.version.to_string());
    }
    return join(pins, ", ");
}

std::string explanation(const ResolutionRequest& request, FakeSource& source) {
    const ResolutionResult result = resolve(request, example_target(), source);
    const auto* conflict = std::get_if<Conflict>(&result);
    if (conflict == nullptr) return {};
    std::string text = conflict->message + "\n";
    for (const std::string& line : conflict->details) text += "  " + line + "\n";
    if (!conflict->hint.empty()) text += "hint: " + conflict->hint + "\n";
    return text;
}

}  // namespace pexpack
