// A project that a test writes down, and the wheel that is made of it without a Python.
#pragma once

#include <string>
#include <vector>

#include "pexpack/project/native_wheel.hpp"
#include "pexpack/support/temporary_folder.hpp"

namespace pexpack {

class NativeProject {
  public:
    NativeProject();

    NativeProject& with(const std::string& name, const std::string& text);
    NativeProject& with_files(const std::vector<std::string>& names);  // with nothing in them

    const std::string& folder() const { return folder_; }
    NativeWheel made() const;

    // Of the wheel; an unexpected hand-over fails the test.
    std::string name() const;                     // "shop-1.0-py3-none-any.whl"
    std::vector<std::string> files() const;       // sorted, without what is in .dist-info
    std::vector<std::string> info_files() const;  // in .dist-info, sorted
    std::vector<std::string> headers(const std::string& name) const;  // of METADATA
    std::vector<std::string> entry_points() const;                    // "group: name = object"

  private:
    TemporaryFolder top_;
    std::string folder_;
};

}  // namespace pexpack
