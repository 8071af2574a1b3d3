// Where applications lay themselves out when they are started: what is in it, and what of it nobody
// needs any more.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pexpack {

using CacheTime = std::chrono::system_clock::time_point;

struct CachedWheel {
    std::string path;  // ends with its sha256
    std::uint64_t size = 0;
    // An environment has links to its files, or they cannot be examined. Where an environment had
    // to copy them nobody can tell, and it does not need the wheel.
    bool is_used = false;
};

struct CachedEnvironment {
    std::string path;
    std::string application;  // its pex_hash
    std::string python;       // what its bin/python leads to; "" when it has none
    bool is_orphan = false;   // its Python is gone
    std::uint64_t size = 0;   // of the files that are its own, bytecode for the most part
    // To a day, as Linux keeps times of access. Nothing where the file system keeps none, or not
    // reliably.
    std::optional<CacheTime> last_start;
};

// What a start that was killed has left.
struct CacheLeftover {
    std::string path;
    std::uint64_t size = 0;
};

struct ApplicationCache {
    std::string folder;
    bool exists = false;
    std::vector<CachedWheel> wheels;
    std::vector<CachedEnvironment> environments;
    std::vector<CacheLeftover> leftovers;
};

// The folder in `pex_root` ("" for $XDG_CACHE_HOME or ~/.cache; nothing without a home folder).
std::optional<std::string> application_cache_folder(const std::string& pex_root);

// What vanishes meanwhile is left out.
ApplicationCache read_application_cache(const std::string& folder);

// Of that the wheels alone, and what was left beside them.
ApplicationCache read_store(const std::string& folder);

// Brings up to date what each start changes, and who removes a Python.
void look_again(CachedEnvironment& environment);

struct Pruning {
    std::optional<std::int64_t> unused_days;  // environments that long without a start go
    bool everything = false;
};

struct Pruned {
    std::vector<std::string> environments;
    std::vector<std::string> wheels;
    std::vector<std::string> leftovers;
    std::vector<std::string> kept;  // should go, and is still there: "PATH: the reason"
    bool is_age_unknown = false;    // of an environment that may have been unused for too long
    std::uint64_t size = 0;         // of what is removed, in bytes
};

// Removes leftovers, environments whose Python is gone, and wheels that no environment uses. First
// starts wait meanwhile, and it waits for those that are at work. An environment from which a
// process of this machine runs stays in any case. Throws Error (kSystem) when a start does not come
// to its end.
Pruned prune(const std::string& folder, const Pruning& pruning);

}  // namespace pexpack
