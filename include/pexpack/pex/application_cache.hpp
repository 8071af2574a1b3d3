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
    // An environment has links to its files. Where it had to copy them nobody can tell, and nobody
    // needs the wheel.
    bool is_used = false;
    CacheTime since;
};

struct CachedEnvironment {
    std::string path;
    std::string application;  // its pex_hash
    std::string python;       // what its bin/python leads to; "" when it has none
    bool has_python = false;  // that is there
    std::uint64_t size = 0;   // of the files that are its own, bytecode for the most part
    // To a day, as Linux keeps times of access. Nothing where the file system keeps none.
    std::optional<CacheTime> last_start;
};

// What a start that was killed has left, or is just writing.
struct CacheLeftover {
    std::string path;
    std::uint64_t size = 0;
    CacheTime since;
};

struct ApplicationCache {
    std::string folder;
    std::vector<CachedWheel> wheels;
    std::vector<CachedEnvironment> environments;
    std::vector<CacheLeftover> leftovers;
};

// The folder in `pex_root` ("" for what a start without PEX_ROOT takes; nothing without a home).
std::optional<std::string> application_cache_folder(const std::string& pex_root);

// Empty when the folder is not there. What vanishes or cannot be read meanwhile is left out.
ApplicationCache read_application_cache(const std::string& folder);

struct Pruning {
    std::optional<std::chrono::seconds> unused_for;  // environments that long without a start go
    bool everything = false;
};

struct Pruned {
    std::vector<std::string> environments;
    std::vector<std::string> wheels;
    std::vector<std::string> leftovers;
    std::vector<std::string> kept;  // cannot be removed: "PATH: the reason"
    std::uint64_t size = 0;         // of what is removed, in bytes
};

// Removes environments whose Python is gone, wheels that no environment uses, and leftovers; the
// latter two not before they are an hour old, as a start may be at it. Everything goes under
// another name first: who looks meanwhile finds it whole or not at all, and a start makes it anew.
Pruned prune(const ApplicationCache& cache, const Pruning& pruning);

}  // namespace pexpack
