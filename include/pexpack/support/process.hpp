// Running another program and reading what it says.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pexpack {

struct ProcessOptions {
    std::string working_directory;  // "" for our own
    // Set in the program's environment on top of ours.
    std::vector<std::pair<std::string, std::string>> environment;
    // More output than this on either stream ends the program and throws.
    std::size_t output_limit = std::size_t{16} << 20;
};

struct ProcessResult {
    int exit_code = 0;  // 128 + N when signal N ended it
    std::string standard_output;
    std::string standard_error;
};

// Runs argv[0] (looked up on PATH when it has no slash) with an empty standard input and waits for
// its end. Throws Error (kSystem) when it cannot be started.
ProcessResult run_process(const std::vector<std::string>& argv, const ProcessOptions& options = {});

// The executable file that `name` means on PATH, or nothing.
std::optional<std::string> find_on_path(const std::string& name);

}  // namespace pexpack
