#include "pexpack/target/pip_options.hpp"

#include "support/catch.hpp"

using namespace pexpack;

namespace {

std::string options_for(const char* platform) {
    return pip_options(target_from_platform(platform));
}

}  // namespace

TEST_CASE("pip is told the Python, its ABI and each name that the platform has for wheels") {
    CHECK(options_for("musllinux_1_1-x86_64-cp-3.11.4-cp311") ==
          "--only-binary :all: --implementation cp --python-version 3.11.4 --abi cp311 "
          "--platform musllinux_1_1_x86_64 --platform musllinux_1_0_x86_64");
}

TEST_CASE("names that pip adds by itself are left to it") {
    const std::string options = options_for("manylinux2014-x86_64-cp-36-m");
    CHECK(options.find("--platform manylinux2014_x86_64 ") != std::string::npos);
    CHECK(options.find("--platform manylinux_2_12_x86_64 ") != std::string::npos);
    CHECK(options.find("manylinux2010") == std::string::npos);
    CHECK(options.find("manylinux1_") == std::string::npos);
    CHECK(options_for("macosx-14.0-arm64-cp-3.12.4-cp312") ==
          "--only-binary :all: --implementation cp --python-version 3.12.4 --abi cp312 "
          "--platform macosx_14_0_arm64");
}
