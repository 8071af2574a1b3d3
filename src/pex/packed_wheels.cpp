#include "pexpack/pex/packed_wheels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string_view>
#include <utility>

#include "pexpack/archive/wheel_check.hpp"
#include "pexpack/archive/wheel_places.hpp"
#include "pexpack/pex/code_clashes.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/thread_pool.hpp"

namespace pexpack {

namespace {

using Candidates = std::vector<const Candidate*>;

// However many targets need a wheel, it is read once.
Candidates candidates_of(const std::vector<Resolution>& resolutions) {
    std::map<std::string_view, const Candidate*> by_path;
    for (const Resolution& resolution : resolutions) {
        for (const Pin& pin : resolution.pins) by_path.emplace(pin.candidate.path, &pin.candidate);
    }
    Candidates candidates;
    for (const auto& [path, candidate] : by_path) candidates.push_back(candidate);
    return candidates;
}

// So that no thread is left with the largest at the end.
std::vector<std::size_t> largest_first(const Candidates& candidates) {
    std::vector<std::pair<std::uint64_t, std::size_t>> sizes;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        sizes.emplace_back(ReadableFile::open(candidates[i]->path).size(), i);
    }
    std::ranges::sort(sizes, std::greater());
    std::vector<std::size_t> order;
    for (const auto& [size, i] : sizes) order.push_back(i);
    return order;
}

// What is remembered as sound must be what was hashed: the wheel was opened before that and read
// after it, too.
void refuse_changed(const WheelReader& wheel, const FileHash& hash) {
    if (wheel.file().stamp() == hash.stamp && wheel.file().current_stamp() == hash.stamp) return;
    throw Error(ErrorKind::kBadInput,
                fmt::format("`{}` was changed while it was read", wheel.file().path()))
        .hint("run the command again when nobody writes to it");
}

// Calls read(i) for each candidate.
void for_each_candidate(const Candidates& candidates,
                        const std::function<void(std::size_t)>& read) {
    const std::vector<std::size_t> order = largest_first(candidates);
    for_each_index(candidates.size(), [&](std::size_t position) { read(order[position]); });
}

// Wheels of different targets never meet.
void check_together(const std::vector<Resolution>& resolutions, const Candidates& candidates,
                    const std::vector<WheelPlaces>& places, const std::vector<SourceFile>& code,
                    std::set<std::string>& warnings) {
    for (const Resolution& resolution : resolutions) {
        std::set<std::string_view> paths;
        for (const Pin& pin : resolution.pins) paths.insert(pin.candidate.path);
        std::vector<WheelPlaces> some;
        const bool has_all = paths.size() == places.size();
        for (std::size_t i = 0; i < places.size() && !has_all; ++i) {
            if (paths.contains(candidates[i]->path)) some.push_back(places[i]);
        }
        const std::vector<WheelPlaces>& together = has_all ? places : some;
        refuse_clashes(together);
        refuse_clashes_with_code(together, code);
        for (const auto& replaced : {replaced_files(together), replaced_by_code(together, code)})
            warnings.insert(replaced.begin(), replaced.end());
    }
}

std::map<std::string, PackedWheel> by_path(const std::vector<PackedWheel>& wheels) {
    std::map<std::string, PackedWheel> map;
    for (const PackedWheel& wheel : wheels) map.emplace(wheel.path, wheel);
    return map;
}

}  // namespace

std::map<std::string, PackedWheel> hash_wheels(const std::vector<Resolution>& resolutions) {
    const Candidates candidates = candidates_of(resolutions);
    std::vector<PackedWheel> wheels(candidates.size());
    for_each_candidate(candidates, [&](std::size_t i) {
        const Candidate& candidate = *candidates[i];
        wheels[i] = {candidate.filename.text, candidate.path, sha256_of_file(candidate.path)};
    });
    return by_path(wheels);
}

CheckedPins check_wheels(const std::vector<Resolution>& resolutions,
                         const std::vector<SourceFile>& code, CheckedWheels& checked) {
    const Candidates candidates = candidates_of(resolutions);
    std::vector<PackedWheel> wheels(candidates.size());
    std::vector<std::vector<std::string>> warnings(candidates.size());
    std::vector<WheelPlaces> places(candidates.size());
    for_each_candidate(candidates, [&](std::size_t i) {
        const Candidate& candidate = *candidates[i];
        const WheelReader reader(candidate.path, candidate.filename);
        FileHash hash = sha256_of_file(candidate.path);
        warnings[i] =
            checked.contains(hash.hex) ? warnings_of_checked(reader) : check_wheel(reader);
        refuse_changed(reader, hash);
        places[i] = places_of(reader, candidate.filename.text);
        wheels[i] = {candidate.filename.text, candidate.path, std::move(hash)};
    });
    CheckedPins result;
    for (const auto& each : warnings) result.warnings.insert(each.begin(), each.end());
    check_together(resolutions, candidates, places, code, result.warnings);
    std::vector<std::string> digests;
    for (const PackedWheel& wheel : wheels) digests.push_back(wheel.hash.hex);
    checked.add(digests);
    result.wheels = by_path(wheels);
    return result;
}

}  // namespace pexpack
