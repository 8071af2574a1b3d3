// Whether the file to make may take the place that it was given.
#pragma once

#include <string>
#include <vector>

namespace pexpack {

// Throws Error (kUsage) when the output exists and is one of the input files, whatever link or name
// leads there, or lies in one of the folders with the user's code and is no archive that an earlier
// build can have left.
void refuse_input_as_output(const std::string& output, const std::vector<std::string>& files,
                            const std::vector<std::string>& code_folders);

}  // namespace pexpack
