#include "pexpack/support/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

struct Pipe {
    FileDescriptor read_end;
    FileDescriptor write_end;
};

Pipe open_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw system_error("open", "a pipe");
    return {FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

std::vector<std::string> environment_with(const ProcessOptions& options) {
    std::vector<std::string> variables;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string_view text = *variable;
        const std::string_view name = text.substr(0, text.find('='));
        bool replaced = false;
        for (const auto& [key, value] : options.environment) replaced = replaced || key == name;
        if (!replaced) variables.emplace_back(text);
    }
    for (const auto& [key, value] : options.environment) {
        variables.push_back(fmt::format("{}={}", key, value));
    }
    return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

pid_t spawn(std::vector<std::string> argv, const ProcessOptions& options, const Pipe& out,
            const Pipe& err) {
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, out.write_end.get(), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, err.write_end.get(), STDERR_FILENO);
    if (!options.working_directory.empty()) {
        ::posix_spawn_file_actions_addchdir_np(&actions, options.working_directory.c_str());
    }
    std::vector<std::string> variables = environment_with(options);
    pid_t pid = 0;
    const std::string program = argv[0];
    const int failure = ::posix_spawnp(&pid, program.c_str(), &actions, nullptr,
                                       pointers_to(argv).data(), pointers_to(variables).data());
    ::posix_spawn_file_actions_destroy(&actions);
    if (failure != 0) {
        errno = failure;
        throw system_error("run", program);
    }
    return pid;
}

// Appends what is there to read; false at the end of the stream.
bool drain(const FileDescriptor& fd, std::string& text) {
    std::array<char, 1 << 14> buffer{};
    const ssize_t count = ::read(fd.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) return true;
    if (count <= 0) return false;
    text.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
}

int wait_for(pid_t pid, const std::string& name) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0) {
        // Where child signals are ignored nobody knows how it ended: that is no success.
        if (errno != EINTR) throw system_error("wait for", name);
    }
    constexpr int kSignalBase = 128;
    return WIFSIGNALED(status) ? kSignalBase + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

ProcessResult run_process(const std::vector<std::string>& argv, const ProcessOptions& options) {
    Pipe out = open_pipe();
    Pipe err = open_pipe();
    const pid_t pid = spawn(argv, options, out, err);
    out.write_end = FileDescriptor();
    err.write_end = FileDescriptor();

    ProcessResult result;
    std::array<pollfd, 2> streams{
        {{out.read_end.get(), POLLIN, 0}, {err.read_end.get(), POLLIN, 0}}};
    while (streams[0].fd >= 0 || streams[1].fd >= 0) {
        if (::poll(streams.data(), streams.size(), -1) < 0) {
            if (errno == EINTR) continue;
            break;
        }
        if (streams[0].revents != 0 && !drain(out.read_end, result.standard_output))
            streams[0].fd = -1;
        if (streams[1].revents != 0 && !drain(err.read_end, result.standard_error))
            streams[1].fd = -1;
        if (result.standard_output.size() > options.output_limit ||
            result.standard_error.size() > options.output_limit) {
            ::kill(pid, SIGKILL);
            wait_for(pid, argv[0]);
            throw Error(ErrorKind::kSystem, fmt::format("`{}` printed more than {} bytes", argv[0],
                                                        options.output_limit));
        }
    }
    result.exit_code = wait_for(pid, argv[0]);
    return result;
}

std::optional<std::string> find_on_path(const std::string& name) {
    const auto is_program = [](const std::string& path) {
        return is_regular_file(path) && ::access(path.c_str(), X_OK) == 0;
    };
    if (name.find('/') != std::string::npos) {
        return is_program(name) ? std::optional(name) : std::nullopt;
    }
    const char* path = std::getenv("PATH");
    for (const std::string_view folder : split(path == nullptr ? "/usr/bin:/bin" : path, ':')) {
        const std::string candidate = join_path(folder.empty() ? "." : folder, name);
        if (is_program(candidate)) return candidate;
    }
    return std::nullopt;
}

}  // namespace pexpack
