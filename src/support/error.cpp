#include "pexpack/support/error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

#include "pexpack/support/check.hpp"

namespace pexpack {

int exit_code(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::kUsage:
            return 2;
        case ErrorKind::kNoResolution:
            return 3;
        case ErrorKind::kBadInput:
            return 4;
        case ErrorKind::kSystem:
            return 5;
        case ErrorKind::kBug:
            return 70;
    }
    return 70;
}

std::string_view to_string(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::kUsage:
            return "usage";
        case ErrorKind::kNoResolution:
            return "no-resolution";
        case ErrorKind::kBadInput:
            return "bad-input";
        case ErrorKind::kSystem:
            return "system";
        case ErrorKind::kBug:
            return "bug";
    }
    return "bug";
}

std::string SourceLocation::to_string() const {
    if (line == 0) return file;
    if (column == 0) return fmt::format("{}:{}", file, line);
    return fmt::format("{}:{}:{}", file, line, column);
}

Error::Error(ErrorKind kind, std::string message) : kind_(kind), message_(std::move(message)) {}

Error& Error::at(SourceLocation location) & {
    where_.push_back(std::move(location));
    return *this;
}

Error&& Error::at(SourceLocation location) && {
    return std::move(at(std::move(location)));
}

Error& Error::because(std::string cause) & {
    causes_.push_back(std::move(cause));
    return *this;
}

Error&& Error::because(std::string cause) && {
    return std::move(because(std::move(cause)));
}

Error& Error::hint(std::string text) & {
    hint_ = std::move(text);
    return *this;
}

Error&& Error::hint(std::string text) && {
    return std::move(hint(std::move(text)));
}

Error&& Error::details(std::vector<std::string> lines) && {
    details_ = std::move(lines);
    return std::move(*this);
}

Error&& Error::about(std::vector<std::string> packages) && {
    packages_ = std::move(packages);
    return std::move(*this);
}

Error system_error(std::string_view action, std::string_view path) {
    const std::string reason = std::generic_category().message(errno);
    return Error(ErrorKind::kSystem, fmt::format("cannot {} `{}`: {}", action, path, reason));
}

void report_bug(const char* condition, const char* file, int line) {
    throw BugError(fmt::format("{} does not hold at {}:{}", condition, file, line));
}

}  // namespace pexpack
