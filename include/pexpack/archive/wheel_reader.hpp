// A wheel opened for reading (PEP 427): its table of contents and its *.dist-info files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pexpack/archive/zip_directory.hpp"
#include "pexpack/spec/entry_point.hpp"
#include "pexpack/spec/wheel_filename.hpp"

namespace pexpack {

class WheelReader {
  public:
    // Throws Error (kBadInput) when it is no sound zip or has no *.dist-info of its name and
    // version.
    WheelReader(const std::string& path, const WheelFilename& filename);

    const ReadableFile& file() const { return file_; }
    const ZipDirectory& directory() const { return directory_; }
    // "requests-2.34.2.dist-info", spelled as in the wheel.
    const std::string& dist_info() const { return dist_info_; }
    // The bytes of a file below *.dist-info, or nothing when it is not there.
    std::optional<std::string> dist_info_file(const std::string& name) const;

    // The bytes of METADATA; every wheel has it.
    std::string metadata_text() const;
    std::vector<EntryPoint> entry_points() const;

  private:
    ReadableFile file_;
    ZipDirectory directory_;
    std::string dist_info_;
};

}  // namespace pexpack
