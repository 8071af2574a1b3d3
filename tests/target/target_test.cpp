#include "pexpack/target/target.hpp"

#include "pexpack/support/error.hpp"
#include "support/catch.hpp"

using namespace pexpack;

namespace {

bool accepts(const Target& target, const char* tag) {
    return target.tags.rank(CompressedTags::parse(tag).value()).has_value();
}

std::string marker(const Target& target, const char* name) {
    const std::string* value = target.markers.find(name);
    return value ? *value : "absent";
}

ErrorKind refusal(const char* text) {
    try {
        target_from_platform(text);
    } catch (const Error& error) {
        CHECK_FALSE(error.hint_text().empty());
        return error.kind();
    }
    FAIL("not refused: " << text);
    return ErrorKind::kBug;
}

}  // namespace

TEST_CASE("a platform without a patch means the latest one and says so") {
    const Target target = target_from_platform("manylinux2014-x86_64-cp-36-m");
    CHECK(target.python_full_version.to_string() == "3.6.15");
    CHECK(target.description == "manylinux2014_x86_64-cp-3.6.15-cp36m");
    REQUIRE(target.notes.size() == 1);
    CHECK(target.notes[0].find("3.6.15, the latest, is assumed") != std::string::npos);
}

TEST_CASE("a platform with a patch assumes nothing") {
    const Target target = target_from_platform("manylinux2014_x86_64-cp-3.6.8-cp36m");
    CHECK(target.python_full_version.to_string() == "3.6.8");
    CHECK(target.notes.empty());
}

TEST_CASE("Requires-Python looks at the numbers of a Python's release only") {
    Target target = target_from_platform("manylinux2014_x86_64-cp-3.11.0-cp311");
    const auto admits = [&](const char* text) {
        return admits_python(SpecifierSet::parse(text).value(), target);
    };
    CHECK(admits("==3.11"));
    CHECK_FALSE(admits("<3.11"));
    CHECK_FALSE(admits(">=3.11.1"));
    target.python_full_version = Version::parse("3.14.0rc2").value();
    CHECK(admits(">=3.14"));
    CHECK_FALSE(admits("<3.14"));
    target.python_full_version = Version::parse("3.13.0a6+local").value();
    CHECK(admits("==3.13"));
}

TEST_CASE("a platform with a glibc version accepts every lower one") {
    const Target target = target_from_platform("manylinux_2_28-x86_64-cp-311-cp311");
    CHECK(accepts(target, "cp311-cp311-manylinux_2_28_x86_64"));
    CHECK(accepts(target, "cp311-cp311-manylinux_2_24_x86_64"));
    CHECK(accepts(target, "cp311-cp311-manylinux1_x86_64"));
    CHECK_FALSE(accepts(target, "cp311-cp311-manylinux_2_29_x86_64"));
    CHECK_FALSE(accepts(target, "cp311-cp311-musllinux_1_1_x86_64"));
    CHECK_FALSE(accepts(target, "cp311-cp311-linux_x86_64"));
}

TEST_CASE("plain linux means manylinux2014 first, then linux") {
    const Target target = target_from_platform("linux-aarch64-cp-311-cp311");
    CHECK(*target.tags.rank(CompressedTags::parse("cp311-cp311-manylinux2014_aarch64").value()) <
          *target.tags.rank(CompressedTags::parse("cp311-cp311-linux_aarch64").value()));
    CHECK(target.notes.back().find("manylinux2014") != std::string::npos);
}

TEST_CASE("an abstract platform has every marker that it settles and no other") {
    const Target target = target_from_platform("macosx-11.0-arm64-cp-3.12.1-cp312");
    CHECK(marker(target, "sys_platform") == "darwin");
    CHECK(marker(target, "platform_system") == "Darwin");
    CHECK(marker(target, "platform_machine") == "arm64");
    CHECK(marker(target, "os_name") == "posix");
    CHECK(marker(target, "implementation_version") == "3.12.1");
    CHECK(marker(target, "python_version") == "3.12");
    CHECK(marker(target, "platform_release") == "absent");
    CHECK(marker(target, "platform_version") == "absent");
}

TEST_CASE("Windows spells its machine in capitals") {
    CHECK(marker(target_from_platform("win_amd64-cp-310-cp310"), "platform_machine") == "AMD64");
    CHECK(marker(target_from_platform("win_amd64-cp-310-cp310"), "sys_platform") == "win32");
}

