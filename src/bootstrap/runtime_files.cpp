#include "pexpack/bootstrap/runtime_files.hpp"

#include "embedded.hpp"

namespace pexpack {

std::span<const RuntimeFile> runtime_files() {
    return embedded_runtime();
}

}  // namespace pexpack
