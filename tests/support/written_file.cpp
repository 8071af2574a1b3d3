#include "support/written_file.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "pexpack/support/file.hpp"

namespace pexpack {

std::string write_file(const std::string& path, std::string_view content) {
    make_directories(std::string(directory_of(path)));
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    file.close();
    if (!file) throw std::runtime_error("cannot write " + path);
    return path;
}

unsigned mode_of(const std::string& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

namespace {

void set_variable(const std::string& name, const char* value) {
    if (value == nullptr) {
        ::unsetenv(name.c_str());
    } else {
        ::setenv(name.c_str(), value, 1);
    }
}

}  // namespace

ScopedVariable::ScopedVariable(const std::string& name, const char* value) : name_(name) {
    const char* before = std::getenv(name.c_str());
    was_set_ = before != nullptr;
    if (was_set_) before_ = before;
    set_variable(name, value);
}

ScopedVariable::~ScopedVariable() {
    set_variable(name_, was_set_ ? before_.c_str() : nullptr);
}

}  // namespace pexpack
