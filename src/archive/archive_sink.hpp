// Where libzip writes to: a file of ours that already holds the prefix.
#pragma once

#include <zip.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <span>
#include <string_view>
#include <vector>

#include "pexpack/support/atomic_file.hpp"

namespace pexpack {

// libzip hands over 8 KiB at a time and goes back to each local header once; the sink gathers that
// into large writes. Positions count from the start of the file, prefix included, so that every
// offset libzip stores is true for the whole file; only those of a further archive count from its
// own start, as in a file to which something was put in front.
class ArchiveSink {
  public:
    ArchiveSink(AtomicFile& file, std::string_view prefix);
    ArchiveSink(const ArchiveSink&) = delete;
    ArchiveSink& operator=(const ArchiveSink&) = delete;

    // A libzip source that writes into this sink; belongs to the archive it is opened with. The
    // sink must outlive that archive.
    zip_source_t* make_source(zip_error_t* error);

    // What comes from now on is another archive.
    void begin_archive() { base_ = size_; }

    // The size of what was written so far.
    std::uint64_t size() const { return size_; }

    // What a callback threw: C code cannot pass exceptions on.
    std::exception_ptr failure() const { return failure_; }

  private:
    static zip_int64_t callback(void* self, void* data, zip_uint64_t length,
                                zip_source_cmd_t command);
    zip_int64_t handle(void* data, zip_uint64_t length, zip_source_cmd_t command);
    void write(std::span<const std::byte> bytes);
    void flush();

    AtomicFile& file_;
    std::vector<std::byte> buffer_;  // the bytes from buffer_start_ on that are not in the file yet
    std::uint64_t buffer_start_ = 0;
    std::uint64_t base_ = 0;  // what libzip takes for the start of the file
    std::uint64_t position_ = 0;
    std::uint64_t size_ = 0;
    zip_error_t error_{};
    std::exception_ptr failure_;
};

}  // namespace pexpack
