// The options about how the file starts.
#pragma once

#include "pexpack/cli/options.hpp"

namespace CLI {
class App;
}

namespace pexpack {

void add_start_options(CLI::App& app, BuildOptions& options);

// What can be said of them without reading a file. Throws Error (kUsage).
void check_start_options(const BuildOptions& options);

}  // namespace pexpack
