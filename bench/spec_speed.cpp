// spec_speed FOLDER: the work of packaging_speed.py over the library. Reads versions.txt,
// pairs.txt, markers.txt and wheels.txt and prints for each kind of work its name, the processor's
// seconds of the quickest of several rounds and a number that depends on every answer.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "pexpack/spec/marker.hpp"
#include "pexpack/spec/specifier.hpp"
#include "pexpack/spec/wheel_filename.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/target/target.hpp"

namespace {

using namespace pexpack;
using Lines = std::vector<std::string_view>;

constexpr int kRounds = 7;
constexpr std::uint64_t kLargestInput = std::uint64_t{1} << 28;

std::string input(const std::string& folder, const char* name) {
    return read_file(join_path(folder, name), kLargestInput);
}

template <typename Work>
void measure(const char* name, Work work) {
    double quickest = 1e9;
    std::size_t answer = 0;
    for (int round = 0; round < kRounds; ++round) {
        const auto start = std::clock();
        answer = work();
        const double taken = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        quickest = std::min(quickest, taken);
    }
    fmt::print("{} {:.6f} {}\n", name, quickest, answer);
}

// The first word of a version's key beside its place, so that few versions have to be fetched.
struct Place {
    std::uint64_t high;
    std::size_t index;
};

// Parsed and put in order; equal versions stay in theirs.
std::size_t order_versions(const Lines& texts) {
    std::vector<Version> versions;
    versions.reserve(texts.size());
    for (const std::string_view text : texts) versions.push_back(Version::parse(text).value());
    std::vector<Place> order;
    order.reserve(versions.size());
    for (const Version& version : versions) order.push_back({version.key().high, order.size()});
    std::ranges::sort(order, [&](const Place& a, const Place& b) {
        if (a.high != b.high) return a.high < b.high;
        const auto ordering = versions[a.index] <=> versions[b.index];
        return ordering != 0 ? ordering < 0 : a.index < b.index;
    });
    std::size_t answer = 0;
    for (const Place& place : order) answer = (answer * 31 + place.index) % 1000003;
    return answer;
}

// Lines of a specifier set, a tab and a version.
std::size_t test_pairs(const Lines& lines) {
    std::size_t count = 0;
    for (const std::string_view line : lines) {
        const std::size_t tab = line.find('\t');
        const auto set = SpecifierSet::parse(line.substr(0, tab));
        if (set->contains(*Version::parse(line.substr(tab + 1)))) ++count;
    }
    return count;
}

std::size_t evaluate_markers(const Lines& lines, const MarkerEnvironment& environment) {
    std::size_t count = 0;
    for (const std::string_view line : lines) {
        if (*Marker::parse(line)->evaluate(environment, "")) ++count;
    }
    return count;
}

// The sum of the best ranks of those that fit. Not inlined: main() runs once, and what stands in it
// is compiled to be small.
[[gnu::noinline]] std::size_t rank_wheels(const Lines& names, const TagSet& tags) {
    std::size_t sum = 0;
    TagReader reader(tags);
    for (const std::string_view name : names) {
        sum += reader.rank(WheelFilename::parse(name, reader)->tags).value_or(0);
    }
    return sum;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        fmt::print(stderr, "usage: spec_speed FOLDER\n");
        return 2;
    }
    const std::string versions = input(argv[1], "versions.txt");
    const std::string pairs = input(argv[1], "pairs.txt");
    const std::string markers = input(argv[1], "markers.txt");
    const std::string wheels = input(argv[1], "wheels.txt");
    const Target target = target_from_complete_platform(input(argv[1], "target.json"), "target");
    const auto lines = [](const std::string& text) {
        Lines all = split(text, '\n');
        all.pop_back();  // what follows the last line's end
        return all;
    };
    measure("versions", [&, texts = lines(versions)] { return order_versions(texts); });
    measure("pairs", [&, texts = lines(pairs)] { return test_pairs(texts); });
    measure("markers",
            [&, texts = lines(markers)] { return evaluate_markers(texts, target.markers); });
    measure("wheels", [&, texts = lines(wheels)] { return rank_wheels(texts, target.tags); });
    return 0;
}
