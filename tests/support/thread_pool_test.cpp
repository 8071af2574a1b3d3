#include "pexpack/support/thread_pool.hpp"

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("each index is visited exactly once") {
    std::vector<std::atomic<int>> visits(1000);
    for_each_index(visits.size(), [&](std::size_t i) { ++visits[i]; });
    for (const auto& count : visits) CHECK(count == 1);
}

TEST_CASE("no items means no calls") {
    for_each_index(0, [](std::size_t) { FAIL("was called"); });
}

TEST_CASE("the failure of the lowest index is the one that is reported") {
    for (int round = 0; round < 20; ++round) {
        const auto task = [](std::size_t i) {
            if (i % 7 == 3) throw std::runtime_error(std::to_string(i));
        };
        CHECK_THROWS_WITH(for_each_index(100, task), "3");
    }
}

TEST_CASE("the other items are still done when one fails") {
    std::atomic<int> done = 0;
    const auto task = [&](std::size_t i) {
        if (i == 0) throw std::runtime_error("first");
        ++done;
    };
    CHECK_THROWS_AS(for_each_index(50, task), std::runtime_error);
    CHECK(done == 49);
}
