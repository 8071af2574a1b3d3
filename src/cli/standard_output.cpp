#include "pexpack/cli/standard_output.hpp"

#include <ostream>

#include "pexpack/support/error.hpp"
#include "pexpack/support/interruption.hpp"

namespace pexpack {

void deliver(std::ostream& out) {
    out.flush();
    if (out) return;
    stop_if_interrupted();  // a signal ends a write that waits, too
    throw Error(ErrorKind::kSystem, "cannot write to the standard output");
}

}  // namespace pexpack
