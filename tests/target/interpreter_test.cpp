#include "pexpack/target/interpreter.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"

using namespace pexpack;

namespace {

// A program that answers as a Python does, counts how often it is asked, and has a cache folder of
// its own.
class FakePython {
  public:
    FakePython() : variable_("XDG_CACHE_HOME", in("cache").c_str()) { write(path()); }

    std::string in(const std::string& name) const { return join_path(folder_.path(), name); }
    std::string path() const { return in("venv/bin/python"); }
    std::string answers() const { return in("cache/pexpack/interpreters"); }

    // `executable`: what it says that it is.
    void write(const std::string& executable, const std::string& version = "3.11.4") const {
        const std::string answer = fmt::format(
            R"({{"markers": {{"implementation_name": "cpython", "python_full_version": "{}"}},)"
            R"( "version": [3, 11], "version_nodot": "311", "executable": "{}", "abi_flags": "",)"
            R"( "extension_suffix": ".so", "platform": "linux-x86_64", "pointer_bits": 64,)"
            R"( "glibc": "", "musl": "", "macos": [], "elf": null}})",
            version, executable);
        write_file(path(),
                   fmt::format("#!/bin/sh\necho >> '{}'\necho '{}'\n", in("calls"), answer));
        ::chmod(path().c_str(), 0755);
    }

    std::string version() const {
        return probe_interpreter(path()).target.python_full_version.to_string();
    }

    // How often it was asked.
    std::ptrdiff_t calls() const {
        const std::string lines = exists(in("calls")) ? read_file(in("calls"), 1000) : "";
        return std::count(lines.begin(), lines.end(), '\n');
    }

    std::string answer_file() const {
        return join_path(answers(), list_directory(answers()).at(0).name);
    }

    // Writes `content` over all that is remembered; says how many files that were.
    int overwrite_answers(const std::string& content) const {
        int count = 0;
        for (const DirectoryEntry& entry : list_directory(answers())) {
            write_file(join_path(answers(), entry.name), content);
            ++count;
        }
        return count;
    }

  private:
    TemporaryFolder folder_;
    ScopedVariable variable_;
};

}  // namespace

TEST_CASE("a Python is asked once and its answer remembered") {
    const FakePython python;
    const Interpreter first = probe_interpreter(python.path());
    const Interpreter second = probe_interpreter(python.path());
    CHECK(python.calls() == 1);
    CHECK(second.path == first.path);
    CHECK(second.binary == first.binary);
    CHECK(second.target.description == first.target.description);
    CHECK(second.target.tags.tags() == first.target.tags.tags());
    CHECK(second.target.markers.values() == first.target.markers.values());
}

TEST_CASE("a Python that was replaced or touched is asked anew") {
    const FakePython python;
    python.version();
    python.write(python.path(), "3.11.15");
    CHECK(python.version() == "3.11.15");
    std::filesystem::last_write_time(
        python.path(), std::filesystem::file_time_type::clock::now() + std::chrono::hours(1));
    python.version();
    CHECK(python.calls() == 3);
}

TEST_CASE("a Python whose virtual environment was made anew is asked anew") {
    const FakePython python;
    python.version();
    std::ptrdiff_t calls = 1;
    for (const std::string config : {"bin/pyvenv.cfg", "pyvenv.cfg"}) {
        write_file(python.in("venv/" + config), "home = /usr/bin\n");
        python.version();
        CHECK(python.calls() == ++calls);
    }
}

TEST_CASE("the same Python is asked once for each path that leads to it") {
    const FakePython python;
    std::filesystem::create_symlink(python.path(), python.in("venv/bin/python3"));
    probe_interpreter(python.in("venv/bin/python3"));
    probe_interpreter(python.path());
    CHECK(python.calls() == 2);
    CHECK(probe_interpreter(python.in("venv/bin/python3")).path == python.in("venv/bin/python3"));
    CHECK(python.calls() == 2);
}

TEST_CASE("a program that leads to a Python elsewhere is asked each time") {
    const FakePython python;
    python.write("/opt/python/bin/python3.11");
    python.version();
    python.version();
    CHECK(python.calls() == 2);
}

TEST_CASE("what is remembered counts for nothing when it is damaged") {
    const FakePython python;
    python.version();
    std::ptrdiff_t calls = 1;
    for (const char* content : {"", "{", "[]", "{\"format\": 1}", "null"}) {
        CHECK(python.overwrite_answers(content) == 1);
        CHECK(python.version() == "3.11.4");
        CHECK(python.calls() == ++calls);
    }
}

TEST_CASE("an answer remembered in another format, or that says nothing, is not believed") {
    const FakePython python;
    python.version();
    const std::string good = read_file(python.answer_file(), 1U << 20U);
    const auto with = [&](const std::string& part, const std::string& other) {
        std::string text = good;
        return text.replace(text.find(part), part.size(), other);
    };
    python.overwrite_answers(with("\"format\": 1", "\"format\": 99"));
    python.version();
    CHECK(python.calls() == 2);
    python.overwrite_answers(with("version_nodot", "nothing"));
    CHECK(python.version() == "3.11.4");
    CHECK(python.calls() == 3);
    for (const char* version : {"3.5.10", "3.10.4"}) {
        python.overwrite_answers(with("3.11.4", version));
        CHECK(python.version() == "3.11.4");
    }
    CHECK(python.calls() == 5);
}

TEST_CASE("a remembered answer that others may write to is not believed") {
    const FakePython python;
    python.version();
    REQUIRE(::chmod(python.answer_file().c_str(), 0666) == 0);
    python.version();
    CHECK(python.calls() == 2);
    python.version();
    CHECK(python.calls() == 2);
}

TEST_CASE("a remembered answer of another user is not believed") {
    if (::geteuid() != 0) {
        WARN("SKIPPED: only root can give a file away");
        return;
    }
    const FakePython python;
    python.version();
    REQUIRE(::chown(python.answer_file().c_str(), 1, 1) == 0);
    python.version();
    CHECK(python.calls() == 2);
}

TEST_CASE("a cache that cannot be written is no error") {
    const FakePython python;
    write_file(python.in("cache/pexpack"), "in the way");
    CHECK(python.version() == "3.11.4");
    CHECK(python.version() == "3.11.4");
    CHECK(python.calls() == 2);
}
