// Parsing by CLI11 with our errors.
#pragma once

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace pexpack {

// How a command that looks at a pex gives its answer: in words for people unless told otherwise.
struct OutputOptions {
    bool json = false;
    bool quiet = false;  // not in words; with `json` that all the same
};
void add_output_options(CLI::App& app, OutputOptions& options);

// Fills what the app's options are bound to. Gives the help text when that is what was asked for.
// Throws Error (kUsage) for what the app does not know, with the nearest thing that it does; the
// app's name is the command whose `--help` the hint names.
std::optional<std::string> parse_words(CLI::App& app, int argc, const char* const* argv);

}  // namespace pexpack
