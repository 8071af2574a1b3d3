// What in a folder of sources is no part of the program.
#pragma once

#include <string>
#include <string_view>

namespace pexpack {

enum class Leaving {
    kTaken,
    kSilently,   // nobody would expect it to go in
    kMentioned,  // somebody might
};

// `path` leads to the folder or file called `name`; at_top: it lies in the folder of sources
// itself.
Leaving leaving_of_folder(const std::string& path, std::string_view name, bool at_top);
Leaving leaving_of_file(const std::string& path, std::string_view name, bool at_top);

}  // namespace pexpack
