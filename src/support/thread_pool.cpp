#include "pexpack/support/thread_pool.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace pexpack {

void for_each_index(std::size_t count, const std::function<void(std::size_t)>& task) {
    std::vector<std::exception_ptr> failures(count);
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t index = next++; index < count; index = next++) {
            try {
                task(index);
            } catch (...) {
                failures[index] = std::current_exception();
            }
        }
    };
    {
        const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
        std::vector<std::jthread> helpers;
        try {
            for (std::size_t i = 1; i < std::min(cores, count); ++i) helpers.emplace_back(work);
        } catch (const std::system_error&) {
            // No more threads to be had: those there are do it all.
        }
        work();
    }
    const auto first = std::ranges::find_if(failures, [](const auto& f) { return f != nullptr; });
    if (first != failures.end()) std::rethrow_exception(*first);
}

}  // namespace pexpack
