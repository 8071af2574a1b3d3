// Whether the application's own files and the wheels get along once both are installed.
#pragma once

#include <string>
#include <vector>

#include "pexpack/archive/wheel_places.hpp"
#include "pexpack/project/source_tree.hpp"

namespace pexpack {

// Throws Error (kBadInput) when the code has a file where a wheel needs a folder, or the other way
// round: no start could lay both out. The same file in both is no clash; the code's is taken.
void refuse_clashes_with_code(const std::vector<WheelPlaces>& wheels,
                              const std::vector<SourceFile>& code);

// A warning for each wheel of which the code replaces a file by a different one. Throws Error when
// such a file of the code cannot be read.
std::vector<std::string> replaced_by_code(const std::vector<WheelPlaces>& wheels,
                                          const std::vector<SourceFile>& code);

}  // namespace pexpack
