// SIGINT, SIGTERM and SIGHUP end the command between two steps of its work, so that on the way out
// everything is cleaned up as after any other failure.
#pragma once

#include <exception>

namespace pexpack {

class Interrupted : public std::exception {
  public:
    explicit Interrupted(int signal) : signal_(signal) {}
    int signal() const { return signal_; }
    const char* what() const noexcept override { return "interrupted"; }

  private:
    int signal_;
};

// From now on a first signal is noted and a second one ends the process at once. What our parent
// has ignored (`nohup`, `trap '' INT`) stays ignored.
void watch_for_signals();

// The process group that a second signal ends with us; 0 for none. There is one at a time.
void end_with_us(int process_group);

// Throws Interrupted when a signal was noted. Reading, writing and waiting call it; so should what
// computes for long.
void stop_if_interrupted();

}  // namespace pexpack
