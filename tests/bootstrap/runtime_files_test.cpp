#include "pexpack/bootstrap/runtime_files.hpp"

#include <algorithm>
#include <numeric>

#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("the runtime files are sorted by path") {
    const auto files = runtime_files();
    REQUIRE(!files.empty());
    CHECK(std::ranges::is_sorted(files, {}, &RuntimeFile::path));
}

TEST_CASE("besides __main__.py every runtime file lies in .bootstrap") {
    for (const RuntimeFile& file : runtime_files()) {
        CHECK((file.path == "__main__.py" || file.path.starts_with(".bootstrap/pexpack_")));
    }
    CHECK(std::ranges::count(runtime_files(), "__main__.py", &RuntimeFile::path) == 1);
}

TEST_CASE("a runtime file is embedded whole and ends with a line end") {
    for (const RuntimeFile& file : runtime_files()) {
        INFO(file.path);
        CHECK(file.content.starts_with("\"\"\""));
        CHECK(file.content.ends_with('\n'));
    }
}

TEST_CASE("the runtime takes less than 98 KiB, which are 40 in a pex") {
    const auto files = runtime_files();
    const auto sum = [](std::size_t total, const RuntimeFile& file) {
        return total + file.content.size();
    };
    CHECK(std::accumulate(files.begin(), files.end(), std::size_t{0}, sum) < 98 * 1024);
}
