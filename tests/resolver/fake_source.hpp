// Candidates made up by a test, in a notation short enough to read at a glance.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "pexpack/index/candidate.hpp"
#include "pexpack/resolver/resolution.hpp"

namespace pexpack {

// add("a 2", "b>=1", "c; extra == 'x'") is version 2 of `a` with those dependencies.
class FakeSource : public CandidateSource {
  public:
    struct Release {
        std::vector<std::string> requires_dist = {};
        std::string requires_python = {};
        std::vector<std::string> extras = {};
        bool is_damaged = false;
    };

    FakeSource& add(const std::string& name_and_version) {
        return add(name_and_version, Release{});
    }
    FakeSource& add(const std::string& name_and_version, Release release);
    FakeSource& add_unusable(const std::string& name, const std::string& filename,
                             const std::string& reason);

    const Project& project(const PackageName& name) override;
    Result<SharedMetadata> metadata(const Candidate& candidate) override;
    std::vector<std::string> names() override;
    std::string description() override { return "the wheelhouse `fake`"; }

    // File names whose metadata were asked for, in order.
    const std::vector<std::string>& asked_for() const { return asked_for_; }

  private:
    std::map<std::string, Project> projects_;
    std::map<std::string, Release> releases_;  // by file name
    std::vector<std::string> asked_for_;
};

// CPython 3.11.7 on Linux.
Target example_target();

// Each requirement stands on a line of its own of requirements.txt, each constraint of
// constraints.txt.
ResolutionRequest request_for(const std::vector<std::string>& requirements,
                              const std::vector<std::string>& constraints = {});

// "a 2, b 1": the pins, or "conflict: " and its message.
std::string answer(const ResolutionRequest& request, FakeSource& source);

// The conflict's message, details and hint as lines; "" when there is none.
std::string explanation(const ResolutionRequest& request, FakeSource& source);

}  // namespace pexpack
