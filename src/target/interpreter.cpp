#include "pexpack/target/interpreter.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/process.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/target/probe_answer.hpp"
#include "probe_program.hpp"
#include "remembered_answer.hpp"

namespace pexpack {
namespace {

constexpr std::size_t kAnswerLimit = std::size_t{1} << 20;
// A Python on a slow network file system takes seconds for its first start.
constexpr std::chrono::seconds kTimeLimit{30};
constexpr const char* kHint = "name the Python that must run the file, or use --platform";

std::string last_line(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    const std::size_t start = text.rfind('\n');
    return std::string(start == std::string_view::npos ? text : text.substr(start + 1));
}

// Without site and the environment's say (-E, -s, -S): what the interpreter is, not what is
// installed.
std::string ask(const std::string& executable) {
    ProcessOptions options;
    options.output_limit = kAnswerLimit;
    options.time_limit = kTimeLimit;
    const ProcessResult result =
        run_process({executable, "-E", "-s", "-S", "-c", kProbeProgram}, options);
    if (result.out_of_time) {
        throw Error(ErrorKind::kBadInput,
                    fmt::format("`{}` is not a Python that works", executable))
            .because(fmt::format("it gave no answer within {} seconds", kTimeLimit.count()))
            .hint(kHint);
    }
    if (result.exit_code == 0) return last_line(result.standard_output);
    const std::string said = last_line(result.standard_error);
    throw Error(ErrorKind::kBadInput,
                fmt::format("`{}` is not a Python that works", printable(executable)))
        .because(fmt::format("it ended with code {}{}{}", result.exit_code,
                             said.empty() ? "" : ": ", printable(said)))
        .hint(kHint);
}

std::string absolute_executable(const std::string& executable) {
    if (executable.find('/') == std::string::npos) {
        if (const std::optional<std::string> found = find_on_path(executable)) return *found;
        throw Error(ErrorKind::kBadInput, fmt::format("there is no `{}` on PATH", executable))
            .hint(kHint);
    }
    if (!exists(executable)) {
        throw Error(ErrorKind::kBadInput, fmt::format("`{}` does not exist", executable))
            .hint(kHint);
    }
    if (!is_regular_file(executable) || ::access(executable.c_str(), X_OK) != 0) {
        throw Error(ErrorKind::kBadInput, fmt::format("`{}` is no program to run", executable))
            .hint(kHint);
    }
    return absolute_path(executable);
}

Interpreter interpreter_of(const std::string& answer, const std::string& path) {
    ProbeAnswer read = read_probe_answer(answer, path);
    return {path, real_path(read.executable), std::move(read.target)};
}

std::optional<Interpreter> recalled(const RememberedAnswer& remembered, const std::string& path) {
    const std::optional<std::string> answer = remembered.text();
    if (!answer) return std::nullopt;
    try {
        return interpreter_of(*answer, path);
    } catch (const Error&) {  // a damaged file; the Python itself may be fine
        return std::nullopt;
    }
}

}  // namespace

Interpreter probe_interpreter(const std::string& executable) {
    const std::string path = absolute_executable(executable);
    const RememberedAnswer remembered(path);
    if (std::optional<Interpreter> known = recalled(remembered, path)) return std::move(*known);
    const std::string answer = ask(path);
    Interpreter interpreter = interpreter_of(answer, path);
    // The shim of a version manager starts another Python tomorrow or in another folder.
    if (interpreter.binary == real_path(path)) remembered.remember(answer);
    return interpreter;
}

std::optional<std::string> find_python_on_path() {
    return find_on_path("python3");
}

}  // namespace pexpack
