// Doing the same thing for many items on several threads.
#pragma once

#include <cstddef>
#include <functional>

namespace pexpack {

// Calls task(0) … task(count - 1), each once, on up to one thread per core. Returns when all are
// done. The exception of the lowest failing index is rethrown, so that the same input gives the
// same error whatever the timing; the others are still run to their end.
void for_each_index(std::size_t count, const std::function<void(std::size_t)>& task);

}  // namespace pexpack
