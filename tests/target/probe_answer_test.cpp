#include "pexpack/target/probe_answer.hpp"

#include <algorithm>

#include "pexpack/support/error.hpp"
#include "support/catch.hpp"

using namespace pexpack;

namespace {

// An answer of CPython 3.11 on x86_64 with what the test changes put in.
std::string answer(const std::string& changes = "") {
    const std::string usual = R"(
        "markers": {"implementation_name": "cpython", "python_full_version": "3.11.4", "python_version": "3.11"},
        "version": [3, 11], "version_nodot": "311", "executable": "/opt/python", "abi_flags": "",
        "extension_suffix": ".cpython-311-x86_64-linux-gnu.so", "platform": "linux-x86_64", "pointer_bits": 64,
        "glibc": "", "musl": "", "macos": [], "elf": null)";
    // The last of two equal keys counts.
    return "{" + usual + (changes.empty() ? "" : ", " + changes) + "}";
}

std::vector<std::string> tags(const std::string& json) {
    std::vector<std::string> result;
    const ProbeAnswer probed = read_probe_answer(json, "python3");
    for (const Tag& tag : probed.target.tags.tags()) result.push_back(tag.to_string());
    return result;
}

bool has(const std::vector<std::string>& all, const std::string& tag) {
    return std::find(all.begin(), all.end(), tag) != all.end();
}

}  // namespace

TEST_CASE("a probed CPython on glibc accepts its own linux tag first, then manylinux") {
    const auto all = tags(answer(R"("glibc": "2.31")"));
    CHECK(all[0] == "cp311-cp311-linux_x86_64");
    CHECK(all[1] == "cp311-cp311-manylinux_2_31_x86_64");
    CHECK(has(all, "cp36-abi3-manylinux1_x86_64"));
    CHECK(has(all, "cp311-none-any"));
    CHECK_FALSE(has(all, "cp311-cp311-manylinux_2_32_x86_64"));
}

TEST_CASE("the most specific platform of a machine is its C library's") {
    const ProbeAnswer probed = read_probe_answer(answer(R"("glibc": "2.31")"), "python3");
    CHECK(probed.target.platform == "manylinux_2_31_x86_64");
    CHECK(probed.executable == "/opt/python");
    CHECK(probed.target.description == "cpython 3.11.4 (python3)");
}

TEST_CASE("what follows the minor of a glibc version does not count") {
    CHECK(tags(answer(R"("glibc": "2.20-2014.11")"))[1] == "cp311-cp311-manylinux_2_20_x86_64");
}

TEST_CASE("a Python on musl accepts musllinux") {
    const auto all = tags(answer(R"("musl": "1.2.4")"));
    CHECK(all[1] == "cp311-cp311-musllinux_1_2_x86_64");
    CHECK_FALSE(has(all, "cp311-cp311-manylinux1_x86_64"));
}

TEST_CASE("a 32-bit Python on a 64-bit machine is i686, if its program is") {
    const auto all = tags(answer(
        R"("pointer_bits": 32, "glibc": "2.31", "elf": {"class": 32, "little": true, "machine": 3, "flags": 0})"));
    CHECK(all[0] == "cp311-cp311-linux_i686");
    CHECK(has(all, "cp311-cp311-manylinux1_i686"));
}

TEST_CASE("ARM without hard float runs no manylinux wheel") {
    const std::string arm = R"("platform": "linux-armv7l", "pointer_bits": 32, "glibc": "2.31", )";
    CHECK(has(
        tags(answer(arm +
                    R"("elf": {"class": 32, "little": true, "machine": 40, "flags": 83887104})")),
        "cp311-cp311-manylinux2014_armv7l"));
    CHECK_FALSE(has(
        tags(answer(arm +
                    R"("elf": {"class": 32, "little": true, "machine": 40, "flags": 83886592})")),
        "cp311-cp311-manylinux2014_armv7l"));
}

TEST_CASE("a Mac's version counts, not that of the SDK its Python was built with") {
    const auto all =
        tags(answer(R"("platform": "macosx-10.9-universal2", "macos": ["14.2.1", "arm64"])"));
    CHECK(all[0] == "cp311-cp311-macosx_14_0_arm64");
}

TEST_CASE("a free-threaded debug build also takes wheels of the release build") {
    const auto all = tags(answer(
        R"("markers": {"implementation_name": "cpython", "python_full_version": "3.13.1"},
           "version": [3, 13], "version_nodot": "313", "abi_flags": "td")"));
    CHECK(all[0] == "cp313-cp313td-linux_x86_64");
    CHECK(all[1] == "cp313-cp313t-linux_x86_64");
    CHECK(all[2] == "cp313-abi3t-linux_x86_64");
}

TEST_CASE("PyPy's ABI is in the suffix of its extension modules") {
    const auto all = tags(answer(
        R"("markers": {"implementation_name": "pypy", "python_full_version": "3.10.14"},
           "version": [3, 10], "version_nodot": "310", "extension_suffix": ".pypy310-pp73-x86_64-linux-gnu.so")"));
    CHECK(all[0] == "pp310-pypy310_pp73-linux_x86_64");
    CHECK(has(all, "pp3-none-any"));
}

TEST_CASE("an old Python and what is no answer are refused") {
    for (const std::string& json :
         {answer(R"("version": [2, 7])"), answer(R"("version": [3, 5])"), std::string(""),
          std::string("{}"), std::string("[1]"), answer(R"("version": [])"),
          answer(R"("markers": {"implementation_name": "cpython"})")}) {
        INFO(json);
        try {
            read_probe_answer(json, "python3");
            FAIL("not refused");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::kBadInput);
            CHECK(error.message().find("python3") != std::string::npos);
        }
    }
}

TEST_CASE("an answer that says two versions, or one that no Python has, is none") {
    CHECK_THROWS_WITH(tags(answer(R"("version": [3, 12])")),
                      Catch::Contains("is not a Python that works"));
    CHECK_THROWS_WITH(tags(answer(R"("version": [3, 2000000000])")),
                      Catch::Contains("is not a Python that works"));
}