TEST_CASE("PyPy's own version is not guessed") {
    const Target target = target_from_platform("linux-x86_64-pp-310-pypy310_pp73");
    CHECK(marker(target, "platform_python_implementation") == "PyPy");
    CHECK(marker(target, "implementation_version") == "absent");
    CHECK(accepts(target, "pp310-pypy310_pp73-manylinux1_x86_64"));
    CHECK_FALSE(accepts(target, "cp310-abi3-manylinux1_x86_64"));
}

TEST_CASE("a debug build also takes wheels of the release build") {
    const Target target = target_from_platform("linux-x86_64-cp-311-d");
    CHECK(accepts(target, "cp311-cp311d-linux_x86_64"));
    CHECK(accepts(target, "cp311-cp311-linux_x86_64"));
}

TEST_CASE("what no pex could ever run on is refused as wrong use") {
    for (const char* text :
         {"nonsense", "manylinux2014-x86_64-cp-27-mu", "manylinux2014-x86_64-cp-35-m",
          "manylinux2014-x86_46-cp-36-m", "manylinux2014-x86_64-cp-38-m",
          "manylinux2014-x86_64-cp-38-abi3", "manylinux2014-x86_64-cp-38-none",
          "manylinux2014-x86_64-cp-36-cp37m", "manylinux2014-x86_64-cp-312-t",
          "manylinux1-aarch64-cp-38-cp38", "amiga-68k-cp-38-cp38", "any-cp-38-cp38"}) {
        INFO(text);
        CHECK(refusal(text) == ErrorKind::kUsage);
    }
}

TEST_CASE("a minor that is not known yet is taken as its first release, aloud") {
    const Target target = target_from_platform("manylinux2014-x86_64-cp-399-cp399");
    CHECK(target.python_full_version.to_string() == "3.99.0");
    CHECK(target.notes[0].find("3.99.0 is assumed") != std::string::npos);
}

TEST_CASE("the same machine with another minor keeps its platforms and changes its Python") {
    const Target old = target_from_platform("manylinux_2_28-x86_64-cp-3.6.8-cp36m");
    const Target other = with_python_minor(old, 11);
    CHECK(other.python_full_version.to_string() == "3.11.18");
    CHECK(accepts(other, "cp311-cp311-manylinux_2_28_x86_64"));
    CHECK_FALSE(accepts(other, "cp36-cp36m-manylinux_2_28_x86_64"));
    CHECK(marker(other, "python_version") == "3.11");
    CHECK(marker(other, "implementation_version") == "3.11.18");
    CHECK(marker(other, "platform_machine") == "x86_64");
    CHECK(accepts(with_python_minor(other, 7), "cp37-cp37m-manylinux1_x86_64"));
}

TEST_CASE("free threading stays with another minor that has it") {
    const Target target = target_from_platform("manylinux_2_28-x86_64-cp-313-t");
    CHECK(accepts(with_python_minor(target, 14), "cp314-cp314t-manylinux_2_28_x86_64"));
    CHECK(accepts(with_python_minor(target, 12), "cp312-cp312-manylinux_2_28_x86_64"));
}

TEST_CASE("another Python may differ in having its lock") {
    const Target target = target_from_platform("manylinux_2_28-x86_64-cp-313-cp313");
    CHECK_FALSE(is_free_threaded(target));
    const Target other = with_python_minor(target, 14, true);
    CHECK(is_free_threaded(other));
    CHECK(accepts(other, "cp314-cp314t-manylinux_2_28_x86_64"));
    CHECK_FALSE(accepts(other, "cp314-cp314-manylinux_2_28_x86_64"));
    CHECK_FALSE(is_free_threaded(with_python_minor(other, 14, false)));
}

TEST_CASE("a line counts where its marker holds or has no value") {
    const Target target = target_from_platform("linux-x86_64-cp-311-cp311");
    CHECK(may_hold(std::nullopt, target));
    CHECK(may_hold(Marker::parse("python_version >= '3.8'").value(), target));
    CHECK_FALSE(may_hold(Marker::parse("sys_platform == 'win32'").value(), target));
    CHECK(may_hold(Marker::parse("platform_release == '5'").value(), target));
}

TEST_CASE("the known Pythons are in order, each with a release of its own minor") {
    int before = 5;
    for (const KnownPython& known : known_pythons()) {
        CHECK(known.minor == before + 1);
        CHECK(known.latest_patch.starts_with("3." + std::to_string(known.minor) + "."));
        before = known.minor;
    }
}
