// stdout is for data: what is printed there has arrived or the command has failed.
#pragma once

#include <iosfwd>

namespace pexpack {

// Throws Error (kSystem) when what was written to `out` cannot be delivered.
void deliver(std::ostream& out);

}  // namespace pexpack
