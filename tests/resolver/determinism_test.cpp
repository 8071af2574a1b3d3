#include <algorithm>
#include <random>

#include "resolver/fake_source.hpp"
#include "support/catch.hpp"

using namespace pexpack;

namespace {

struct Entry {
    std::string wheel;
    FakeSource::Release release;
};

// Six packages of eight releases; each asks for two others in a window that moves with it, so that
// finding an answer takes conflicts, restarts and reading ahead.
std::vector<Entry> tangled_wheels() {
    constexpr int kPackages = 6;
    constexpr int kReleases = 8;
    std::vector<Entry> wheels;
    for (int package = 0; package < kPackages; ++package) {
        for (int release = 1; release <= kReleases; ++release) {
            std::vector<std::string> requires_dist;
            for (const int step : {1, 2}) {
                const int low = (release * (package + step + 2)) % kReleases + 1;
                requires_dist.push_back("p" + std::to_string((package + step) % kPackages) + ">=" +
                                        std::to_string(low - 1) + ",<=" + std::to_string(low + 1));
            }
            wheels.push_back({"p" + std::to_string(package) + " " + std::to_string(release),
                              {.requires_dist = requires_dist}});
        }
    }
    return wheels;
}

std::string outcome(const std::vector<Entry>& wheels, const ResolutionRequest& request) {
    FakeSource source;
    for (const Entry& entry : wheels) source.add(entry.wheel, entry.release);
    return answer(request, source) + "\n" + explanation(request, source);
}

}  // namespace

TEST_CASE("the order in which wheels are found changes neither the answer nor the explanation") {
    std::mt19937 random(7);  // NOLINT: the same orders in each run
    for (const std::string last : {"p5", "p5>7", "p5<2"}) {
        const ResolutionRequest request = request_for({"p0", "p3", last});
        std::vector<Entry> wheels = tangled_wheels();
        const std::string first = outcome(wheels, request);
        for (int i = 0; i < 10; ++i) {
            std::ranges::shuffle(wheels, random);
            REQUIRE(outcome(wheels, request) == first);
        }
    }
}

TEST_CASE("what was asked for before changes no answer") {
    FakeSource source;
    for (const Entry& entry : tangled_wheels()) source.add(entry.wheel, entry.release);
    const ResolutionRequest request = request_for({"p0", "p3", "p5"});
    const std::string first = answer(request, source);
    answer(request_for({"p1<3", "p2"}), source);
    CHECK(answer(request, source) == first);
}
