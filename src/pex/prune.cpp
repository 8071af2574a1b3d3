#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <fcntl.h>

#include <filesystem>

#include "pexpack/pex/application_cache.hpp"
#include "pexpack/support/file.hpp"

namespace pexpack {

namespace {

namespace fs = std::filesystem;

// A start that is at work is done long before.
constexpr std::chrono::hours kSettled(1);

// The lock that the runtime takes before it replaces a wheel of the store; waits for it. Without
// the right to make one nothing can be removed either.
FileDescriptor lock_store(const std::string& folder) {
    const std::string path = join_path(folder, "wheels/.lock");
    FileDescriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
    if (lock.is_open()) ::flock(lock.get(), LOCK_EX);
    return lock;
}

class Remover {
  public:
    explicit Remover(Pruned& pruned) : pruned_(pruned) {}

    bool remove(const std::string& path, std::uint64_t size, std::vector<std::string>& removed) {
        std::error_code failure;
        remove_tree(path, failure);
        if (failure) {
            pruned_.kept.push_back(fmt::format("{}: {}", path, failure.message()));
            return false;
        }
        pruned_.size += size;
        removed.push_back(path);
        return true;
    }

  private:
    static void remove_tree(const std::string& path, std::error_code& failure) {
        const std::string name(base_name(path));
        std::string hidden = path;
        if (!name.starts_with('.')) {
            hidden = fmt::format("{}/.{}.{}-pruned", directory_of(path), name, ::getpid());
            fs::rename(path, hidden, failure);
            if (failure) return;
        }
        fs::remove_all(hidden, failure);
    }

    Pruned& pruned_;
};

bool is_to_go(const CachedEnvironment& environment, const Pruning& pruning, CacheTime now) {
    if (pruning.everything || !environment.has_python) return true;
    return pruning.unused_for && environment.last_start &&
           now - *environment.last_start > *pruning.unused_for;
}

// Of an application without environments notes and a lock are left.
void remove_empty_homes(const ApplicationCache& cache) {
    const std::string pexes = join_path(cache.folder, "pexes");
    std::error_code failure;
    fs::directory_iterator home(pexes, failure);
    for (; !failure && home != fs::directory_iterator(); home.increment(failure)) {
        std::error_code unknown;
        bool is_empty = true;
        for (const auto& entry : fs::directory_iterator(home->path(), unknown)) {
            const std::string name = entry.path().filename().string();
            is_empty = is_empty && (name == "at" || name == ".lock");
        }
        if (is_empty && !unknown) fs::remove_all(home->path(), unknown);
    }
}

}  // namespace

Pruned prune(const ApplicationCache& cache, const Pruning& pruning) {
    const CacheTime now = std::chrono::system_clock::now();
    Pruned pruned;
    Remover remover(pruned);
    bool is_less = false;
    for (const CachedEnvironment& environment : cache.environments) {
        if (is_to_go(environment, pruning, now))
            is_less |= remover.remove(environment.path, environment.size, pruned.environments);
    }
    const FileDescriptor lock = lock_store(cache.folder);
    // The environments that went may have been the last to use a wheel.
    const ApplicationCache rest = is_less ? read_application_cache(cache.folder) : cache;
    for (const CachedWheel& wheel : rest.wheels) {
        if (pruning.everything || (!wheel.is_used && now - wheel.since > kSettled))
            remover.remove(wheel.path, wheel.size, pruned.wheels);
    }
    for (const CacheLeftover& leftover : rest.leftovers) {
        if (now - leftover.since > kSettled)
            remover.remove(leftover.path, leftover.size, pruned.leftovers);
    }
    if (is_less) remove_empty_homes(cache);
    return pruned;
}

}  // namespace pexpack
