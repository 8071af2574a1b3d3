#include "archive_sink.hpp"

#include <algorithm>
#include <cerrno>

namespace pexpack {

namespace {

constexpr std::size_t kBufferSize = std::size_t{4} << 20;

}  // namespace

ArchiveSink::ArchiveSink(AtomicFile& file, std::string_view prefix) : file_(file) {
    buffer_.reserve(kBufferSize);
    ::zip_error_init(&error_);
    write(std::as_bytes(std::span(prefix)));
}

zip_source_t* ArchiveSink::make_source(zip_error_t* error) {
    return ::zip_source_function_create(&ArchiveSink::callback, this, error);
}

zip_int64_t ArchiveSink::callback(void* self, void* data, zip_uint64_t length,
                                  zip_source_cmd_t command) {
    auto& sink = *static_cast<ArchiveSink*>(self);
    try {
        return sink.handle(data, length, command);
    } catch (...) {
        sink.failure_ = std::current_exception();
        ::zip_error_set(&sink.error_, ZIP_ER_WRITE, 0);
        return -1;
    }
}

zip_int64_t ArchiveSink::handle(void* data, zip_uint64_t length, zip_source_cmd_t command) {
    switch (command) {
        case ZIP_SOURCE_SUPPORTS:
            return zip_source_make_command_bitmap(
                ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL,
                ZIP_SOURCE_BEGIN_WRITE, ZIP_SOURCE_COMMIT_WRITE, ZIP_SOURCE_ROLLBACK_WRITE,
                ZIP_SOURCE_WRITE, ZIP_SOURCE_SEEK_WRITE, ZIP_SOURCE_TELL_WRITE, ZIP_SOURCE_REMOVE,
                -1);
        case ZIP_SOURCE_STAT:
            // "Not there": libzip then starts an empty archive and reads nothing.
            ::zip_error_set(&error_, ZIP_ER_READ, ENOENT);
            return -1;
        case ZIP_SOURCE_ERROR:
            return ::zip_error_to_data(&error_, data, length);
        case ZIP_SOURCE_BEGIN_WRITE:
        case ZIP_SOURCE_ROLLBACK_WRITE:
        case ZIP_SOURCE_FREE:
            return 0;
        case ZIP_SOURCE_COMMIT_WRITE:
            flush();
            return 0;
        case ZIP_SOURCE_WRITE:
            write({static_cast<const std::byte*>(data), static_cast<std::size_t>(length)});
            return static_cast<zip_int64_t>(length);
        case ZIP_SOURCE_TELL_WRITE:
            return static_cast<zip_int64_t>(position_ - base_);
        case ZIP_SOURCE_SEEK_WRITE: {
            const zip_int64_t offset = ::zip_source_seek_compute_offset(
                position_ - base_, size_ - base_, data, length, &error_);
            if (offset < 0) return -1;
            position_ = base_ + static_cast<std::uint64_t>(offset);
            return 0;
        }
        default:
            ::zip_error_set(&error_, ZIP_ER_OPNOTSUPP, 0);
            return -1;
    }
}

void ArchiveSink::write(std::span<const std::byte> bytes) {
    const bool before_buffer = position_ < buffer_start_;
    if (before_buffer) {
        // Only a local header that is being completed: small and never across the border, as the
        // buffer is emptied between libzip's writes and not within one.
        file_.write_at(bytes, position_);
    } else {
        if (position_ - buffer_start_ + bytes.size() > kBufferSize) flush();
        const auto offset = static_cast<std::size_t>(position_ - buffer_start_);
        buffer_.resize(std::max(buffer_.size(), offset + bytes.size()));
        std::ranges::copy(bytes, buffer_.begin() + static_cast<std::ptrdiff_t>(offset));
    }
    position_ += bytes.size();
    size_ = std::max(size_, position_);
}

void ArchiveSink::flush() {
    file_.write_at(buffer_, buffer_start_);
    buffer_start_ += buffer_.size();
    buffer_.clear();
}

}  // namespace pexpack
