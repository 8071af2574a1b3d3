// Sizes of files for people.
#pragma once

#include <cstdint>
#include <string>

namespace pexpack {

// "1.2 MB", and in kB when it is less than one.
std::string size_text(std::uint64_t bytes);

}  // namespace pexpack
