#include "pexpack/spec/marker.hpp"

#include "support/catch.hpp"

using namespace pexpack;

namespace {

MarkerEnvironment python_311() {
    MarkerEnvironment environment;
    environment.set("os_name", "posix");
    environment.set("sys_platform", "linux");
    environment.set("platform_python_implementation", "CPython");
    environment.set("platform_release", "5.15.0-91-generic");
    environment.set("python_version", "3.11");
    environment.set("python_full_version", "3.11.0a6+");
    return environment;
}

bool holds(std::string_view marker, std::string_view extra = "") {
    INFO(marker);
    return Marker::parse(marker)->evaluate(python_311(), extra).value();
}

bool has_value(std::string_view marker) {
    return Marker::parse(marker)->evaluate(python_311(), "").has_value();
}

std::string printed(std::string_view marker) {
    return Marker::parse(marker)->to_string();
}

}  // namespace

TEST_CASE("versions are compared as versions and other texts as texts") {
    CHECK(holds("python_version >= '3.9'"));
    CHECK(holds("'3.9' < python_version"));
    CHECK(holds("python_version ~= '3.2'"));
    CHECK_FALSE(holds("python_version == '3.1'"));
    CHECK(holds("sys_platform == 'linux' and os.name == 'posix'"));
    CHECK_FALSE(holds("sys_platform > 'a'"));
    CHECK(holds("sys_platform >= 'linux'"));
    CHECK(holds("python_implementation == 'CPython'"));
}

TEST_CASE("a release that is no version satisfies no version but its own text") {
    CHECK_FALSE(holds("platform_release >= '5'"));
    CHECK_FALSE(holds("platform_release != '5'"));
    CHECK(holds("platform_release >= '5.15.0-91-generic'"));
}

TEST_CASE("what is no specifier for a version is compared as text") {
    CHECK(holds("python_version in '3.10 3.11'"));
    CHECK(holds("python_version >= '3.11.*'") == false);
    CHECK(holds("python_version == '3.11.*'"));
    CHECK(holds("python_version != '3.11 or later'"));
    CHECK_FALSE(has_value("python_version ~= '3'"));
}

TEST_CASE("a full version without its patch means patch 0") {
    MarkerEnvironment environment;
    environment.set("python_full_version", "3.10.1");
    CHECK_FALSE(Marker::parse("python_full_version == '3.10'")->evaluate(environment, "").value());
    CHECK(Marker::parse("python_full_version > '3.10'")->evaluate(environment, "").value());
}

TEST_CASE("a development Python counts as a local version of its last tag") {
    CHECK(holds("python_full_version > '3.11.0a5'"));
    CHECK(holds("python_full_version < '3.11.0'") == false);
    CHECK(holds("python_full_version == '3.11.0a6'"));
}

TEST_CASE("in looks for a part of a text") {
    CHECK(holds("'3.1' in python_version"));
    CHECK(holds("sys_platform not in 'win32 darwin'"));
}

TEST_CASE("and binds tighter than or") {
    CHECK(holds("os_name == 'posix' or os_name == 'x' and os_name == 'y'"));
    CHECK_FALSE(holds("(os_name == 'posix' or os_name == 'x') and os_name == 'y'"));
    CHECK(holds("os_name == 'x' and os_name == 'y' or (os_name == 'posix')"));
}

TEST_CASE("every comparison is made, also those that decide nothing") {
    CHECK_FALSE(has_value("os_name == 'posix' or platform_machine == 'x'"));
    CHECK_FALSE(has_value("os_name == 'x' and sys_platform ~= 'y'"));
    CHECK_FALSE(has_value("os_name === 'posix'"));
    CHECK_FALSE(has_value("'a' == 'b'"));
    CHECK_FALSE(has_value("'a' in extras"));
}

TEST_CASE("extras are compared in normal form") {
    CHECK(holds("extra == 'Dev_Tools'", "dev.tools"));
    CHECK(holds("'Dev--Tools' == extra", "DEV-tools"));
    CHECK(holds("extra != 'a'"));
    CHECK(Marker::parse("extra == 'a'")->mentions(MarkerVariable::kExtra));
}

