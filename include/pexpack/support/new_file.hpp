// A file that is written once, in a folder of our own.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "pexpack/support/file.hpp"

namespace pexpack {

// Made with `mode` (less the umask) in the place of a file or link that is there. Unlike AtomicFile
// it may be used by several threads, and is left half written when the writer throws.
class NewFile {
  public:
    // Throws Error (kSystem) when it cannot be made.
    NewFile(const std::string& path, unsigned mode);
    void write(std::span<const std::byte> bytes);

  private:
    std::string path_;
    FileDescriptor fd_;
};

// The same at once.
void write_new_file(const std::string& path, std::string_view text, unsigned mode);

}  // namespace pexpack
