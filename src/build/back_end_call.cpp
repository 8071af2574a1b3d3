#include "back_end_call.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <nlohmann/json.hpp>

#include "build_folder.hpp"
#include "build_programs.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/new_file.hpp"
#include "pexpack/support/process.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

using Json = nlohmann::json;

// Where a build says what went wrong: the lines that name an error, without any its last lines.
std::string said_in(const std::string& text) {
    constexpr std::size_t kLines = 6;
    std::string_view rest = text;
    while (rest.ends_with('\n')) rest.remove_suffix(1);
    if (rest.empty()) return {};
    auto lines = split(rest, '\n');
    const auto names_error = [](std::string_view line) {
        return line.find("rror: ") != std::string_view::npos ||
               line.find("ERROR: ") != std::string_view::npos;
    };
    if (std::ranges::any_of(lines, names_error)) std::erase_if(lines, std::not_fn(names_error));
    if (lines.size() > kLines) lines.erase(lines.begin(), lines.end() - kLines);
    std::vector<std::string> shown;
    for (const std::string_view line : lines) shown.push_back("  " + printable(line));
    return join(shown, "\n");
}

// For the time of a build, so that the modes in the wheel do not depend on the user's.
class UsualUmask {
  public:
    UsualUmask() : before_(::umask(022)) {}
    UsualUmask(const UsualUmask&) = delete;
    UsualUmask& operator=(const UsualUmask&) = delete;
    ~UsualUmask() { ::umask(before_); }

  private:
    mode_t before_;
};

// No package installer that a build starts asks an index. The program takes the user's Python
// settings away.
ProcessOptions options_for(const BackEndCall& call, const std::string& temporary) {
    constexpr std::size_t kEndOfOutput = std::size_t{1} << 20;
    ProcessOptions options;
    options.working_directory = call.folder;
    options.output_limit = kEndOfOutput;
    options.only_end = true;
    const char* path = std::getenv("PATH");
    options.environment = {{"PATH", join_path(call.environment, "bin") + ":" +
                                        (path == nullptr ? "/usr/bin:/bin" : path)},
                           {"PYTHONNOUSERSITE", "1"},
                           {"PYTHONDONTWRITEBYTECODE", "1"},
                           {"PIP_NO_INDEX", "1"},
                           {"GIT_TERMINAL_PROMPT", "0"},
                           {"TMPDIR", temporary}};
    // The same sources give the same wheel, also with back ends that write the time of the build.
    if (std::getenv("SOURCE_DATE_EPOCH") == nullptr)
        options.environment.emplace_back("SOURCE_DATE_EPOCH", "315532800");
    return options;
}

Json order_for(const BuildSystem& system, const BackEndCall& call, const std::string& answer) {
    std::vector<std::string> known;
    for (const Requirement& requirement : system.requirements)
        known.push_back(requirement.to_string());
    return {{"back_end", system.back_end}, {"back_end_path", system.back_end_path},
            {"ask", call.may_ask},         {"known", known},
            {"output", call.output},       {"answer", answer}};
}

// How it ended, where that is all that is known.
std::string silent_end(int exit_code) {
    constexpr int kSignalBase = 128;
    if (exit_code == 0) return "  nothing, and it gave no wheel";
    return exit_code > kSignalBase
               ? fmt::format("  nothing; signal {} ended it", exit_code - kSignalBase)
               : fmt::format("  nothing; it ended with code {}", exit_code);
}

// Nothing when the file says none.
BackEndAnswer read_answer(const std::string& path, const BackEndCall& call) {
    constexpr std::uint64_t kLargest = std::uint64_t{1} << 20;
    BackEndAnswer answer;
    if (!is_regular_file(path)) return answer;
    const Json json = Json::parse(read_file(path, kLargest), nullptr, false);
    if (!json.is_object()) return answer;
    if (const auto wanted = json.find("requires"); wanted != json.end() && wanted->is_array()) {
        for (const Json& each : *wanted)
            answer.wanted.push_back(each.is_string() ? each.get<std::string>() : each.dump());
    }
    if (const auto wheel = json.find("wheel"); wheel != json.end() && wheel->is_string()) {
        // Some give the whole path.
        const std::string name(base_name(wheel->get<std::string>()));
        const std::string place = join_path(call.output, name);
        if (name.ends_with(".whl") && is_regular_file(place)) answer.wheel = place;
    }
    return answer;
}

}  // namespace

BackEndAnswer call_back_end(const BuildSystem& system, const BackEndCall& call) {
    const std::string temporary = join_path(call.work, "tmp");
    make_directories(temporary);
    make_directories(call.output);
    const std::string program = join_path(call.work, "call_back_end.py");
    const std::string order = join_path(call.work, "order.json");
    const std::string answer_path = join_path(call.work, "answer.json");
    write_new_file(program, kCallBackEnd, 0600);
    write_new_file(
        order,
        order_for(system, call, answer_path).dump(-1, ' ', true, Json::error_handler_t::replace),
        0600);
    const BuildFolder build_folder(call.folder, join_path(call.work, "setuptools"));
    ProcessOptions options = options_for(call, temporary);
    options.environment.push_back(build_folder.environment());
    const UsualUmask umask;
    const ProcessResult result = run_process(
        {join_path(call.environment, "bin/python"), "-I", "-B", program, order}, options);
    BackEndAnswer answer;
    if (result.exit_code == 0) answer = read_answer(answer_path, call);
    if (answer.wheel.empty() && answer.wanted.empty()) {
        answer.said = said_in(result.standard_error);
        if (answer.said.empty()) answer.said = silent_end(result.exit_code);
    }
    return answer;
}

}  // namespace pexpack
