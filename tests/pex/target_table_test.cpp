#include "pexpack/pex/target_table.hpp"

#include "support/catch.hpp"

using namespace pexpack;
using Texts = std::vector<std::string>;
using Table = std::vector<TargetRow>;

namespace {

// What a target wants when its wheels run on `where`.
RowsOfTarget rows(const char* platform, const RunsOn& where, const Texts& wheels) {
    return rows_of(target_from_platform(platform), where, wheels);
}

const char* const kOld = "manylinux2014_x86_64-cp-3.6.15-cp36m";
const char* const kNew = "manylinux2014_x86_64-cp-3.11.7-cp311";
const char* const kNewer = "manylinux_2_28_x86_64-cp-3.11.7-cp311";
const char* const kMusl = "musllinux_1_2_x86_64-cp-3.11.7-cp311";
const char* const kArm = "manylinux2014_aarch64-cp-3.11.7-cp311";

RowsOfTarget native(const char* platform, const Texts& pythons, const std::string& libc,
                    const Texts& wheels) {
    const std::string machine = target_from_platform(platform).platform;
    const std::string name = machine.ends_with("aarch64") ? "linux-aarch64" : "linux-x86_64";
    return rows(platform, {pythons, name, libc}, wheels);
}

// The wheels that the file takes there; none when it does not run.
Texts taken(const Table& table, const Machine& machine) {
    const TargetRow* row = row_for(table, machine);
    return row == nullptr ? Texts{} : row->wheels;
}

}  // namespace

TEST_CASE("a target's machine is what a start finds for itself") {
    const auto machine = [](const char* text) { return machine_of(target_from_platform(text)); };
    CHECK(machine(kOld).pythons == Texts{"cpython3.6"});
    CHECK(machine(kOld).platform == "linux-x86_64");
    CHECK(machine(kOld).libc == "glibc-2.17");
    CHECK(machine(kMusl).libc == "musl-1.2");
    CHECK(machine("manylinux_2_28_x86_64-cp-313-t").pythons == Texts{"cpython3.13t"});
    CHECK(machine("manylinux2014_i686-pp-3.9-pypy39_pp73").pythons == Texts{"pypy3.9"});
    CHECK(machine("manylinux2014_i686-pp-3.9-pypy39_pp73").platform == "linux-i686");
    CHECK(machine("macosx_11_0_arm64-cp-311-cp311").platform == "darwin-arm64");
    CHECK(machine("macosx_11_0_arm64-cp-311-cp311").libc.empty());
    CHECK(machine("linux-aarch64-cp-311-cp311").libc == "glibc-2.17");
    CHECK(machine("linux-x86_64-py-3.11-none").pythons == Texts{"cpython3.11", "pypy3.11"});
}

TEST_CASE("one target is one row, for all machines that its wheels run on") {
    const Table table = target_table({rows(kNew, {{"3.11", "3.12", "3.13t"}, "", ""}, {"b", "a"})});
    CHECK(table == Table{{{"cpython3.11", "cpython3.12", "cpython3.13t"}, "", "", {"a", "b"}}});
    CHECK(target_table({native(kNew, {"3.11"}, "glibc-2.17", {"a"})}) ==
          Table{{{"cpython3.11"}, "linux-x86_64", "glibc-2.17", {"a"}}});
}

TEST_CASE("targets that need different wheels are a row each, in their order") {
    const Table table = target_table({native(kNew, {"3.11"}, "glibc-2.17", {"new"}),
                                      native(kOld, {"3.6"}, "glibc-2.5", {"old"}),
                                      native(kArm, {"3.11"}, "glibc-2.17", {"arm"})});
    CHECK(table == Table{{{"cpython3.11"}, "linux-x86_64", "glibc-2.17", {"new"}},
                         {{"cpython3.6"}, "linux-x86_64", "glibc-2.5", {"old"}},
                         {{"cpython3.11"}, "linux-aarch64", "glibc-2.17", {"arm"}}});
}

TEST_CASE("targets that need the same wheels share a row with all their Pythons") {
    CHECK(
        target_table({native(kNew, {"3.11", "3.12"}, "glibc-2.17", {"a"}),
                      native(kOld, {"3.6", "3.11"}, "glibc-2.17", {"a"})}) ==
        Table{{{"cpython3.11", "cpython3.12", "cpython3.6"}, "linux-x86_64", "glibc-2.17", {"a"}}});
}

TEST_CASE("a machine that was named has its own wheels though another target's run there, too") {
    const RowsOfTarget pure = rows(kOld, {{"3.6", "3.11", "3.12"}, "", ""}, {"pure"});
    const RowsOfTarget fast = native(kNew, {"3.11"}, "glibc-2.17", {"fast"});
    for (const auto& order : {std::vector{pure, fast}, std::vector{fast, pure}}) {
        const Table table = target_table(order);
        CHECK(taken(table, {{"cpython3.11"}, "linux-x86_64", "glibc-2.31"}) == Texts{"fast"});
        CHECK(taken(table, {{"cpython3.11"}, "linux-x86_64", "glibc-2.5"}) == Texts{"pure"});
        CHECK(taken(table, {{"cpython3.11"}, "linux-aarch64", "glibc-2.31"}) == Texts{"pure"});
        CHECK(taken(table, {{"cpython3.6"}, "linux-x86_64", "glibc-2.31"}) == Texts{"pure"});
        CHECK(taken(table, {{"cpython3.9"}, "linux-x86_64", "glibc-2.31"}).empty());
        CHECK(table.size() == 2);
    }
}

