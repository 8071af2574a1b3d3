#include "pexpack/spec/version_filter.hpp"

#include "support/catch.hpp"

using namespace pexpack;

namespace {

std::vector<std::size_t> admitted(std::string_view specifiers, PrereleasePolicy policy) {
    return admitted_versions(SpecifierSet::parse(specifiers).value(),
                             {"2.0b1", "1.9", "word", "1.0", "2.0b2"}, policy);
}

using Indexes = std::vector<std::size_t>;

}  // namespace

TEST_CASE("pre-releases count when no final is left") {
    CHECK(admitted(">=1", PrereleasePolicy::kFinalsFirst) == Indexes{1, 3});
    CHECK(admitted(">1.9", PrereleasePolicy::kFinalsFirst) == Indexes{0, 4});
}

TEST_CASE("pre-releases count when a specifier names one") {
    CHECK(admitted(">=1,!=1.9b1", PrereleasePolicy::kFinalsFirst) == Indexes{1, 3});
    CHECK(admitted(">=1.0a1", PrereleasePolicy::kFinalsFirst) == Indexes{0, 1, 3, 4});
}

TEST_CASE("a policy on pre-releases beats the specifiers") {
    CHECK(admitted(">1.9", PrereleasePolicy::kExcluded).empty());
    CHECK(admitted(">=1", PrereleasePolicy::kAllowed) == Indexes{0, 1, 3, 4});
}

TEST_CASE("a text that is no version is admitted by the empty set and by its own name") {
    CHECK(admitted("", PrereleasePolicy::kFinalsFirst) == Indexes{1, 2, 3});
    CHECK(admitted("===WORD", PrereleasePolicy::kFinalsFirst) == Indexes{2});
}
