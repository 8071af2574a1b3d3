#include "pexpack/pex/build_plan.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

#include "pexpack/bootstrap/runtime_files.hpp"
#include "pexpack/support/error.hpp"
#include "support/catch.hpp"

using namespace pexpack;
using Json = nlohmann::json;

namespace {

SourceFile source(const std::string& name, const std::string& hash,
                  const std::string& folder = "/src") {
    return {.name = name, .path = join_path(folder, name), .stamp = {}, .sha256 = hash};
}

BuildPlan example() {
    BuildPlan plan;
    plan.info.target = "CPython 3.11";
    plan.info.pythons = {"cpython3.11"};
    plan.info.targets = {{{"cpython3.11"}, "", "", {"a-1-py3-none-any.whl"}}};
    plan.wheels = {{"a-1-py3-none-any.whl", "/wheels/a-1-py3-none-any.whl", {"aa", {.size = 7}}}};
    plan.sources = {source("app.py", "01")};
    return plan;
}

const ArchiveEntry* find(const ArchiveContent& content, const std::string& name) {
    const auto found = std::ranges::find(content.entries, name, &ArchiveEntry::name);
    return found == content.entries.end() ? nullptr : &*found;
}

Json info_of(const ArchiveContent& content) {
    return Json::parse(std::get<std::string>(find(content, "PEX-INFO")->content));
}

std::string hash_of(const BuildPlan& plan) {
    return info_of(lay_out(plan))["pex_hash"];
}

}  // namespace

TEST_CASE("wheels are copied as they are, the application is deflated") {
    const ArchiveContent content = lay_out(example());
    const ArchiveEntry* wheel = find(content, ".deps/a-1-py3-none-any.whl");
    REQUIRE(wheel != nullptr);
    CHECK_FALSE(wheel->compressed);
    CHECK(std::get<CopiedFile>(wheel->content).path == "/wheels/a-1-py3-none-any.whl");
    CHECK(std::get<CopiedFile>(wheel->content).stamp.size == 7);
    const ArchiveEntry* app = find(content, "app.py");
    REQUIRE(app != nullptr);
    CHECK(app->compressed);
}

TEST_CASE("every file of the runtime is there besides PEX-INFO") {
    const ArchiveContent content = lay_out(example());
    CHECK(content.entries.size() == runtime_files().size() + 3);
    for (const RuntimeFile& file : runtime_files()) {
        const ArchiveEntry* entry = find(content, std::string(file.path));
        REQUIRE(entry != nullptr);
        CHECK(std::get<std::string>(entry->content) == file.content);
    }
    CHECK(find(content, "__main__.py") != nullptr);
}

TEST_CASE("PEX-INFO says when wheels and code are in an archive of their own") {
    BuildPlan plan = example();
    CHECK(info_of(lay_out(plan))["build_properties"]["pexpack"]["layout"] == 1);
    plan.wheels.front().hash.stamp.size = std::uint64_t{5} << 30;
    const ArchiveContent content = lay_out(plan);
    CHECK(content.layout == ArchiveLayout::kTwo);
    CHECK(info_of(content)["build_properties"]["pexpack"]["layout"] == 2);
    CHECK(find(content, "PEX-INFO")->starts);
    CHECK(find(content, "__main__.py")->starts);
    CHECK_FALSE(find(content, "app.py")->starts);
}

TEST_CASE("PEX-INFO names each wheel with its hash") {
    const Json info = info_of(lay_out(example()));
    CHECK(info["distributions"] == Json{{"a-1-py3-none-any.whl", "aa"}});
    CHECK(info["code_hash"].get<std::string>().size() == 64);
    CHECK(info["bootstrap_hash"].get<std::string>().size() == 64);
}

TEST_CASE("the prefix is the sh header with the pex hash, or the shebang that was asked for") {
    BuildPlan plan = example();
    const ArchiveContent content = lay_out(plan);
    CHECK(content.prefix.starts_with("#!/bin/sh"));
    CHECK(content.prefix.find(hash_of(plan)) != std::string::npos);
    plan.python_shebang = "/usr/bin/env python3.11";
    CHECK(lay_out(plan).prefix == "#!/usr/bin/env python3.11\n");
}

TEST_CASE("the executable bit of a source file goes into the archive and the hash") {
    BuildPlan plan = example();
    const std::string before = hash_of(plan);
    plan.sources[0].executable = true;
    CHECK(find(lay_out(plan), "app.py")->executable);
    CHECK(hash_of(plan) != before);
}

TEST_CASE("the hash is of what is packed and not of where it was found") {
    BuildPlan plan = example();
    plan.sources.push_back(source("b.py", "02"));
    BuildPlan moved = plan;
    moved.sources = {source("b.py", "02", "/elsewhere"), source("app.py", "01", "/elsewhere")};
    moved.wheels[0].path = "/elsewhere/a.whl";
    CHECK(hash_of(moved) == hash_of(plan));
    moved.sources[0].sha256 = "03";
    CHECK(hash_of(moved) != hash_of(plan));
    moved = plan;
    moved.wheels[0].hash.hex = "ab";
    CHECK(hash_of(moved) != hash_of(plan));
}

TEST_CASE("one file that two folders bring is packed once") {
    BuildPlan plan = example();
    plan.sources.push_back(source("app.py", "01", "/other"));
    const ArchiveContent content = lay_out(plan);
    CHECK(std::ranges::count(content.entries, "app.py", &ArchiveEntry::name) == 1);
    CHECK(std::get<CopiedFile>(find(content, "app.py")->content).path == "/src/app.py");
}

TEST_CASE("one name with two contents is bad input that names both files") {
    BuildPlan plan = example();
    plan.sources.push_back(source("app.py", "01", "/other"));
    plan.sources.push_back(source("app.py", "02", "/third"));
    try {
        lay_out(plan);
        FAIL("was accepted");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::kBadInput);
        CHECK(error.message() ==
              "`/other/app.py` and `/third/app.py` both want to be `app.py` in the archive");
    }
}

TEST_CASE("a name that is a file in one folder and a folder in another is bad input") {
    BuildPlan plan = example();
    plan.sources = {source("a", "01"), source("a-b", "02"), source("a/b.py", "03", "/other")};
    CHECK_THROWS_WITH(lay_out(plan), "`/src/a` is a file where `/other/a/b.py` needs a folder");
}
