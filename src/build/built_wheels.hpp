// Wheels that were built of sdists, kept in the cache folder.
#pragma once

#include <optional>
#include <string>

#include "pexpack/spec/sdist_filename.hpp"
#include "pexpack/target/interpreter.hpp"

namespace pexpack {

// A folder for each sdist (by its SHA-256) and Python (by what its wheels are tagged; or none,
// which packs plain sdists alone), in it one named by the wheel's SHA-256. A wheel that has
// another, that is not our own or that others may write to is as good as none.
class BuiltWheels {
  public:
    // Without a cache folder nothing is kept.
    explicit BuiltWheels(const std::optional<std::string>& cache) : cache_(cache) {}

    std::optional<std::string> find(const SdistFilename& filename, const std::string& sha256,
                                    const std::optional<Interpreter>& python) const;
    // The path of the copy that is kept; that it cannot be is no error.
    std::optional<std::string> keep(const std::string& wheel, const std::string& sha256,
                                    const std::optional<Interpreter>& python) const;

  private:
    std::string folder_for(const std::string& sha256,
                           const std::optional<Interpreter>& python) const;

    const std::optional<std::string>& cache_;
};

}  // namespace pexpack
