#include "pexpack/cli/cache_command.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <ostream>

#include "json_text.hpp"
#include "pexpack/pex/application_cache.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/sizes.hpp"
#include "pexpack/support/text.hpp"
#include "words.hpp"

namespace pexpack {

namespace {

using Json = nlohmann::ordered_json;

struct CacheOptions {
    std::string pex_root;
    std::optional<std::uint32_t> older_than;  // days
    bool all = false;
    bool json = false;
};

std::string folder_of(const CacheOptions& options) {
    std::string root = options.pex_root;
    if (const char* named = std::getenv("PEX_ROOT"); root.empty() && named != nullptr) root = named;
    const char* home = std::getenv("HOME");
    if ((root == "~" || root.starts_with("~/")) && home != nullptr) root.replace(0, 1, home);
    if (auto folder = application_cache_folder(root)) return *std::move(folder);
    throw Error(ErrorKind::kUsage, "there is no home folder, so no cache")
        .hint("name the one that is meant with `--pex-root DIR`");
}

std::string day(CacheTime time) {
    return fmt::format("{:%Y-%m-%d}", fmt::gmtime(CacheTime::clock::to_time_t(time)));
}

std::string last_start_text(const CachedEnvironment& environment) {
    return environment.last_start ? "last started " + day(*environment.last_start)
                                  : "its last start is unknown";
}

template <typename Items>
std::uint64_t size_of(const Items& items) {
    std::uint64_t size = 0;
    for (const auto& item : items) size += item.size;
    return size;
}

std::vector<CachedWheel> unused_of(const ApplicationCache& cache) {
    std::vector<CachedWheel> unused = cache.wheels;
    std::erase_if(unused, [](const CachedWheel& wheel) { return wheel.is_used; });
    return unused;
}

void print(const ApplicationCache& cache, std::ostream& out) {
    constexpr std::size_t kShown = 12;
    out << fmt::format("cache:        {}{}\n", printable(cache.folder),
                       cache.exists ? "" : ", which is not there");
    out << fmt::format("environments: {} ({} without the wheels)\n", cache.environments.size(),
                       size_text(size_of(cache.environments)));
    for (const CachedEnvironment& environment : cache.environments) {
        out << fmt::format(
            "  {} for {}{}, {}\n", printable(environment.application.substr(0, kShown)),
            printable(environment.python), environment.is_orphan ? ", which is gone" : "",
            last_start_text(environment));
    }
    const std::vector<CachedWheel> unused = unused_of(cache);
    out << fmt::format("wheels:       {} ({})\n", cache.wheels.size(),
                       size_text(size_of(cache.wheels)));
    out << fmt::format("  unused:     {} ({})\n", unused.size(), size_text(size_of(unused)));
    out << fmt::format("leftovers:    {} ({})\n", cache.leftovers.size(),
                       size_text(size_of(cache.leftovers)));
}

Json as_json(const CachedEnvironment& environment) {
    Json last;
    if (environment.last_start) last = day(*environment.last_start);
    return {{"path", environment.path},     {"pex_hash", environment.application},
            {"python", environment.python}, {"python_exists", !environment.is_orphan},
            {"size", environment.size},     {"last_start", last}};
}

std::string as_json(const ApplicationCache& cache) {
    Json environments = Json::array();
    for (const auto& environment : cache.environments) environments.push_back(as_json(environment));
    Json wheels = Json::array();
    for (const CachedWheel& wheel : cache.wheels)
        wheels.push_back({{"path", wheel.path}, {"size", wheel.size}, {"used", wheel.is_used}});
    Json leftovers = Json::array();
    for (const CacheLeftover& leftover : cache.leftovers)
        leftovers.push_back({{"path", leftover.path}, {"size", leftover.size}});
    const Json json = {{"cache", cache.folder},
                       {"exists", cache.exists},
                       {"environments", std::move(environments)},
                       {"wheels", std::move(wheels)},
                       {"leftovers", std::move(leftovers)}};
    return json_text(json);
}

std::string as_json(const Pruned& pruned) {
    const Json json = {{"environments", pruned.environments},
                       {"wheels", pruned.wheels},
                       {"leftovers", pruned.leftovers},
                       {"kept", pruned.kept},
                       {"size", pruned.size}};
    return json_text(json);
}

void add_common_options(CLI::App& app, CacheOptions& options) {
    app.add_option("--pex-root", options.pex_root,
                   "where the cache is; default: $PEX_ROOT, else\n$XDG_CACHE_HOME or ~/.cache")
        ->type_name("DIR");
    app.add_flag("--json", options.json, "as JSON");
}

int run_info(int argc, const char* const* argv, std::ostream& out) {
    CLI::App app("Says what applications have laid out here at their starts, and who uses it.",
                 "pexpack cache info");
    CacheOptions options;
    add_common_options(app, options);
    if (const auto help = parse_words(app, argc, argv)) {
        out << *help;
        return 0;
    }
    const ApplicationCache cache = read_application_cache(folder_of(options));
    if (options.json) {
        out << as_json(cache);
    } else {
        print(cache, out);
    }
    return 0;
}

void print(const Pruned& pruned, std::ostream& out) {
    for (const auto* paths : {&pruned.environments, &pruned.wheels, &pruned.leftovers}) {
        for (const std::string& path : *paths) out << fmt::format("removed {}\n", printable(path));
    }
}

void report(const Pruned& pruned, const CacheOptions& options, std::ostream& out,
            Messages& messages) {
    if (options.json) {
        out << as_json(pruned);
    } else {
        print(pruned, out);
    }
    messages.info(
        fmt::format("removed {}, {} and {}: {}", counted(pruned.environments.size(), "environment"),
                    counted(pruned.wheels.size(), "wheel"),
                    counted(pruned.leftovers.size(), "leftover"), size_text(pruned.size)));
    if (pruned.kept.empty()) return;
    std::vector<std::string> kept;
    for (const std::string& path : pruned.kept) kept.push_back(printable(path));
    throw Error(ErrorKind::kSystem, "not everything that should go could be removed")
        .details(std::move(kept));
}

int run_prune(int argc, const char* const* argv, std::ostream& out, Messages& messages) {
    CLI::App app(
        "Removes environments whose Python is gone, wheels that nobody uses, and leftovers.",
        "pexpack cache prune");
    CacheOptions options;
    add_common_options(app, options);
    app.add_option("--older-than", options.older_than,
                   "also environments that were not started for so\nmany days, and from which no "
                   "process of this\nmachine runs")
        ->type_name("DAYS");
    app.add_flag("--all", options.all, "everything; the next starts lay it out anew");
    if (const auto help = parse_words(app, argc, argv)) {
        out << *help;
        return 0;
    }
    Pruning pruning;
    pruning.everything = options.all;
    if (options.older_than) pruning.unused_days = *options.older_than;
    const std::string folder = folder_of(options);
    const Pruned pruned = prune(folder, pruning);
    if (pruned.is_age_unknown) {
        messages.warning(
            fmt::format("the file system of {} keeps no times of access: no environment is "
                        "removed for its age",
                        folder));
    }
    report(pruned, options, out, messages);
    return 0;
}

}  // namespace

int run_cache_command(int argc, const char* const* argv, std::ostream& out, Messages& messages) {
    const std::string_view first = argc > 1 ? argv[1] : "";
    if (first == "info") return run_info(argc - 1, argv + 1, out);
    if (first == "prune") return run_prune(argc - 1, argv + 1, out, messages);
    if (first == "--help" || first == "-h") {
        out << "pexpack cache info    what applications have laid out here, and who uses it\n"
               "pexpack cache prune   removes what nobody needs\n"
               "Each has a --help of its own.\n";
        return 0;
    }
    throw Error(ErrorKind::kUsage,
                first.empty() ? "`pexpack cache` needs to know what to do"
                              : fmt::format("`pexpack cache {}` does not exist", printable(first)))
        .hint("there are: `pexpack cache info`, `pexpack cache prune`");
}

}  // namespace pexpack
