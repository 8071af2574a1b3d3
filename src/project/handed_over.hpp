// Why a project is left to its back end rather than made into a wheel here.
#pragma once

#include <string>
#include <string_view>

namespace pexpack {

// Thrown by what reads a project and caught by native_wheel() alone: it is no error of the user's.
struct HandedOver {
    std::string why;  // "`tool.hatch.build.hooks` is not understood"
};

[[noreturn]] inline void hand_over(std::string why) {
    throw HandedOver{std::move(why)};
}

inline void hand_over_unless(bool condition, std::string_view why) {
    if (!condition) hand_over(std::string(why));
}

}  // namespace pexpack
