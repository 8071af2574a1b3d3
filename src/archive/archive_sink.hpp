// The file that an archive is written to: small pieces are gathered into larger writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "pexpack/support/atomic_file.hpp"

namespace pexpack {

class ArchiveSink {
  public:
    explicit ArchiveSink(AtomicFile& file);
    ArchiveSink(const ArchiveSink&) = delete;
    ArchiveSink& operator=(const ArchiveSink&) = delete;

    void append(std::span<const std::byte> bytes);
    void append(std::string_view text) { append(std::as_bytes(std::span(text))); }
    // Bytes that were appended: a header whose content was not known yet.
    void overwrite(std::string_view text, std::uint64_t offset);
    void flush();

    // The size of what was appended so far.
    std::uint64_t size() const { return buffer_start_ + buffer_.size(); }

  private:
    AtomicFile& file_;
    std::vector<std::byte> buffer_;  // the bytes from buffer_start_ on that are not in the file yet
    std::uint64_t buffer_start_ = 0;
};

}  // namespace pexpack
