// `pexpack inspect|verify|diff|extract|venv`: what is done with a pex that exists, ours or pex's.
#pragma once

#include <iosfwd>

#include "pexpack/cli/messages.hpp"

namespace pexpack {

// Each parses its words (argv[0] is the command), prints to `out` and gives the exit code. Each
// throws Error: kUsage, and kBadInput when a file is no sound pex.

// What is in it, for whom, how large.
int run_inspect_command(int argc, const char* const* argv, std::ostream& out);

// Whether every hash and checksum is right; throws Error (kBadInput) with all that are not.
int run_verify_command(int argc, const char* const* argv, std::ostream& out);

// What is different; 4 when something is.
int run_diff_command(int argc, const char* const* argv, std::ostream& out);

// The wheels as files again.
int run_extract_command(int argc, const char* const* argv, std::ostream& out, Messages& messages);

// A virtual environment with what is in it. Throws Error (kSystem) when it cannot be written.
int run_venv_command(int argc, const char* const* argv, std::ostream& out, Messages& messages);

}  // namespace pexpack
