// Makes the wheel of a project natively, for tests that compare it with the back end's:
// native_wheel PROJECT OUTPUT. Prints `native: PATH` or `handed over: REASON`.
#include <cstdio>

#include "pexpack/project/native_wheel.hpp"
#include "pexpack/support/error.hpp"

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    try {
        const pexpack::NativeWheel wheel = pexpack::native_wheel(argv[1], argv[2]);
        if (wheel.path) {
            std::printf("native: %s\n", wheel.path->c_str());
        } else {
            std::printf("handed over: %s\n", wheel.why_not.c_str());
        }
        return 0;
    } catch (const pexpack::Error& error) {
        std::printf("error: %s\n", error.what());
        return 1;
    }
}
