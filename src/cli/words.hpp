// Parsing by CLI11 with our errors.
#pragma once

#include <optional>
#include <string>

#include "pexpack/support/error.hpp"

namespace CLI {
class App;
}

namespace pexpack {

// An Error of kind kUsage with the hint where to read on.
Error usage_error(std::string message);

// Fills what the app's options are bound to. Gives the help text when that is what was asked for.
// Throws Error (kUsage) for what the app does not know, with the nearest thing that it does.
std::optional<std::string> parse_words(CLI::App& app, int argc, const char* const* argv);

}  // namespace pexpack
