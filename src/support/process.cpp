#include "pexpack/support/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/interruption.hpp"
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

// The child gets signals as if no one had changed anything about them, and leads a session of its
// own: what it starts can be ended with it, and what would ask on the terminal (a password) fails
// instead of waiting for an answer for ever.
void set_attributes(posix_spawnattr_t& attributes) {
    sigset_t usual;
    ::sigemptyset(&usual);
    for (const int signal : {SIGPIPE, SIGXFSZ}) ::sigaddset(&usual, signal);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setsigdefault(&attributes, &usual);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
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
    posix_spawnattr_t attributes;
    set_attributes(attributes);
    std::vector<std::string> variables = environment_with(options);
    pid_t pid = 0;
    const std::string program = argv[0];
    const int failure = ::posix_spawnp(&pid, program.c_str(), &actions, &attributes,
                                       pointers_to(argv).data(), pointers_to(variables).data());
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    if (failure != 0) {
        errno = failure;
        throw system_error("run", program);
    }
    return pid;
}

// A started program. If it has not ended when this is destroyed, its whole group is.
class Child {
  public:
    explicit Child(pid_t pid) : pid_(pid) { end_with_us(pid); }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() {
        end();
        end_with_us(0);
    }

    void end() {
        if (has_ended()) return;
        ::kill(-pid_, SIGTERM);
        for (int i = 0; i < kPatience && !has_ended(); ++i) ::usleep(kPauseInMicroseconds);
        ::kill(-pid_, SIGKILL);
        while (!has_ended()) ::usleep(kPauseInMicroseconds);
    }

    bool has_ended() noexcept {
        int status = 0;
        const pid_t answer = status_ || is_lost_ ? 0 : ::waitpid(pid_, &status, WNOHANG);
        if (answer == pid_) status_ = status;
        is_lost_ = is_lost_ || (answer < 0 && errno == ECHILD);
        return status_ || is_lost_;
    }

    // Throws Error when nobody can say: where child signals are ignored that is no success.
    int exit_code(const std::string& name) {
        int status = 0;
        while (!status_) {
            stop_if_interrupted();
            if (::waitpid(pid_, &status, 0) == pid_) {
                status_ = status;
            } else if (errno != EINTR) {
                is_lost_ = errno == ECHILD;
                throw system_error("wait for", name);
            }
        }
        constexpr int kSignalBase = 128;
        return WIFSIGNALED(*status_) ? kSignalBase + WTERMSIG(*status_) : WEXITSTATUS(*status_);
    }

  private:
    static constexpr int kPatience = 200;
    static constexpr useconds_t kPauseInMicroseconds = 10'000;

    pid_t pid_;
    std::optional<int> status_;
    bool is_lost_ = false;  // somebody else has asked for its status
};

// Appends what is there to read; false at the end of the stream.
bool drain(const FileDescriptor& fd, std::string& text) {
    std::array<char, 1 << 14> buffer{};
    const ssize_t count = ::read(fd.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) return true;
    if (count <= 0) return false;
    text.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
}

// Reads both streams until they end, or until the program has and nothing more comes: what it has
// left running in the background may hold them open.
class Reading {
  public:
    Reading(Pipe& out, Pipe& err, ProcessResult& result)
        : out_(out.read_end), err_(err.read_end), result_(result) {}

    bool is_at_end() const { return streams_[0].fd < 0 && streams_[1].fd < 0; }

    // Waits for a tenth of a second at most; false when nothing came.
    bool read_some() {
        constexpr int kTickInMilliseconds = 100;
        if (::poll(streams_.data(), streams_.size(), kTickInMilliseconds) <= 0) return false;
        if (streams_[0].revents != 0 && !drain(out_, result_.standard_output)) streams_[0].fd = -1;
        if (streams_[1].revents != 0 && !drain(err_, result_.standard_error)) streams_[1].fd = -1;
        return true;
    }

  private:
    const FileDescriptor& out_;
    const FileDescriptor& err_;
    ProcessResult& result_;
    std::array<pollfd, 2> streams_{{{out_.get(), POLLIN, 0}, {err_.get(), POLLIN, 0}}};
};

void limit_output(std::string& text, const std::string& name, const ProcessOptions& options) {
    if (text.size() <= options.output_limit) return;
    if (!options.only_end) {
        throw Error(ErrorKind::kSystem,
                    fmt::format("`{}` printed more than {} bytes", name, options.output_limit));
    }
    text.erase(0, text.size() - options.output_limit / 2);
}

}  // namespace

ProcessResult run_process(const std::vector<std::string>& argv, const ProcessOptions& options) {
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    Pipe out = open_pipe();
    Pipe err = open_pipe();
    Child child(spawn(argv, options, out, err));
    out.write_end = FileDescriptor();
    err.write_end = FileDescriptor();

    ProcessResult result;
    Reading reading(out, err, result);
    while (!reading.is_at_end()) {
        stop_if_interrupted();
        if (!reading.read_some() && child.has_ended()) break;
        limit_output(result.standard_output, argv[0], options);
        limit_output(result.standard_error, argv[0], options);
        if (options.time_limit.count() > 0 && Clock::now() - begin > options.time_limit) {
            result.out_of_time = true;
            return result;
        }
    }
    result.exit_code = child.exit_code(argv[0]);
    return result;
}

std::optional<std::string> find_on_path(const std::string& name) {
    const auto is_program = [](const std::string& path) {
        // A folder of PATH that may not be searched holds nothing for us.
        return ::access(path.c_str(), X_OK) == 0 && is_regular_file(path);
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
