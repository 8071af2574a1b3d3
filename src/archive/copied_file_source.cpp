#include "copied_file_source.hpp"

#include <fmt/format.h>

#include <span>

#include "pexpack/support/error.hpp"

namespace pexpack {

CopiedFileSource::CopiedFileSource(CopiedFile file) : file_(std::move(file)) {
    ::zip_error_init(&error_);
}

zip_source_t* CopiedFileSource::make_source(zip_t* archive) {
    return ::zip_source_function(archive, &CopiedFileSource::callback, this);
}

zip_int64_t CopiedFileSource::callback(void* self, void* data, zip_uint64_t length,
                                       zip_source_cmd_t command) {
    auto& source = *static_cast<CopiedFileSource*>(self);
    try {
        return source.handle(data, length, command);
    } catch (...) {
        source.failure_ = std::current_exception();
        ::zip_error_set(&source.error_, ZIP_ER_READ, 0);
        return -1;
    }
}

zip_int64_t CopiedFileSource::handle(void* data, zip_uint64_t length, zip_source_cmd_t command) {
    switch (command) {
        case ZIP_SOURCE_SUPPORTS:
            return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ,
                                                  ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                                  ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
        case ZIP_SOURCE_OPEN:
            open_ = ReadableFile::open(file_.path);
            check_unchanged(open_->stamp());
            position_ = 0;
            return 0;
        case ZIP_SOURCE_READ: {
            const std::span buffer(static_cast<std::byte*>(data), static_cast<std::size_t>(length));
            const std::size_t count = open_->read_some(buffer, position_);
            position_ += count;
            // An end before the known size, or bytes behind it, show at once and not only in the
            // stamp.
            if (count == 0) check_unchanged(open_->current_stamp());
            return static_cast<zip_int64_t>(count);
        }
        case ZIP_SOURCE_CLOSE:
            open_.reset();
            return 0;
        case ZIP_SOURCE_STAT: {
            auto& status = *static_cast<zip_stat_t*>(data);
            ::zip_stat_init(&status);
            status.size = file_.stamp.size;
            status.valid = ZIP_STAT_SIZE;
            return sizeof(status);
        }
        case ZIP_SOURCE_ERROR:
            return ::zip_error_to_data(&error_, data, length);
        case ZIP_SOURCE_FREE:
            return 0;
        default:
            ::zip_error_set(&error_, ZIP_ER_OPNOTSUPP, 0);
            return -1;
    }
}

void CopiedFileSource::check_unchanged(const FileStamp& now) const {
    if (now == file_.stamp) return;
    throw Error(ErrorKind::kBadInput,
                fmt::format("`{}` was changed while it was being packed", file_.path))
        .hint("wait until whatever writes it is done, then build again");
}

}  // namespace pexpack
