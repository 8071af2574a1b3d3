// Loaded into pexpack by a test (LD_PRELOAD) to have things happen at a system call:
//
//     FAULT_SHORT=1                  reading and writing move half of what was asked for
//     FAULT_ALARM=1                  a signal comes every millisecond and interrupts what waits
//     FAULT_AT=pwrite:3 FAULT_RUN=…  a shell command runs before the third pwrite
//
// Calls are counted over all threads. Programs that are started from here are left alone.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {

bool is_short = false;
char name_of_call[16];
int count_down = 0;
char shell_command[4096];
std::atomic<int> calls = 0;

void do_nothing(int) {}

void send_alarms() {
    struct sigaction action {};
    action.sa_handler = do_nothing;  // without SA_RESTART
    ::sigaction(SIGALRM, &action, nullptr);
    constexpr timeval kMillisecond{.tv_sec = 0, .tv_usec = 1000};
    const itimerval often{.it_interval = kMillisecond, .it_value = kMillisecond};
    ::setitimer(ITIMER_REAL, &often, nullptr);
}

__attribute__((constructor)) void prepare() {
    is_short = std::getenv("FAULT_SHORT") != nullptr;
    if (std::getenv("FAULT_ALARM") != nullptr) send_alarms();
    const char* at = std::getenv("FAULT_AT");
    const char* run = std::getenv("FAULT_RUN");
    if (at != nullptr && run != nullptr) {
        std::sscanf(at, "%15[a-z0-9]:%d", name_of_call, &count_down);
        std::snprintf(shell_command, sizeof shell_command, "%s", run);
    }
    for (const char* name : {"LD_PRELOAD", "FAULT_SHORT", "FAULT_ALARM", "FAULT_AT", "FAULT_RUN"})
        ::unsetenv(name);
}

void before(std::string_view call) {
    if (call != name_of_call || ++calls != count_down) return;
    if (std::system(shell_command) != 0) std::abort();
}

std::size_t shorter(std::size_t count) {
    return is_short && count > 1 ? count / 2 : count;
}

template <typename Function>
Function* real(Function*, const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t read(int fd, void* buffer, std::size_t count) {
    before("read");
    return real(&read, "read")(fd, buffer, shorter(count));
}

ssize_t write(int fd, const void* buffer, std::size_t count) {
    before("write");
    return real(&write, "write")(fd, buffer, shorter(count));
}

ssize_t pread(int fd, void* buffer, std::size_t count, off_t offset) {
    before("pread");
    return real(&pread, "pread")(fd, buffer, shorter(count), offset);
}

ssize_t pwrite(int fd, const void* buffer, std::size_t count, off_t offset) {
    before("pwrite");
    return real(&pwrite, "pwrite")(fd, buffer, shorter(count), offset);
}

int fsync(int fd) {
    before("fsync");
    return real(&fsync, "fsync")(fd);
}

int rename(const char* from, const char* to) noexcept {
    before("rename");
    return real(&rename, "rename")(from, to);
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to,
              unsigned flags) noexcept {
    before("renameat2");
    return real(&renameat2, "renameat2")(from_folder, from, to_folder, to, flags);
}

}  // extern "C"
