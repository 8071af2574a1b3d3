// Keeps what setuptools writes besides the wheel out of the project's folder.
#pragma once

#include <string>
#include <vector>

namespace pexpack {

// As long as it lives, setuptools of 65.5 or later, started with environment(), builds in `place`
// instead of the project's `build/` and `*.egg-info`: what an earlier build left there does not get
// into the wheel, and nothing new is left. An earlier setuptools knows no such setting: what it
// leaves is removed at the end, unless it was there before.
class BuildFolder {
  public:
    // `place` is made. Throws Error (kSystem) when it cannot be.
    BuildFolder(const std::string& project, const std::string& place);
    BuildFolder(const BuildFolder&) = delete;
    BuildFolder& operator=(const BuildFolder&) = delete;
    ~BuildFolder();

    std::pair<std::string, std::string> environment() const;

  private:
    std::vector<std::string> leftovers() const;

    std::string project_;
    std::string settings_;
    std::vector<std::string> there_before_;
};

}  // namespace pexpack
