// The layout is the runtime's: wheels/<sha256>, pexes/<pex_hash>/<key> and names that begin with a
// dot for what is not whole yet (docs/architecture.md, "Running it").
#include "pexpack/pex/application_cache.hpp"

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "pexpack/support/cache_folder.hpp"
#include "pexpack/support/file.hpp"

namespace pexpack {

namespace {

namespace fs = std::filesystem;

constexpr const char* kLayout = "pexpack/1";
constexpr const char* kPython = "bin/python";
constexpr const char* kMark = "pexpack-site/00_pexpack.pth";  // Python reads it at each start

struct Totals {
    std::uint64_t size = 0;      // of all files
    std::uint64_t own_size = 0;  // of those that no other name leads to
    bool has_links = false;      // files that others lead to as well
    bool is_all = true;          // nothing was in the way of looking
};

Totals totals_of(const fs::path& folder) {
    Totals totals;
    std::error_code failure;
    fs::recursive_directory_iterator entry(folder, failure);
    for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
        struct stat status {};
        if (::lstat(entry->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
        const auto size = static_cast<std::uint64_t>(status.st_size);
        totals.size += size;
        if (status.st_nlink == 1) totals.own_size += size;
        totals.has_links = totals.has_links || status.st_nlink > 1;
    }
    totals.is_all = !failure;
    return totals;
}

CacheTime time_of(const timespec& time) {
    return CacheTime(std::chrono::duration_cast<CacheTime::duration>(
        std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec)));
}

// A layer of an image keeps the times that it was made with, and a server those of its own clients.
bool keeps_times_of_access(const std::string& path) {
    struct statfs system {};
    if (::statfs(path.c_str(), &system) != 0) return false;
    return (system.f_flags & ST_NOATIME) == 0 && system.f_type != OVERLAYFS_SUPER_MAGIC &&
           system.f_type != NFS_SUPER_MAGIC;
}

std::optional<CacheTime> last_start(const std::string& environment) {
    struct stat status {};
    const std::string mark = join_path(environment, kMark);
    if (!keeps_times_of_access(mark) || ::stat(mark.c_str(), &status) != 0) return std::nullopt;
    return std::max(time_of(status.st_atim), time_of(status.st_mtim));
}

bool leads_nowhere(const std::string& link) {
    struct stat status {};
    return ::stat(link.c_str(), &status) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

// The folders in it; of one that is not there or may not be read, none.
std::vector<std::string> folders_in(const std::string& folder) {
    std::vector<std::string> names;
    std::error_code failure;
    fs::directory_iterator entry(folder, failure);
    for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
        std::error_code unknown;
        if (fs::is_directory(entry->symlink_status(unknown)))
            names.push_back(entry->path().filename().string());
    }
    std::ranges::sort(names);
    return names;
}

CachedEnvironment read_environment(const std::string& path, const std::string& application) {
    CachedEnvironment environment;
    environment.path = path;
    environment.application = application;
    std::error_code failure;
    environment.python = fs::read_symlink(join_path(path, kPython), failure).string();
    environment.size = totals_of(path).own_size;
    look_again(environment);
    return environment;
}

void read_application(ApplicationCache& cache, const std::string& application) {
    const std::string home = join_path(join_path(cache.folder, "pexes"), application);
    for (const std::string& name : folders_in(home)) {
        const std::string path = join_path(home, name);
        if (name.starts_with('.')) {
            cache.leftovers.push_back({path, totals_of(path).own_size});
        } else if (name != "at") {
            cache.environments.push_back(read_environment(path, application));
        }
    }
}

}  // namespace

std::optional<std::string> application_cache_folder(const std::string& pex_root) {
    if (!pex_root.empty()) return join_path(absolute_path(pex_root), kLayout);
    const auto own = cache_folder();
    if (!own) return std::nullopt;
    return join_path(std::string(directory_of(*own)), kLayout);
}

void look_again(CachedEnvironment& environment) {
    environment.is_orphan = leads_nowhere(join_path(environment.path, kPython));
    environment.last_start = last_start(environment.path);
}

ApplicationCache read_store(const std::string& folder) {
    ApplicationCache cache;
    cache.folder = folder;
    cache.exists = is_directory(folder);
    const std::string wheels = join_path(folder, "wheels");
    for (const std::string& name : folders_in(wheels)) {
        const std::string path = join_path(wheels, name);
        const Totals totals = totals_of(path);
        if (name.starts_with('.')) {
            cache.leftovers.push_back({path, totals.size});
        } else {
            cache.wheels.push_back({path, totals.size, totals.has_links || !totals.is_all});
        }
    }
    return cache;
}

ApplicationCache read_application_cache(const std::string& folder) {
    ApplicationCache cache = read_store(folder);
    const std::string applications = join_path(folder, "pexes");
    for (const std::string& name : folders_in(applications)) {
        if (name.starts_with('.')) {
            const std::string path = join_path(applications, name);
            cache.leftovers.push_back({path, totals_of(path).own_size});
        } else {
            read_application(cache, name);
        }
    }
    return cache;
}

}  // namespace pexpack
