#include "pexpack/support/process.hpp"

#include <sys/stat.h>

#include <csignal>

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"

using namespace pexpack;

namespace {

ProcessResult run_shell(const std::string& script, const ProcessOptions& options = {}) {
    return run_process({"sh", "-c", script}, options);
}

}  // namespace

TEST_CASE("a program's streams and exit code come back apart") {
    const ProcessResult result = run_shell("echo out; echo err >&2; exit 3");
    CHECK(result.exit_code == 3);
    CHECK(result.standard_output == "out\n");
    CHECK(result.standard_error == "err\n");
}

TEST_CASE("a program that a signal ends has 128 and the signal as exit code") {
    CHECK(run_shell("kill -9 $$").exit_code == 137);
}

TEST_CASE("a program that cannot be started is an error that names it") {
    CHECK_THROWS_WITH(run_process({"/nowhere/python"}),
                      "cannot run `/nowhere/python`: No such file or directory");
}

TEST_CASE("a program has nothing to read") {
    CHECK(run_process({"cat"}).standard_output.empty());
}

TEST_CASE("the environment is ours with the given variables on top") {
    const ScopedVariable ours("PEXPACK_TEST_OURS", "ours");
    const ScopedVariable replaced("PEXPACK_TEST_REPLACED", "before");
    ProcessOptions options;
    options.environment = {{"PEXPACK_TEST_REPLACED", "after"}, {"PEXPACK_TEST_NEW", "new"}};
    const auto result = run_shell(
        "echo $PEXPACK_TEST_OURS $PEXPACK_TEST_REPLACED $PEXPACK_TEST_NEW; "
        "env | grep -c PEXPACK_TEST_REPLACED",
        options);
    CHECK(result.standard_output == "ours after new\n1\n");
}

TEST_CASE("a program starts in the working directory it is given") {
    ProcessOptions options;
    options.working_directory = "/";
    CHECK(run_shell("pwd", options).standard_output == "/\n");
}

TEST_CASE("more than a pipe holds on both streams at once is no deadlock") {
    const auto result = run_shell(
        "head -c 300000 /dev/zero | tr '\\0' o; head -c 300000 /dev/zero | tr '\\0' e >&2");
    CHECK(result.standard_output.size() == 300'000);
    CHECK(result.standard_error.size() == 300'000);
}

TEST_CASE("a program that prints without end is stopped at the limit") {
    ProcessOptions options;
    options.output_limit = 1000;
    CHECK_THROWS_WITH(run_process({"yes"}, options), "`yes` printed more than 1000 bytes");
}

TEST_CASE("of a program that prints without end the end can be kept") {
    ProcessOptions options;
    options.output_limit = 1000;
    options.only_end = true;
    const auto result = run_process({"sh", "-c", "yes | head -n 5000; echo end"}, options);
    CHECK(result.standard_output.size() <= 1000);
    CHECK_THAT(result.standard_output, Catch::EndsWith("y\nend\n"));
}

TEST_CASE("a program has no terminal to ask on") {
    CHECK(run_shell("exec 3</dev/tty").exit_code != 0);
}

TEST_CASE("a program that takes longer than its time is ended with all that it started") {
    const TemporaryFolder folder;
    const std::string mark = join_path(folder.path(), "still there");
    ProcessOptions options;
    options.time_limit = std::chrono::seconds(1);
    const ProcessResult result = run_shell("(sleep 3; touch '" + mark + "') & sleep 60", options);
    CHECK(result.out_of_time);
    CHECK(run_shell("sleep 3").exit_code == 0);
    CHECK_FALSE(exists(mark));
}

TEST_CASE("what a program leaves in the background is not waited for") {
    ProcessOptions options;
    options.time_limit = std::chrono::seconds(30);
    const ProcessResult result = run_shell("sleep 60 & echo done", options);
    CHECK_FALSE(result.out_of_time);
    CHECK(result.standard_output == "done\n");
    run_shell("pkill -f '^sleep 60$'");
}

TEST_CASE("a program can be ended by a signal that we ignore") {
    const auto before = std::signal(SIGPIPE, SIG_IGN);
    CHECK(run_shell("kill -PIPE $$").exit_code == 128 + SIGPIPE);
    std::signal(SIGPIPE, before);
}

TEST_CASE("a failed program does not pass for a good one where child signals are ignored") {
    const auto before = std::signal(SIGCHLD, SIG_IGN);
    CHECK_THROWS_AS(run_shell("exit 3"), Error);
    std::signal(SIGCHLD, before);
}

TEST_CASE("a program is found in the first folder of PATH that has it as an executable file") {
    const TemporaryFolder folder;
    const std::string first = join_path(folder.path(), "first");
    const std::string second = join_path(folder.path(), "second");
    write_file(join_path(first, "tool"), "not executable");
    make_directories(join_path(first, "other"));
    const std::string tool = write_file(join_path(second, "tool"), "#!/bin/sh\n");
    REQUIRE(::chmod(tool.c_str(), 0755) == 0);
    const ScopedVariable path("PATH", (first + ":" + second).c_str());
    CHECK(find_on_path("tool") == tool);
    CHECK(find_on_path("other") == std::nullopt);
    CHECK(find_on_path("missing") == std::nullopt);
    CHECK(find_on_path(tool) == tool);
    CHECK(find_on_path(join_path(first, "tool")) == std::nullopt);
}
