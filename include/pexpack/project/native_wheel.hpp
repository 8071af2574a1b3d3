// Wheels of plain projects, made without a Python.
#pragma once

#include <optional>
#include <string>

namespace pexpack {

// The path of the wheel in `output_folder`. Nothing for a project of which its back end might make
// something else: only static PEP 621 metadata, one pure-Python package named as the project, in
// `src` or at the top, and no settings of flit-core's, hatchling's or setuptools' are understood.
// Throws Error when a file cannot be read or written.
std::optional<std::string> native_wheel(const std::string& folder,
                                        const std::string& output_folder);

}  // namespace pexpack
