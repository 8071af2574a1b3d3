// The Python that runs inside a pex, compiled into the command.
#pragma once

#include <span>
#include <string_view>

namespace pexpack {

// A file as it goes into the archive. Both views live as long as the program.
struct RuntimeFile {
    std::string_view path;  // "__main__.py" or ".bootstrap/<name>.py"
    std::string_view content;
};

// Every file a pex needs besides PEX-INFO, the wheels and the application, sorted by path.
std::span<const RuntimeFile> runtime_files();

}  // namespace pexpack
