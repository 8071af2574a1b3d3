#include "relaxations.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pexpack/support/text.hpp"
#include "requirement_text.hpp"

namespace pexpack {

namespace {

bool is_same(const RootRequirement& a, const RootRequirement& b) {
    return a.where == b.where && a.requirement.to_string() == b.requirement.to_string();
}

// The known minors of CPython 3, those after the target's first, each part the nearest first.
std::vector<int> other_minors(const Target& target) {
    std::vector<int> newer;
    std::vector<int> older;
    for (const KnownPython& python : known_pythons()) {
        const Version version =
            Version::parse(fmt::format("3.{}", python.minor + 1)).value();  // the end of this one
        const Version start = Version::parse(fmt::format("3.{}", python.minor)).value();
        if (target.python_full_version < start) newer.push_back(python.minor);
        if (!(target.python_full_version < version)) older.push_back(python.minor);
    }
    newer.insert(newer.end(), older.rbegin(), older.rend());
    return newer;
}

// A line of a file is told with what it says already; the command line may say more than this.
std::string name_of(const RootRequirement& line) {
    const std::string where = line.where.to_string();
    if (line.where.line > 0) return where;
    return fmt::format("`{}` of {}", requirement_words(line.requirement), where);
}

class Relaxations {
  public:
    Relaxations(const ResolutionRequest& request, const PackageName& focus, const Target& target,
                CandidateSource& source)
        : request_(request), focus_(focus), target_(target), source_(source) {}

    void try_without(std::vector<RootRequirement> ResolutionRequest::*lines,
                     const RootRequirement& line) {
        ResolutionRequest relaxed = request_;
        std::erase_if(relaxed.*lines,
                      [&](const RootRequirement& candidate) { return is_same(candidate, line); });
        try_request(relaxed, target_, "without " + name_of(line));
    }

    void try_without_extra(const RootRequirement& line, const std::string& extra) {
        ResolutionRequest relaxed = request_;
        for (RootRequirement& candidate : relaxed.requirements) {
            if (is_same(candidate, line)) std::erase(candidate.requirement.extras, extra);
        }
        try_request(
            relaxed, target_,
            fmt::format("without the extra `{}` of {}", printable(extra), line.where.to_string()));
    }

    void try_prereleases() {
        if (request_.allow_prereleases) return;
        ResolutionRequest relaxed = request_;
        relaxed.allow_prereleases = true;
        try_request(relaxed, target_, "with `--pre`");
    }

    // One is enough. The wheels at hand are those that fit the target; where an answer has one that
    // the other Python cannot use, nothing is said.
    void try_other_pythons() {
        for (const int minor : other_minors(target_)) {
            if (try_request(request_, with_python_minor(target_, minor),
                            fmt::format("for Python 3.{}", minor)))
                return;
        }
    }

    std::string text() const {
        if (working_.empty()) return {};
        return fmt::format("it can be resolved {}", join(working_, ", or "));
    }

  private:
    bool try_request(const ResolutionRequest& relaxed, const Target& target, std::string what) {
        const auto answer = answer_if_sound(relaxed, target);
        if (!answer) return false;
        const bool fits = std::ranges::all_of(*answer, [&](const auto& chosen) {
            return target.tags.rank(chosen.second.tags).has_value();
        });
        if (!fits) return false;
        const auto chosen = answer->find(focus_);
        if (chosen != answer->end()) {
            what += fmt::format(" (gives {} {})", focus_.to_string(),
                                chosen->second.version.to_string());
        }
        working_.push_back(std::move(what));
        return true;
    }

    // A change that leads to a damaged wheel is no help.
    std::optional<Answer> answer_if_sound(const ResolutionRequest& relaxed, const Target& target) {
        try {
            return answer_to(relaxed, target, source_);
        } catch (const Error&) {
            return std::nullopt;
        }
    }

    const ResolutionRequest& request_;
    const PackageName& focus_;
    const Target& target_;
    CandidateSource& source_;
    std::vector<std::string> working_;
};

}  // namespace

std::string tried_relaxations(const ConflictCore& core, const ResolutionRequest& request,
                              const PackageName& focus, const Target& target,
                              CandidateSource& source) {
    Relaxations relaxations(request, focus, target, source);
    for (const RootRequirement& line : core.request.requirements) {
        // Leaving out all that was asked for is no advice.
        if (request.requirements.size() > 1)
            relaxations.try_without(&ResolutionRequest::requirements, line);
        for (const std::string& extra : line.requirement.extras)
            relaxations.try_without_extra(line, extra);
    }
    for (const RootRequirement& line : core.request.constraints)
        relaxations.try_without(&ResolutionRequest::constraints, line);
    // Where the proof does not rest on a pre-release it holds with them, too.
    if (std::ranges::any_of(core.ruled_out, &RuledOut::is_prerelease))
        relaxations.try_prereleases();
    const bool python_matters =
        std::ranges::any_of(core.ruled_out, &RuledOut::needs_another_python);
    if (python_matters && target.implementation_name == "cpython") relaxations.try_other_pythons();
    return relaxations.text();
}

}  // namespace pexpack
