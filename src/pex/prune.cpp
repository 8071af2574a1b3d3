#include <fmt/format.h>
#include <sys/file.h>

#include <fcntl.h>

#include <filesystem>
#include <random>
#include <thread>

#include "pexpack/pex/application_cache.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "users_of_folder.hpp"

namespace pexpack {

namespace {

namespace fs = std::filesystem;

// In a folder that we may not write to there is nothing to remove either, and whoever tries is
// told.
FileDescriptor wait_for_lock(const std::string& path) {
    constexpr std::chrono::seconds kLongestWait(60);
    constexpr std::chrono::milliseconds kPause(20);
    constexpr ::mode_t kForAll = 0666;  // less the umask
    FileDescriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kForAll));
    const auto deadline = std::chrono::steady_clock::now() + kLongestWait;
    while (lock.is_open() && ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
        if (std::chrono::steady_clock::now() > deadline) {
            throw Error(ErrorKind::kSystem,
                        fmt::format("somebody has held the lock `{}` for a minute", path))
                .hint("is a first start at work? try again later");
        }
        std::this_thread::sleep_for(kPause);
    }
    return lock;
}

std::string hidden_name(const std::string& path) {
    std::random_device random;
    const std::string name(base_name(path).substr(0, 40));
    return fmt::format("{}/.{}.{:08x}-pruned", directory_of(path), name, random());
}

class Remover {
  public:
    explicit Remover(Pruned& pruned) : pruned_(pruned) {}

    void remove(const std::string& path, std::uint64_t size, std::vector<std::string>& removed) {
        std::string at = path;
        std::error_code failure;
        const std::string hidden = hidden_name(path);
        fs::rename(path, hidden, failure);
        if (!failure) {
            at = hidden;
        } else if (failure == std::errc::cross_device_link) {
            // The folder comes from a layer below. Without this file no start takes an environment.
            fs::remove(join_path(path, "bin/python"), failure);
        }
        if (!failure) fs::remove_all(at, failure);
        if (failure) pruned_.kept.push_back(fmt::format("{}: {}", at, failure.message()));
        if (failure && at == path) return;
        pruned_.size += size;
        removed.push_back(path);
    }

  private:
    Pruned& pruned_;
};

bool is_old(const CachedEnvironment& environment, const Pruning& pruning) {
    if (!pruning.unused_days || !environment.last_start) return false;
    const auto age = std::chrono::system_clock::now() - *environment.last_start;
    return std::chrono::floor<std::chrono::days>(age).count() >= *pruning.unused_days;
}

bool is_to_go(const CachedEnvironment& environment, const Pruning& pruning) {
    return pruning.everything || environment.is_orphan || is_old(environment, pruning);
}

void remove_environments(ApplicationCache& cache, const Pruning& pruning, Remover& remover,
                         Pruned& pruned) {
    for (CachedEnvironment& environment : cache.environments) {
        if (pruning.unused_days && !environment.is_orphan && !environment.last_start)
            pruned.is_age_unknown = true;
        if (!is_to_go(environment, pruning)) continue;
        look_again(environment);  // a start since then has made it young
        if (!is_to_go(environment, pruning)) continue;
        if (const auto process = user_of_folder(environment.path)) {
            if (pruning.everything)
                pruned.kept.push_back(
                    fmt::format("{}: process {} runs from it", environment.path, *process));
            continue;
        }
        remover.remove(environment.path, environment.size, pruned.environments);
    }
}

// Of an application without environments notes and a lock are left.
void remove_empty_homes(const std::string& folder, Remover& remover) {
    const std::string applications = join_path(folder, "pexes");
    if (!is_directory(applications)) return;
    for (const DirectoryEntry& home : list_directory(applications)) {
        const std::string path = join_path(applications, home.name);
        if (home.type != FileType::kDirectory) continue;
        bool is_empty = true;
        for (const DirectoryEntry& entry : list_directory(path))
            is_empty = is_empty && (entry.name == "at" || entry.name == ".lock");
        std::vector<std::string> uncounted;
        if (is_empty) remover.remove(path, 0, uncounted);
    }
}

}  // namespace

Pruned prune(const std::string& folder, const Pruning& pruning) {
    Pruned pruned;
    if (!is_directory(folder)) return pruned;
    // First starts have a share in the one, who puts a wheel right holds the other.
    const FileDescriptor starts = wait_for_lock(join_path(folder, ".prune"));
    const FileDescriptor store = wait_for_lock(join_path(folder, "wheels/.lock"));
    Remover remover(pruned);
    ApplicationCache cache = read_application_cache(folder);
    for (const CacheLeftover& leftover : cache.leftovers)
        remover.remove(leftover.path, leftover.size, pruned.leftovers);
    remove_environments(cache, pruning, remover, pruned);
    remove_empty_homes(folder, remover);
    // What went may have been the last to use a wheel.
    for (const CachedWheel& wheel : read_store(folder).wheels) {
        if (!wheel.is_used) remover.remove(wheel.path, wheel.size, pruned.wheels);
    }
    return pruned;
}

}  // namespace pexpack
