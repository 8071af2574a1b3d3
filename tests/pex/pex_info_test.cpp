#include "pexpack/pex/pex_info.hpp"

#include <nlohmann/json.hpp>

#include "pexpack/support/check.hpp"
#include "support/catch.hpp"

using namespace pexpack;
using Json = nlohmann::json;

namespace {

PexInfo example() {
    PexInfo info;
    info.pexpack_version = "1.2";
    info.target = "CPython 3.11 on linux-x86_64";
    info.pythons = {"cpython3.11", "cpython3.12"};
    info.targets = {
        {{"cpython3.11", "cpython3.12"}, "linux-x86_64", "glibc-2.17", {"a-1-py3-none-any.whl"}}};
    info.distributions = {{"a-1-py3-none-any.whl", "00ff"}};
    info.requirements = {"a>=1"};
    info.entry_point = "a.cli:main";
    info.code_hash = "c0de";
    info.bootstrap_hash = "b007";
    return info;
}

}  // namespace

TEST_CASE("PEX-INFO has pex's keys with the values that its tools read") {
    const Json json = Json::parse(to_json(example()));
    CHECK(json["deps_are_wheel_files"] == true);
    CHECK(json["distributions"] == Json{{"a-1-py3-none-any.whl", "00ff"}});
    CHECK(json["requirements"] == Json::array({"a>=1"}));
    CHECK(json["interpreter_constraints"] == Json::array({"CPython==3.11.*", "CPython==3.12.*"}));
    CHECK(json["inherit_path"] == "false");
    CHECK(json["inject_env"] == Json::object());
    CHECK(json["code_hash"] == "c0de");
    CHECK(json["bootstrap_hash"] == "b007");
}

TEST_CASE("our own facts stand under build_properties") {
    const Json json = Json::parse(to_json(example()));
    CHECK(json["build_properties"]["pexpack_version"] == "1.2");
    const Json& own = json["build_properties"]["pexpack"];
    CHECK(own["target"] == "CPython 3.11 on linux-x86_64");
    CHECK(own["pythons"] == Json::array({"cpython3.11", "cpython3.12"}));
    CHECK(own["layout"] == 1);
}

TEST_CASE("each row of the table gives its wheels by their places among the sorted names") {
    PexInfo info = example();
    info.distributions = {{"b-1-py3-none-any.whl", "01"},
                          {"a-1-cp36-cp36m-linux_x86_64.whl", "02"},
                          {"a-1-cp311-cp311-linux_x86_64.whl", "03"}};
    info.targets = {
        {{"cpython3.6"},
         "linux-x86_64",
         "",
         {"a-1-cp36-cp36m-linux_x86_64.whl", "b-1-py3-none-any.whl"}},
        {{"cpython3.11"}, "linux-x86_64", "glibc-2.17", {"a-1-cp311-cp311-linux_x86_64.whl"}}};
    const Json table = Json::parse(to_json(info))["build_properties"]["pexpack"]["targets"];
    CHECK(table == Json::array({{{"pythons", {"cpython3.6"}},
                                 {"platform", "linux-x86_64"},
                                 {"libc", ""},
                                 {"wheels", {1, 2}}},
                                {{"pythons", {"cpython3.11"}},
                                 {"platform", "linux-x86_64"},
                                 {"libc", "glibc-2.17"},
                                 {"wheels", {0}}}}));
}

TEST_CASE("a row that names a wheel which is not in the file is our bug") {
    PexInfo info = example();
    info.targets.front().wheels = {"other-1-py3-none-any.whl"};
    CHECK_THROWS_AS(to_json(info), BugError);
}

TEST_CASE("pex's constraints name each implementation and minor once") {
    PexInfo info = example();
    info.pythons = {"cpython3.13", "pypy3.9", "cpython3.13t"};
    CHECK(Json::parse(to_json(info))["interpreter_constraints"] ==
          Json::array({"CPython==3.13.*", "PyPy==3.9.*"}));
}

TEST_CASE("what was left out or replaced on purpose is recorded") {
    PexInfo info = example();
    info.excluded = {"pyspark"};
    info.overridden = {"urllib3<2"};
    const Json json = Json::parse(to_json(info));
    CHECK(json["excluded"] == Json::array({"pyspark"}));
    CHECK(json["overridden"] == Json::array({"urllib3<2"}));
}

TEST_CASE("what a start is to do stands under pex's keys") {
    PexInfo info = example();
    info.start = {.inherit_path = "fallback",
                  .pex_root = "./.pex",
                  .strip_pex_env = false,
                  .inject_python_args = {"-u"},
                  .inject_args = {"--port", "80 80"},
                  .inject_env = {{"TZ", "UTC"}}};
    const Json json = Json::parse(to_json(info));
    CHECK(json["inherit_path"] == "fallback");
    CHECK(json["pex_root"] == "./.pex");
    CHECK(json["strip_pex_env"] == false);
    CHECK(json["inject_python_args"] == Json::array({"-u"}));
    CHECK(json["inject_args"] == Json::array({"--port", "80 80"}));
    CHECK(json["inject_env"] == Json{{"TZ", "UTC"}});
}

TEST_CASE("the mode that pex does not know is a fact of our own") {
    PexInfo info = example();
    info.start.inherit_path = "pythonpath";
    const Json json = Json::parse(to_json(info));
    CHECK(json["inherit_path"] == "false");
    CHECK(json["build_properties"]["pexpack"]["inherit_path"] == "pythonpath");
}

TEST_CASE("entry point and script are there only when they are set") {
    PexInfo info = example();
    CHECK(Json::parse(to_json(info)).value("entry_point", "") == "a.cli:main");
    CHECK_FALSE(Json::parse(to_json(info)).contains("script"));
    info.entry_point.clear();
    info.script = "run";
    CHECK_FALSE(Json::parse(to_json(info)).contains("entry_point"));
    CHECK(Json::parse(to_json(info)).value("script", "") == "run");
}

TEST_CASE("the text is one line with sorted keys") {
    const std::string text = to_json(example());
    CHECK(text.find('\n') == std::string::npos);
    CHECK(text == Json::parse(text).dump());
}

TEST_CASE("bytes that are no UTF-8 do not make the text invalid") {
    PexInfo info = example();
    info.requirements = {"a\xff"};
    CHECK_NOTHROW(Json::parse(to_json(info)));
}

TEST_CASE("the pex hash depends on everything else and on nothing but that") {
    const PexInfo info = with_pex_hash(example());
    CHECK(info.pex_hash.size() == 64);
    CHECK(with_pex_hash(info).pex_hash == info.pex_hash);
    PexInfo other = example();
    other.code_hash = "c0df";
    CHECK(with_pex_hash(other).pex_hash != info.pex_hash);
    other = example();
    other.pythons = {"cpython3.12", "cpython3.11"};
    CHECK(with_pex_hash(other).pex_hash != info.pex_hash);
}
