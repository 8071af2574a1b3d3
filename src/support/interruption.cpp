#include "pexpack/support/interruption.hpp"

#include <unistd.h>

#include <atomic>
#include <csignal>

#include "pexpack/support/atomic_file.hpp"

namespace pexpack {

namespace {

// Global because a signal handler can reach nothing else. 0: none.
std::atomic<int> noted_signal = 0;
std::atomic<int> child_group = 0;
static_assert(std::atomic<int>::is_always_lock_free);

void note(int signal) {
    int none = 0;
    if (noted_signal.compare_exchange_strong(none, signal)) return;
    remove_unfinished_file();
    const int group = child_group;
    if (group != 0) ::kill(-group, SIGKILL);
    constexpr int kSignalBase = 128;
    ::_exit(kSignalBase + signal);
}

}  // namespace

void watch_for_signals() {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction action {};
        if (::sigaction(signal, nullptr, &action) != 0 || action.sa_handler == SIG_IGN) continue;
        action = {};
        action.sa_handler = note;  // without SA_RESTART: a call that waits comes back
        ::sigaction(signal, &action, nullptr);
    }
}

void end_with_us(int process_group) {
    child_group = process_group;
}

void stop_if_interrupted() {
    const int signal = noted_signal;
    if (signal != 0) throw Interrupted(signal);
}

}  // namespace pexpack