TEST_CASE("outside of metadata extra has no value, in lock files extras are sets") {
    const MarkerEnvironment environment = python_311();
    CHECK_FALSE(Marker::parse("extra == ''")->evaluate(environment, MarkerContext{}));
    MarkerContext lock;
    lock.extras = {"Dev_Tools"};
    CHECK(Marker::parse("'dev-tools' in extras")->evaluate(environment, lock).value());
    CHECK(Marker::parse("'x' not in extras")->evaluate(environment, lock).value());
    CHECK_FALSE(Marker::parse("extras == 'x'")->evaluate(environment, lock));
    CHECK_FALSE(Marker::parse("'x' in dependency_groups")->evaluate(environment, lock));
}

TEST_CASE("a variable on the right of a variable stands for its own name") {
    MarkerEnvironment environment;
    environment.set("os_name", "sys_platform");
    CHECK(Marker::parse("os_name == sys_platform")->evaluate(environment, "").value());
    CHECK(printed("os_name==sys.platform") == "os_name == sys_platform");
}

TEST_CASE("a marker is printed with the parentheses it needs") {
    CHECK(printed("((os_name=='a'))") == "os_name == \"a\"");
    CHECK(printed("(os_name=='a'and(os_name=='b'))") == "os_name == \"a\" and os_name == \"b\"");
    CHECK(printed("((os_name=='a' or 'b'>os_name)) and os_name in 'c'") ==
          "(os_name == \"a\" or \"b\" > os_name) and os_name in \"c\"");
    CHECK(printed("extra=='A_b'") == "extra == \"a-b\"");
    CHECK(printed("os_name not  in '\"'") == "os_name not in '\"'");
}

TEST_CASE("markers are equal when they are printed alike, and hash alike") {
    const Marker one = Marker::parse("(os.name=='a')").value();
    const Marker other = Marker::parse("os_name == \"a\"").value();
    CHECK(one == other);
    CHECK(std::hash<Marker>()(one) == std::hash<Marker>()(other));
    CHECK_FALSE(one == Marker::parse("'a' == os_name").value());
}

TEST_CASE("quoted texts are Python's") {
    CHECK(printed(R"(os_name == '\x41\102\u0043\N{DIGIT FOUR}\d\\')") == R"(os_name == "ABC4\d\")");
    CHECK_FALSE(Marker::parse(R"(os_name == '\x4')"));
    CHECK_FALSE(Marker::parse(R"(os_name == 'a\')"));
    CHECK_FALSE(Marker::parse(R"(os_name == '\N{NO SUCH NAME}')"));
    CHECK_FALSE(Marker::parse("os_name == 'a\nb'"));
}

TEST_CASE("what is no marker says where it goes wrong") {
    CHECK(Marker::parse("os_name = 'x'").error().offset == 8);
    CHECK(Marker::parse("os_nam == 'x'").error().offset == 0);
    CHECK(Marker::parse("(os_name == 'x'").error().offset == 15);
    CHECK(Marker::parse("os_name == 'x')").error().offset == 14);
    CHECK(Marker::parse("os_name == 'x' and").error().offset == 18);
    CHECK_FALSE(Marker::parse("os_name notin 'x'"));
    CHECK_FALSE(Marker::parse("()"));
    CHECK_FALSE(Marker::parse(""));
}

TEST_CASE("twenty thousand parentheses are no trouble") {
    const std::string open(20000, '(');
    const std::string close(20000, ')');
    CHECK(holds(open + "os_name == 'posix'" + close));
    CHECK_FALSE(Marker::parse(open));
    std::string end;
    for (int i = 0; i < 20000; ++i) end += " or os_name == 'x')";
    const std::string nested = open + "os_name == 'posix'" + end;
    CHECK(holds(nested));
    CHECK(Marker::parse(printed(nested))->to_string() == printed(nested));
    CHECK_FALSE(Marker::parse(std::string(Marker::kMaxLength + 1, ' ')));
}
