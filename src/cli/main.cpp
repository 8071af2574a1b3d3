#include <malloc.h>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <iostream>
#include <new>
#include <optional>
#include <string_view>

#include "pexpack/cli/build_command.hpp"
#include "pexpack/cli/cache_command.hpp"
#include "pexpack/cli/json_output.hpp"
#include "pexpack/cli/messages.hpp"
#include "pexpack/cli/options.hpp"
#include "pexpack/cli/pex_commands.hpp"
#include "pexpack/cli/standard_output.hpp"
#include "pexpack/cli/target_commands.hpp"
#include "pexpack/support/check.hpp"
#include "pexpack/support/interruption.hpp"

namespace {

using namespace pexpack;

// A file of ours that got the number of a stream that our parent has closed would be written to by
// whoever means the stream. What is put there instead fails as the closed one would: reading or
// writing, whichever the stream is for.
void occupy_closed_streams() {
    for (const auto& [stream, mode] : {std::pair{STDIN_FILENO, O_WRONLY},
                                       {STDOUT_FILENO, O_RDONLY},
                                       {STDERR_FILENO, O_RDONLY}}) {
        if (::fcntl(stream, F_GETFD) >= 0) continue;
        // The lowest free number is this one, as those below it are taken by now.
        [[maybe_unused]] const int opened = ::open("/dev/null", mode);
    }
}

void prepare_signals() {
    watch_for_signals();
    // Writing to a closed pipe, or past a file size limit, is an error like any other.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    // A parent may have us ignore it; then no child of ours could be waited for.
    std::signal(SIGCHLD, SIG_DFL);
}

// Before the options are understood they can still say how a mistake in them is to be reported.
bool wants_json(int argc, const char* const* argv) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--json" || word.starts_with("--json=")) return true;
    }
    return false;
}

int report(const Error& error, bool as_json) {
    stop_if_interrupted();  // what a signal has cut short is no failure
    Messages(0).error(error);
    if (as_json) std::cout << error_json(error) << std::flush;
    stop_if_interrupted();
    return exit_code(error.kind());
}

// What is done with a pex that exists; nothing when `name` is no such command.
std::optional<int> run_pex_command(std::string_view name, int argc, const char* const* argv) {
    Messages messages(0);
    if (name == "inspect") return run_inspect_command(argc, argv, std::cout);
    if (name == "verify") return run_verify_command(argc, argv, std::cout);
    if (name == "diff") return run_diff_command(argc, argv, std::cout);
    if (name == "extract") return run_extract_command(argc, argv, std::cout, messages);
    if (name == "venv") return run_venv_command(argc, argv, std::cout, messages);
    return std::nullopt;
}

int run(int argc, const char* const* argv) {
    const std::string_view first = argc > 1 ? argv[1] : "";
    if (first == "target") {
        run_target_command(argc - 1, argv + 1, std::cout);
        return 0;
    }
    if (first == "cache") {
        Messages messages(0);
        return run_cache_command(argc - 1, argv + 1, std::cout, messages);
    }
    if (first == "tags") return run_tags_command(argc - 1, argv + 1, std::cout);
    if (const auto code = run_pex_command(first, argc - 1, argv + 1)) return *code;
    const auto command =
        first == "why" ? parse_why(argc - 1, argv + 1) : parse_command_line(argc, argv);
    if (const auto* answer = std::get_if<TextAnswer>(&command)) {
        std::cout << answer->text;
        return 0;
    }
    const auto& options = std::get<BuildOptions>(command);
    Messages messages(options.verbosity);
    run_build_command(options, std::cout, messages);
    return 0;
}

int run_and_flush(int argc, const char* const* argv) {
    const int code = run(argc, argv);
    deliver(std::cout);
    return code;
}

int run_and_report(int argc, const char* const* argv) {
    const bool as_json = wants_json(argc, argv);
    try {
        return run_and_flush(argc, argv);
    } catch (const Interrupted&) {
        throw;
    } catch (const Error& error) {
        return report(error, as_json);
    } catch (const std::bad_alloc&) {
        return report(Error(ErrorKind::kSystem, "there is not enough memory"), as_json);
    } catch (const std::exception& error) {
        return report(
            Error(ErrorKind::kBug, fmt::format("a bug in pexpack: {}", error.what()))
                .hint("please report it with the command line and the input that led here"),
            as_json);
    }
}

// A command is over in milliseconds, and what giving memory back to the system and asking for it
// again takes shows.
void prepare_memory() {
#ifdef __GLIBC__
    constexpr int kStep = 1 << 20;
    constexpr int kLarge = 1 << 24;
    ::mallopt(M_TOP_PAD, kStep);
    ::mallopt(M_TRIM_THRESHOLD, kLarge);
    ::mallopt(M_MMAP_THRESHOLD, kLarge);
#endif
}

}  // namespace

int main(int argc, char** argv) {
    prepare_memory();
    occupy_closed_streams();
    prepare_signals();
    try {
        return run_and_report(argc, argv);
    } catch (const Interrupted& interrupted) {
        constexpr int kSignalBase = 128;
        return kSignalBase + interrupted.signal();
    }
}
