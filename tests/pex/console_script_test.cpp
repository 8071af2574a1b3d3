#include "pexpack/pex/console_script.hpp"

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"
#include "support/zip_builder.hpp"

using namespace pexpack;

namespace {

class Wheels {
  public:
    Wheels& add(const std::string& name, const WheelFiles& files) {
        const WheelFilename wheel = WheelFilename::parse(name + "-1-py3-none-any.whl").value();
        const BuiltZip zip = wheel_zip(name, "1", files);
        const std::string path = write_file(join_path(folder_.path(), wheel.text), build_zip(zip));
        const std::string metadata = "Metadata-Version: 2.1\nName: " + name + "\nVersion: 1\n";
        pins_.push_back({wheel.name,
                         {wheel, path},
                         std::make_shared<const Metadata>(Metadata::parse(metadata).value()),
                         {},
                         {}});
        return *this;
    }
    // A wheel with nothing but entry points.
    Wheels& add(const std::string& name, const std::string& entry_points) {
        return add(name, WheelFiles{{name + "-1.dist-info/entry_points.txt", entry_points}});
    }

    ScriptTarget find(const std::string& script) const {
        return find_console_script(script, pins_);
    }
    Error failure(const std::string& script) const {
        try {
            find(script);
        } catch (const Error& error) {
            return error;
        }
        return {ErrorKind::kBug, "was found"};
    }

  private:
    TemporaryFolder folder_;
    std::vector<Pin> pins_;
};

}  // namespace

TEST_CASE("a console script is the entry point of that name, a graphical one too") {
    Wheels wheels;
    wheels.add("a", "[console_scripts]\nrun = a.cli:main\nRun = a.other:main\n")
        .add("b", "[gui_scripts]\nwindow = b:show [extra]\n");
    CHECK(wheels.find("run").entry_point == "a.cli:main");
    CHECK(wheels.find("run").script.empty());
    CHECK(wheels.find("Run").entry_point == "a.other:main");
    CHECK(wheels.find("window").entry_point == "b:show");
}

TEST_CASE("entry points of other groups are no scripts") {
    Wheels wheels;
    wheels.add("a", "[pytest11]\nrun = a.plugin\n");
    CHECK(wheels.failure("run").kind() == ErrorKind::kBadInput);
}

TEST_CASE("a script that a wheel brings as a file is found by its name") {
    Wheels wheels;
    wheels.add("a", WheelFiles{{"a-1.data/scripts/tool.sh", "#!/bin/sh\n"}});
    CHECK(wheels.find("tool.sh").script == "tool.sh");
    CHECK(wheels.find("tool.sh").entry_point.empty());
}

TEST_CASE("files that only look like scripts are none") {
    Wheels wheels;
    wheels.add("a", WheelFiles{{"a/a-1.data/scripts/nested", ""},
                               {"a-1.data/scripts/folder/deep", ""},
                               {"a-1.data/data/other", ""}});
    for (const char* name : {"nested", "deep", "folder/deep", "other", ""}) {
        INFO(name);
        CHECK(wheels.failure(name).kind() == ErrorKind::kBadInput);
    }
}

TEST_CASE("an unknown script is an error with the nearest name and all there are, each once") {
    Wheels wheels;
    wheels.add("a", "[console_scripts]\nserver = a:main\nadmin = a:main\n")
        .add("b", "[console_scripts]\nadmin = b:main\n");
    const Error error = wheels.failure("servre");
    CHECK(error.message() == "no package has a console script `servre`");
    CHECK(error.hint_text() == "did you mean `server`? there are: admin, server");
    CHECK(wheels.failure("zzzzzz").hint_text() == "there are: admin, server");
}

TEST_CASE("without any script the hint names another way") {
    Wheels wheels;
    wheels.add("a", WheelFiles{});
    CHECK_THAT(wheels.failure("run").hint_text(), Catch::Contains("-m MODULE"));
}

TEST_CASE("no name that a wheel brings steers the terminal through the hint") {
    Wheels wheels;
    wheels.add("a", WheelFiles{{"a-1.data/scripts/evil\x1b[2J", ""}});
    CHECK(wheels.failure("run").hint_text() == "there are: evil\\x1b[2J");
}
