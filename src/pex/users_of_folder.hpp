// Which process runs from a folder.
#pragma once

#include <optional>
#include <string>

namespace pexpack {

// The number of a process whose first argument or a file of whose memory lies in the folder: a
// Python of a virtual environment. Nothing when there is none that may be looked at, as those of
// other containers, or where there is no /proc.
std::optional<std::string> user_of_folder(const std::string& folder);

}  // namespace pexpack
