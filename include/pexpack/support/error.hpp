// What ends a command: thrown where it is noticed, caught once in cli/main.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace pexpack {

enum class ErrorKind {
    kUsage,         // wrong use of the command
    kNoResolution,  // no set of versions satisfies the requirements
    kBadInput,      // a file, wheel, hash or metadata is bad or unsafe
    kSystem,        // I/O, permissions, disk full, a program that cannot be started
    kBug,           // an assumption of ours was wrong
};

// The documented exit code of the process: 2, 3, 4, 5 or 70.
int exit_code(ErrorKind kind);

// The name in `--json` output: "usage", "no-resolution", "bad-input", "system", "bug".
std::string_view to_string(ErrorKind kind);

// A place that a user can open: a file and, where known, a line counted from 1 (0: the whole file)
// and a column counted from 1 (0: the whole line).
struct SourceLocation {
    std::string file;
    int line = 0;
    int column = 0;

    // "requirements.txt:3:7", "requirements.txt:3" or "requirements.txt".
    std::string to_string() const;

    friend bool operator==(const SourceLocation&, const SourceLocation&) = default;
    friend auto operator<=>(const SourceLocation&, const SourceLocation&) = default;
};

// Printed as `error:` message, `caused by:` for each cause (outermost first) and `hint:`.
// Messages start in lower case, quote literals in backticks and carry no final full stop.
class Error : public std::exception {
  public:
    Error(ErrorKind kind, std::string message);

    // Each returns *this, so that an error is built in one expression:
    //   throw Error(ErrorKind::kBadInput, "…").at(location).because("…").hint("…");
    Error& at(SourceLocation location) &;
    Error&& at(SourceLocation location) &&;
    Error& because(std::string cause) &;
    Error&& because(std::string cause) &&;
    Error& hint(std::string text) &;
    Error&& hint(std::string text) &&;
    // Lines that belong to the message, shown below it.
    Error&& details(std::vector<std::string> lines) &&;
    // The packages a failed resolution is about, for `--json`.
    Error&& about(std::vector<std::string> packages) &&;

    ErrorKind kind() const { return kind_; }
    const std::string& message() const { return message_; }
    const std::string& hint_text() const { return hint_; }
    const std::vector<std::string>& detail_lines() const { return details_; }
    const std::vector<std::string>& causes() const { return causes_; }
    const std::vector<SourceLocation>& where() const { return where_; }
    const std::vector<std::string>& packages() const { return packages_; }
    const char* what() const noexcept override { return message_.c_str(); }

  private:
    ErrorKind kind_;
    std::string message_;
    std::string hint_;
    std::vector<std::string> details_;
    std::vector<std::string> causes_;
    std::vector<SourceLocation> where_;
    std::vector<std::string> packages_;
};

// An Error of kind kSystem from the current errno: "cannot <action> `<path>`: <strerror>".
Error system_error(std::string_view action, std::string_view path);

}  // namespace pexpack
