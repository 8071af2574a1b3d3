// PEXPACK_CHECK(condition): an assumption of ours that stays on in release builds.
#pragma once

#include <stdexcept>
#include <string>

namespace pexpack {

// A bug in pexpack, never a fault of the input. Ends the command with exit code 70.
class BugError : public std::logic_error {
  public:
    using std::logic_error::logic_error;
};

[[noreturn]] void report_bug(const char* condition, const char* file, int line);

}  // namespace pexpack

#define PEXPACK_CHECK(condition) \
    ((condition) ? static_cast<void>(0) : ::pexpack::report_bug(#condition, __FILE__, __LINE__))
