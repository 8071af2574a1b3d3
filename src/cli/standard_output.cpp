#include "pexpack/cli/standard_output.hpp"

#include <ostream>

#include "pexpack/support/error.hpp"

namespace pexpack {

void deliver(std::ostream& out) {
    out.flush();
    if (!out) throw Error(ErrorKind::kSystem, "cannot write to the standard output");
}

}  // namespace pexpack
