#include "pexpack/pex/packed_wheels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "pexpack/archive/wheel_check.hpp"
#include "pexpack/archive/wheel_places.hpp"
#include "pexpack/pex/code_clashes.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/thread_pool.hpp"

namespace pexpack {

namespace {

// So that no thread is left with the largest at the end.
std::vector<std::size_t> largest_first(const std::vector<Pin>& pins) {
    std::vector<std::pair<std::uint64_t, std::size_t>> sizes;
    for (std::size_t i = 0; i < pins.size(); ++i) {
        sizes.emplace_back(ReadableFile::open(pins[i].candidate.path).size(), i);
    }
    std::ranges::sort(sizes, std::greater());
    std::vector<std::size_t> order;
    for (const auto& [size, i] : sizes) order.push_back(i);
    return order;
}

// What is remembered as sound must be what was hashed.
void refuse_changed(const WheelReader& wheel, const FileHash& hash) {
    if (wheel.file().current_stamp() == hash.stamp) return;
    throw Error(ErrorKind::kBadInput,
                fmt::format("`{}` was changed while it was read", wheel.file().path()))
        .hint("run the command again when nobody writes to it");
}

// Calls read(i) for each pin.
void for_each_pin(const std::vector<Pin>& pins, const std::function<void(std::size_t)>& read) {
    const std::vector<std::size_t> order = largest_first(pins);
    for_each_index(pins.size(), [&](std::size_t position) { read(order[position]); });
}

}  // namespace

std::vector<PackedWheel> hash_wheels(const std::vector<Pin>& pins) {
    std::vector<PackedWheel> wheels(pins.size());
    for_each_pin(pins, [&](std::size_t i) {
        const Candidate& candidate = pins[i].candidate;
        wheels[i] = {candidate.filename.text, candidate.path, sha256_of_file(candidate.path)};
    });
    return wheels;
}

std::vector<PackedWheel> check_wheels(const std::vector<Pin>& pins,
                                      const std::vector<SourceFile>& code, CheckedWheels& checked) {
    std::vector<PackedWheel> wheels(pins.size());
    std::vector<WheelPlaces> places(pins.size());
    for_each_pin(pins, [&](std::size_t i) {
        const Candidate& candidate = pins[i].candidate;
        const WheelReader reader(candidate.path, candidate.filename);
        FileHash hash = sha256_of_file(candidate.path);
        const bool known = checked.contains(hash.hex);
        check_wheel(reader, known ? WheelCheck::kShape : WheelCheck::kEverything);
        refuse_changed(reader, hash);
        places[i] = places_of(reader, candidate.filename.text);
        wheels[i] = {candidate.filename.text, candidate.path, std::move(hash)};
    });
    refuse_clashes(places);
    refuse_clashes_with_code(places, code);
    std::vector<std::string> digests;
    for (const PackedWheel& wheel : wheels) digests.push_back(wheel.hash.hex);
    checked.add(digests);
    return wheels;
}

}  // namespace pexpack
