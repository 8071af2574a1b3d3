// A folder of our own that is gone afterwards.
#pragma once

#include <string>

namespace pexpack {

// Made in TMPDIR (or /tmp), readable by us alone; removed with everything in it when destroyed,
// also what was made read-only meanwhile.
class TemporaryFolder {
  public:
    TemporaryFolder();
    TemporaryFolder(TemporaryFolder&& other) noexcept;
    TemporaryFolder& operator=(TemporaryFolder&& other) noexcept;
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();

    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

}  // namespace pexpack
