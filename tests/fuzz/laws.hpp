// What must hold for every input, and how a fuzz target says that it does not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include "pexpack/support/text.hpp"

namespace pexpack {

// Ends the process with the law that was broken and the input that did it.
inline void require(bool holds, std::string_view law, std::string_view input) {
    if (holds) return;
    std::cerr << "broken: " << law << "\ninput: " << printable(input) << '\n';
    std::abort();
}

// The canonical text of a marker is that of `packaging`, which writes a value between quotation
// marks as it is: with one of these in it, it is no longer the same marker.
inline bool may_hold_unwritable_text(std::string_view marker) {
    return marker.find('\\') != std::string_view::npos ||
           (marker.find('"') != std::string_view::npos &&
            marker.find('\'') != std::string_view::npos);
}

// One input of a target. A file defines it; libFuzzer or replay.cpp calls it.
void examine(std::string_view input);

}  // namespace pexpack

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count);

#define PEXPACK_FUZZ_TARGET()                                                             \
    extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) { \
        pexpack::examine({reinterpret_cast<const char*>(bytes), count});                  \
        return 0;                                                                         \
    }
