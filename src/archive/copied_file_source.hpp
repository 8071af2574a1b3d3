// Where libzip reads a copied file from: straight from its descriptor, opened only while it is its
// turn.
#pragma once

#include <zip.h>

#include <cstdint>
#include <exception>
#include <optional>

#include "pexpack/archive/archive_writer.hpp"

namespace pexpack {

class CopiedFileSource {
  public:
    explicit CopiedFileSource(CopiedFile file);
    CopiedFileSource(const CopiedFileSource&) = delete;
    CopiedFileSource& operator=(const CopiedFileSource&) = delete;

    // A libzip source for one entry of `archive`; this object must outlive that archive.
    zip_source_t* make_source(zip_t* archive);

    // What a callback threw: C code cannot pass exceptions on.
    std::exception_ptr failure() const { return failure_; }

  private:
    static zip_int64_t callback(void* self, void* data, zip_uint64_t length,
                                zip_source_cmd_t command);
    zip_int64_t handle(void* data, zip_uint64_t length, zip_source_cmd_t command);
    void check_unchanged(const FileStamp& now) const;

    CopiedFile file_;
    std::optional<ReadableFile> open_;
    std::uint64_t position_ = 0;
    zip_error_t error_{};
    std::exception_ptr failure_;
};

}  // namespace pexpack
