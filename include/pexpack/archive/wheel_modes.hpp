// The modes of files in a wheel that was just built.
#pragma once

#include <string>

namespace pexpack {

// Gives the files of the wheel mode 0755 or 0644, whether their owner may run them or not, and
// folders 0755, so that the wheel does not depend on the umask its sources were checked out under.
// Everything else stays. Throws Error (kBadInput) when it is no zip file, (kSystem) when it cannot
// be written.
void make_modes_usual(const std::string& wheel);

}  // namespace pexpack