TEST_CASE("of two targets for one Python the one with the newer C library is looked at first") {
    const RowsOfTarget low = native(kNew, {"3.11"}, "glibc-2.17", {"low"});
    const RowsOfTarget high = native(kNewer, {"3.11"}, "glibc-2.28", {"high"});
    for (const auto& order : {std::vector{low, high}, std::vector{high, low}}) {
        const Table table = target_table(order);
        CHECK(taken(table, {{"cpython3.11"}, "linux-x86_64", "glibc-2.28"}) == Texts{"high"});
        CHECK(taken(table, {{"cpython3.11"}, "linux-x86_64", "glibc-2.27"}) == Texts{"low"});
        CHECK(taken(table, {{"cpython3.11"}, "linux-x86_64", "glibc-2.9"}).empty());
    }
}

TEST_CASE("glibc and musl on one platform are two targets, also where one has no compiled code") {
    const RowsOfTarget glibc = native(kNew, {"3.11"}, "glibc-2.17", {"fast"});
    const RowsOfTarget musl = rows(kMusl, {{"3.11"}, "", ""}, {"slow"});
    const Table table = target_table({musl, glibc});
    CHECK(taken(table, {{"cpython3.11"}, "linux-x86_64", "glibc-2.31"}) == Texts{"fast"});
    CHECK(taken(table, {{"cpython3.11"}, "linux-x86_64", "musl-1.2"}) == Texts{"slow"});
    CHECK(taken(table, {{"cpython3.11"}, "darwin-arm64", ""}) == Texts{"slow"});
}

TEST_CASE("wheels that no machine would take are in no row") {
    const Table table = target_table({native(kNew, {"3.11"}, "glibc-2.17", {"first"}),
                                      native(kNewer, {"3.11"}, "glibc-2.17", {"second"})});
    CHECK(table == Table{{{"cpython3.11"}, "linux-x86_64", "glibc-2.17", {"first"}}});
}

TEST_CASE("a row for every Mac accepts both processors and nothing else") {
    const TargetRow row{{"cpython3.11"}, "darwin", "", {}};
    CHECK(accepts(row, {{"cpython3.11"}, "darwin-arm64", ""}));
    CHECK(accepts(row, {{"cpython3.11"}, "darwin-x86_64", ""}));
    CHECK_FALSE(accepts(row, {{"cpython3.11"}, "linux-x86_64", "glibc-2.17"}));
    CHECK_FALSE(accepts(row, {{"cpython3.11t"}, "darwin-arm64", ""}));
}

TEST_CASE("the Pythons that were named are looked for first, in their order") {
    const std::vector<RowsOfTarget> targets = {
        native(kOld, {"3.6", "3.7"}, "glibc-2.17", {"old"}),
        native(kNew, {"3.11", "3.12"}, "glibc-2.17", {"new"})};
    CHECK(pythons_of(target_table(targets), targets) ==
          Texts{"cpython3.6", "cpython3.11", "cpython3.7", "cpython3.12"});
}

TEST_CASE("machines have to be told apart where one Python may take, or must not, other wheels") {
    const RowsOfTarget old = native(kOld, {"3.6"}, "glibc-2.17", {"old"});
    const RowsOfTarget fresh = native(kNew, {"3.11"}, "glibc-2.28", {"new"});
    const RowsOfTarget arm = native(kArm, {"3.11"}, "glibc-2.28", {"arm"});
    const RowsOfTarget musl = native(kMusl, {"3.11"}, "musl-1.2", {"musl"});
    const auto questions = [](const std::vector<RowsOfTarget>& targets) {
        const MachineQuestions asked = what_tells_machines_apart(target_table(targets));
        return std::pair(asked.platform, asked.libc);
    };
    CHECK(questions({old, fresh}) == std::pair(false, false));
    CHECK(questions({old, fresh, arm}) == std::pair(true, false));
    CHECK(questions({old, fresh, musl}) == std::pair(false, true));
    CHECK(questions({fresh, musl, arm}) == std::pair(true, true));
    CHECK(questions({old, arm}) == std::pair(true, false));
    CHECK(questions({old, musl}) == std::pair(false, true));
    CHECK(questions({old, rows(kNew, {{"3.11"}, "", ""}, {"pure"})}) == std::pair(false, false));
}

TEST_CASE("the targets are named as people do, each place once") {
    const RowsOfTarget old = native(kOld, {"3.6", "3.7"}, "glibc-2.17", {"old"});
    const RowsOfTarget fresh = native(kNew, {"3.11"}, "glibc-2.28", {"new"});
    CHECK(in_words({old}) == "CPython 3.6 on linux-x86_64");
    CHECK(in_words({old, fresh}) == "CPython 3.6 or 3.11 on linux-x86_64");
    CHECK(in_words({fresh, native(kArm, {"3.11"}, "glibc-2.17", {"arm"})}) ==
          "CPython 3.11 on linux-x86_64, or CPython 3.11 on linux-aarch64");
    CHECK(in_words({fresh, native(kMusl, {"3.11"}, "musl-1.2", {"musl"})}) ==
          "CPython 3.11 on linux-x86_64 with glibc, or CPython 3.11 on linux-x86_64 with musl");
    CHECK(in_words({rows(kOld, {{"3.6"}, "", ""}, {}),
                    rows("linux_x86_64-pp-3.9-pypy39_pp73", {{"3.9"}, "", ""}, {})}) ==
          "CPython 3.6 or PyPy 3.9");
}
