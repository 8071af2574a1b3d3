// Files that a test makes for itself.
#pragma once

#include <string>
#include <string_view>

namespace pexpack {

// Writes the file anew, makes the folders above it and returns its path. A failure fails the test.
std::string write_file(const std::string& path, std::string_view content);

// The permission bits of what is at `path`, links not followed; 0 when there is nothing.
unsigned mode_of(const std::string& path);

// Sets a variable of the environment, or removes it (null), until the end of the scope.
class ScopedVariable {
  public:
    ScopedVariable(const std::string& name, const char* value);
    ScopedVariable(const ScopedVariable&) = delete;
    ScopedVariable& operator=(const ScopedVariable&) = delete;
    ~ScopedVariable();

  private:
    std::string name_;
    std::string before_;
    bool was_set_;
};

}  // namespace pexpack
