// What a Python said when it was last asked, so that it need not be started again.
#pragma once

#include <optional>
#include <string>

namespace pexpack {

// A small file in the user's cache folder for each path of a Python. It counts only while the
// Python, the virtual environment around it, the machine and the question are as they were, and
// only when it belongs to us and nobody else may write to it.
// Whatever goes wrong with it is no error: then the Python is asked again.
class RememberedAnswer {
  public:
    // `path` is absolute; links to the Python are followed, for venvs are told apart by their path.
    explicit RememberedAnswer(const std::string& path);

    std::optional<std::string> text() const;
    void remember(const std::string& text) const;

  private:
    std::string file_;   // "" where nothing can be remembered
    std::string state_;  // all that the answer depends on, taken before the Python is asked
};

}  // namespace pexpack
