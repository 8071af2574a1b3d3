#include "pexpack/project/source_tree.hpp"

#include <sys/stat.h>

#include <filesystem>

#include "pexpack/support/error.hpp"
#include "pexpack/support/hash.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"

using namespace pexpack;

namespace {

std::string in(const TemporaryFolder& folder, const std::string& name) {
    return join_path(folder.path(), name);
}

void touch(const TemporaryFolder& folder, const std::vector<std::string>& names) {
    for (const std::string& name : names) write_file(in(folder, name), name);
}

std::vector<std::string> names_of(const SourceTree& tree) {
    std::vector<std::string> names;
    for (const SourceFile& file : tree.files) names.push_back(file.name);
    return names;
}

std::vector<std::string> collected(const TemporaryFolder& folder,
                                   const std::vector<std::string>& excluded = {}) {
    return names_of(collect_sources(folder.path(), excluded));
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("files come sorted by name with hash, stamp and mode") {
    const TemporaryFolder folder;
    touch(folder, {"b.py", "a/z.py", "a.py", "a-b/x.txt"});
    REQUIRE(::chmod(in(folder, "b.py").c_str(), 0755) == 0);
    const SourceTree tree = collect_sources(folder.path(), {});
    REQUIRE(names_of(tree) == Names{"a-b/x.txt", "a.py", "a/z.py", "b.py"});
    CHECK(tree.files[2].path == in(folder, "a/z.py"));
    CHECK(tree.files[2].sha256 == sha256_hex("a/z.py"));
    CHECK(tree.files[2].stamp == ReadableFile::open(in(folder, "a/z.py")).stamp());
    CHECK_FALSE(tree.files[2].executable);
    CHECK(tree.files[3].executable);
    CHECK(tree.notes.empty());
}

TEST_CASE("a slash at the end of the folder changes nothing") {
    const TemporaryFolder folder;
    touch(folder, {"a/b.py"});
    CHECK(names_of(collect_sources(folder.path() + "/", {})) == Names{"a/b.py"});
}

TEST_CASE("what tools leave behind is left out at any depth") {
    const TemporaryFolder folder;
    touch(folder, {"p/__pycache__/a.cpython-311.pyc", "p/a.pyc", "p/.git/config", "p/.tox/x",
                   "p/my.egg-info/PKG-INFO", "p/CVS/Entries", "p/.DS_Store", "p/a.py~",
                   "p/.a.py.swp", "p/kept.py"});
    const SourceTree tree = collect_sources(folder.path(), {});
    CHECK(names_of(tree) == Names{"p/kept.py"});
    CHECK(tree.left_out.empty());
}

TEST_CASE("what was installed or built from something else is left out and mentioned") {
    const TemporaryFolder folder;
    touch(folder, {"p/node_modules/x.js", "p/env3/pyvenv.cfg", "p/env3/lib/x.py", "build/x",
                   "dist/x.txt", "old.pex", "p/old.pex", "a-1.whl", "kept.py"});
    const SourceTree tree = collect_sources(folder.path(), {});
    CHECK(names_of(tree) == Names{"kept.py"});
    CHECK(tree.left_out ==
          Names{"a-1.whl", "build", "dist", "old.pex", "p/env3", "p/node_modules", "p/old.pex"});
}

TEST_CASE("packages go in whatever their name") {
    const TemporaryFolder folder;
    touch(folder, {"build/__init__.py", "dist/__init__.py", "env/__init__.py", "venv/x.py",
                   "p/CVS/x.py", "p/cache/x.py"});
    const SourceTree tree = collect_sources(folder.path(), {});
    CHECK(tree.files.size() == 6);
    CHECK(tree.left_out.empty());
}

TEST_CASE("an earlier output is left out whatever its name, another program is not") {
    const TemporaryFolder folder;
    const std::string end = "PK\5\6" + std::string(8, '\0') + '\x14' + std::string(9, '\0');
    write_file(in(folder, "p/app"), "#!/bin/sh\nPK... PEX-INFO ..." + end);
    write_file(in(folder, "p/zipapp"), "#!/usr/bin/env python3\nPK... __main__.py ..." + end);
    write_file(in(folder, "p/script"), "#!/bin/sh\necho PEX-INFO\n");
    const SourceTree tree = collect_sources(folder.path(), {});
    CHECK(names_of(tree) == Names{"p/script", "p/zipapp"});
    CHECK(tree.left_out == Names{"p/app"});
}

TEST_CASE("hidden files, builds and wheels are left out at the top only") {
    const TemporaryFolder folder;
    touch(folder, {".env", ".secret/key", "build/x", "dist/x", "a-1.whl", "p/.env.example",
                   "p/.data/x", "p/build/x", "p/dist/x", "p/vendored.whl"});
    const SourceTree tree = collect_sources(folder.path(), {});
    CHECK(names_of(tree) ==
          Names{"p/.data/x", "p/.env.example", "p/build/x", "p/dist/x", "p/vendored.whl"});
    CHECK(tree.left_out == Names{".env", ".secret", "a-1.whl", "build", "dist"});
}

TEST_CASE("settings of tools are left out without a word") {
    const TemporaryFolder folder;
    touch(folder, {".gitignore", ".github/x.yml", ".editorconfig", ".flake8", "a.py"});
    const SourceTree tree = collect_sources(folder.path(), {});
    CHECK(names_of(tree) == Names{"a.py"});
    CHECK(tree.left_out.empty());
}

TEST_CASE("a folder of nothing but wheels is left out at the top and mentioned") {
    const TemporaryFolder folder;
    touch(folder, {"wheels/a-1.whl", "wheels/b-1.tar.gz", "data/a-1.whl", "data/x.csv",
                   "p/wheels/a-1.whl"});
    const SourceTree tree = collect_sources(folder.path(), {});
    CHECK(names_of(tree) == Names{"data/a-1.whl", "data/x.csv", "p/wheels/a-1.whl"});
    CHECK(tree.left_out == Names{"wheels"});
}

TEST_CASE("what the archive has itself is left out with a note") {
    const TemporaryFolder folder;
    touch(folder, {"__main__.py", "PEX-INFO", "p/__main__.py"});
    const SourceTree tree = collect_sources(folder.path(), {});
    CHECK(names_of(tree) == Names{"p/__main__.py"});
    REQUIRE(tree.notes.size() == 2);
    CHECK_THAT(tree.notes[1], Catch::Contains("a pex has its own file of that name"));
}

TEST_CASE("excluded files and folders are left out without a note") {
    const TemporaryFolder folder;
    touch(folder, {"app", "wheels/a.txt", "wheels2/b.txt"});
    const SourceTree tree =
        collect_sources(folder.path(), {in(folder, "app"), in(folder, "wheels")});
    CHECK(names_of(tree) == Names{"wheels2/b.txt"});
    CHECK(tree.notes.empty());
}

TEST_CASE("what is excluded stays so when one of the two is named through a link") {
    const TemporaryFolder folder;
    touch(folder, {"src/app", "src/a.py"});
    std::filesystem::create_symlink("src", in(folder, "link"));
    CHECK(names_of(collect_sources(in(folder, "link"), {in(folder, "src/app")})) == Names{"a.py"});
    CHECK(names_of(collect_sources(in(folder, "src"), {in(folder, "link/app")})) == Names{"a.py"});
}

TEST_CASE("an excluded output that is a link is left out, also when it leads elsewhere") {
    const TemporaryFolder folder;
    touch(folder, {"src/a.py", "elsewhere/app"});
    std::filesystem::create_symlink("../elsewhere/app", in(folder, "src/app"));
    CHECK(names_of(collect_sources(in(folder, "src"), {in(folder, "src/app")})) == Names{"a.py"});
}

TEST_CASE("what an excluded link leads to is left out as well") {
    const TemporaryFolder folder;
    touch(folder, {"a.py", "real.bin", "vendor/wheels/a.txt"});
    std::filesystem::create_symlink("real.bin", in(folder, "app"));
    std::filesystem::create_symlink("vendor/wheels", in(folder, "wheels"));
    CHECK(collected(folder, {in(folder, "app"), in(folder, "wheels")}) == Names{"a.py"});
}

TEST_CASE("the unfinished output of another build is left out at any depth") {
    const TemporaryFolder folder;
    touch(folder, {"p/.app.pex.pexpack-a1B2c3.tmp", "p/.other.tmp"});
    CHECK(collected(folder) == Names{"p/.other.tmp"});
}

TEST_CASE("a link that stays inside is what it leads to, file or folder") {
    const TemporaryFolder folder;
    touch(folder, {"p/a.py", "p/sub/b.py"});
    std::filesystem::create_symlink("p/a.py", in(folder, "link.py"));
    std::filesystem::create_symlink("p", in(folder, "q"));
    const SourceTree tree = collect_sources(folder.path(), {});
    CHECK(names_of(tree) == Names{"link.py", "p/a.py", "p/sub/b.py", "q/a.py", "q/sub/b.py"});
    CHECK(tree.files[0].sha256 == sha256_hex("p/a.py"));
    CHECK(tree.notes.empty());
}

TEST_CASE("a link that leads outside is refused with what it leads to") {
    for (const char* target : {"outside.py", "outside"}) {
        const TemporaryFolder folder;
        touch(folder, {"src/a.py", "outside.py", "outside/b.py"});
        std::filesystem::create_symlink(std::string("../") + target, in(folder, "src/link"));
        CHECK_THROWS_WITH(collect_sources(in(folder, "src"), {}),
                          Catch::Contains("leads out of") && Catch::Contains(target));
    }
}

TEST_CASE("links that lead in a circle or nowhere, and what is no file, are left out with a note") {
    const TemporaryFolder folder;
    touch(folder, {"p/a.py", "x/b.py", "y/c.py"});
    std::filesystem::create_symlink("..", in(folder, "p/loop"));
    std::filesystem::create_symlink("../y", in(folder, "x/l"));
    std::filesystem::create_symlink("../x", in(folder, "y/l"));
    std::filesystem::create_symlink("gone", in(folder, "p/gone.py"));
    REQUIRE(::mkfifo(in(folder, "p/fifo").c_str(), 0600) == 0);
    const SourceTree tree = collect_sources(folder.path(), {});
    CHECK(names_of(tree) == Names{"p/a.py", "x/b.py", "x/l/c.py", "y/c.py", "y/l/b.py"});
    REQUIRE(tree.notes.size() == 5);
    CHECK_THAT(tree.notes[0], Catch::Contains("p/fifo` was left out: it is not a regular file"));
    CHECK_THAT(tree.notes[1], Catch::Contains("p/gone.py` was left out: it is a link that leads "
                                              "nowhere"));
    CHECK_THAT(tree.notes[2], Catch::Contains("p/loop` was left out: it is a link that leads in a "
                                              "circle"));
}

TEST_CASE("a name that no archive can hold is bad input") {
    for (const char* name : {"a\x1b.py", "a\\b.py", "a\xff.py", "d\n/a.py"}) {
        const TemporaryFolder folder;
        touch(folder, {name});
        try {
            collect_sources(folder.path(), {});
            FAIL(name);
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::kBadInput);
        }
    }
}

TEST_CASE("a folder that is not there is an error that names it") {
    CHECK_THROWS_WITH(collect_sources("/nowhere/src", {}), Catch::Contains("`/nowhere/src"));
}

TEST_CASE("an empty folder is an empty tree") {
    const TemporaryFolder folder;
    CHECK(collected(folder).empty());
}

TEST_CASE("folders nested a thousand deep are walked without recursion") {
    const TemporaryFolder folder;
    std::string deep;
    for (int i = 0; i < 1000; ++i) deep += "d/";
    touch(folder, {deep + "a.py"});
    CHECK(collected(folder) == Names{deep + "a.py"});
}
