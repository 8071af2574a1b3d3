#include "pexpack/pex/runs_on.hpp"

#include "support/catch.hpp"

using namespace pexpack;
using Texts = std::vector<std::string>;

namespace {

const char* const kLinux = "manylinux_2_28_x86_64-cp-3.11.7-cp311";

// A resolution of wheels by their file names, all of them required by the user.
RunsOn runs_on(const Texts& wheels, const std::string& requires_python = {},
               const char* platform = kLinux) {
    ResolutionRequest request;
    std::vector<Pin> pins;
    for (const std::string& text : wheels) {
        const WheelFilename wheel = WheelFilename::parse(text).value();
        const std::string& name = wheel.name.to_string();
        const std::string metadata =
            "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + wheel.version.to_string() +
            "\n" + (requires_python.empty() ? "" : "Requires-Python: " + requires_python + "\n");
        pins.push_back({wheel.name,
                        {wheel, "/" + text},
                        std::make_shared<const Metadata>(Metadata::parse(metadata).value()),
                        {},
                        {}});
        request.requirements.push_back({Requirement::parse(name).value(), {"requirements.txt", 1}});
    }
    return pexpack::runs_on(pins, request, target_from_platform(platform));
}

}  // namespace

TEST_CASE("pure wheels run on every minor: the target's first, then newer, then older ones") {
    const RunsOn result = runs_on({"a-1-py3-none-any.whl"});
    REQUIRE(result.pythons.size() >= 9);
    CHECK(Texts(result.pythons.begin(), result.pythons.begin() + 4) ==
          Texts{"3.11", "3.12", "3.13", "3.14"});
    CHECK(result.pythons[4] == "3.10");
    CHECK(Texts(result.pythons.end() - 3, result.pythons.end()) == Texts{"3.6", "3.13t", "3.14t"});
    CHECK(result.platform.empty());
    CHECK(result.libc.empty());
}

TEST_CASE("a wheel for one minor binds the whole to it and to the platform") {
    const RunsOn result =
        runs_on({"a-1-py3-none-any.whl", "b-1-cp311-cp311-manylinux2014_x86_64.whl"});
    CHECK(result.pythons == Texts{"3.11"});
    CHECK(result.platform == "linux-x86_64");
    CHECK(result.libc == "glibc-2.17");
}

TEST_CASE("a stable ABI runs on newer minors only") {
    const RunsOn result = runs_on({"a-1-cp310-abi3-manylinux_2_28_x86_64.whl"});
    CHECK(result.pythons == Texts{"3.11", "3.12", "3.13", "3.14", "3.10"});
}

TEST_CASE("what is made for a free-threaded Python runs on no other") {
    const char* const target = "manylinux_2_28_x86_64-cp-3.13.0-cp313t";
    CHECK(runs_on({"a-1-cp313-cp313t-manylinux_2_28_x86_64.whl"}, {}, target).pythons ==
          Texts{"3.13t"});
    const Texts pure = runs_on({"a-1-py3-none-any.whl"}, ">=3.12", target).pythons;
    CHECK(pure == Texts{"3.13t", "3.14t", "3.13", "3.14", "3.12"});
}

TEST_CASE("compiled code for Python with its lock runs on none without") {
    CHECK(runs_on({"a-1-cp310-abi3-manylinux_2_28_x86_64.whl"}, ">=3.13",
                  "manylinux_2_28_x86_64-cp-3.13.0-cp313")
              .pythons == Texts{"3.13", "3.14"});
}

TEST_CASE("Requires-Python takes away minors that it does not allow") {
    CHECK(runs_on({"a-1-py3-none-any.whl"}, ">=3.10,<3.13").pythons ==
          Texts{"3.11", "3.12", "3.10"});
}

TEST_CASE("no pins at all run everywhere") {
    CHECK(runs_on({}).pythons.front() == "3.11");
    CHECK(runs_on({}).platform.empty());
}

TEST_CASE("the C library is the highest that some wheel needs and the lowest of its own tags") {
    CHECK(runs_on({"a-1-cp311-cp311-manylinux_2_5_x86_64.manylinux1_x86_64.whl"}).libc ==
          "glibc-2.5");
    CHECK(runs_on({"a-1-cp311-cp311-manylinux_2_28_x86_64.manylinux2014_x86_64.whl"}).libc ==
          "glibc-2.17");
    CHECK(runs_on({"a-1-cp311-cp311-manylinux_2_5_x86_64.whl",
                   "b-1-cp311-cp311-manylinux_2_28_x86_64.whl",
                   "c-1-cp311-cp311-manylinux2010_x86_64.whl"})
              .libc == "glibc-2.28");
}

TEST_CASE("the C library is the target's own, musl as glibc") {
    const Texts both = {"a-1-cp311-cp311-manylinux_2_17_x86_64.musllinux_1_1_x86_64.whl",
                        "b-1-cp311-cp311-musllinux_1_2_x86_64.manylinux_2_5_x86_64.whl"};
    CHECK(runs_on(both, {}, "musllinux_1_2_x86_64-cp-3.11.7-cp311").libc == "musl-1.2");
    CHECK(runs_on(both).libc == "glibc-2.17");
}

TEST_CASE("a Mac's wheels bind to its processor unless all are for both") {
    const char* const target = "macosx_11_0_arm64-cp-3.11.7-cp311";
    const std::string both = "a-1-cp311-cp311-macosx_11_0_universal2.whl";
    CHECK(runs_on({both}, {}, target).platform == "darwin");
    CHECK(runs_on({both, "b-1-cp311-cp311-macosx_11_0_arm64.whl"}, {}, target).platform ==
          "darwin-arm64");
    CHECK(runs_on({"c-1-py3-none-any.whl"}, {}, target).platform.empty());
}

TEST_CASE("a wheel for any platform among others binds nothing") {
    const RunsOn result = runs_on({"a-1-py3-none-manylinux2014_x86_64.any.whl"});
    CHECK(result.platform.empty());
    CHECK(result.libc.empty());
}

TEST_CASE("a target of another implementation runs on its own minor only") {
    const RunsOn result =
        runs_on({"a-1-py3-none-any.whl"}, {}, "manylinux2014-x86_64-pp-3.9.19-pypy39_pp73");
    CHECK(result.pythons == Texts{"3.9"});
}
