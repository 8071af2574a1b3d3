// Running another program and reading what it says.
#pragma once

#include <chrono>
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
    // More output than this on either stream ends the program and throws, or with only_end loses
    // its beginning.
    std::size_t output_limit = std::size_t{16} << 20;
    bool only_end = false;
    std::chrono::seconds time_limit{0};  // 0: none
};

struct ProcessResult {
    bool out_of_time = false;  // it was ended at the time limit; there is no exit code
    int exit_code = 0;         // 128 + N when signal N ended it
    std::string standard_output;
    std::string standard_error;
};

// Runs argv[0] (looked up on PATH when it has no slash) with an empty standard input, in a session
// of its own without a terminal to ask on, and waits for its end; what it leaves in the background
// is not waited for. When its time is up, or on any exception, the whole group is ended. Throws
// Error (kSystem) when it cannot be started, and Interrupted.
ProcessResult run_process(const std::vector<std::string>& argv, const ProcessOptions& options = {});

// The executable file that `name` means on PATH, or nothing.
std::optional<std::string> find_on_path(const std::string& name);

}  // namespace pexpack
