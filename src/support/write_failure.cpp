#include "write_failure.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <cerrno>

#include "pexpack/support/sizes.hpp"

namespace pexpack {

namespace {

std::string need(const FailedFile& file) {
    return file.needed == 0 ? "" : fmt::format("up to {} are needed, and ", size_text(file.needed));
}

std::string hint_of_full_disk(const FailedFile& file) {
    struct statvfs space {};
    if (::statvfs(file.folder.c_str(), &space) != 0) return {};
    if (space.f_favail == 0 && space.f_files != 0)
        return fmt::format("`{}` has no room for another file; remove some there", file.folder);
    struct stat ours {};
    constexpr std::uint64_t kBlock = 512;  // whatever the blocks of the file system are
    const std::uint64_t held = file.fd >= 0 && ::fstat(file.fd, &ours) == 0
                                   ? static_cast<std::uint64_t>(ours.st_blocks) * kBlock
                                   : 0;
    return fmt::format("{}`{}` has {} free; make room there or choose another place", need(file),
                       file.folder, size_text(space.f_bavail * space.f_frsize + held));
}

std::string hint_of_limit(const FailedFile& file) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return "the file system takes no file of that size; choose another place";
    return fmt::format("{}no file may be larger than {} (`ulimit -f`)", need(file),
                       size_text(limit.rlim_cur));
}

std::string hint_of(int reason, const FailedFile& file) {
    switch (reason) {
        case ENOSPC:
            return hint_of_full_disk(file);
        case EFBIG:
            return hint_of_limit(file);
        case EDQUOT:
            return fmt::format("{}your quota for `{}` is used up; make room there", need(file),
                               file.folder);
        case EACCES:
        case EPERM:
        case EROFS:
            return "choose a folder that you may write to";
        default:
            return {};
    }
}

}  // namespace

Error write_failure(const FailedFile& file) {
    const int reason = errno;
    return system_error("write", file.path).hint(hint_of(reason, file));
}

}  // namespace pexpack
