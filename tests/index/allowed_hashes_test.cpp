#include "pexpack/index/allowed_hashes.hpp"

#include "support/catch.hpp"

using namespace pexpack;

namespace {

using Hashes = std::vector<std::string>;

HashesOfLine line(Hashes hashes, const char* marker = "") {
    std::optional<Marker> parsed;
    if (*marker != '\0') parsed = Marker::parse(marker).value();
    return {PackageName::parse("a").value(), std::move(hashes), std::move(parsed)};
}

// Of the package `a` on CPython 3.11; "none" when any file will do.
Hashes allowed(const std::vector<HashesOfLine>& lines) {
    const Target target = target_from_platform("linux-x86_64-cp-311-cp311");
    const AllowedHashes hashes = allowed_hashes(lines, target);
    const auto found = hashes.find(PackageName::parse("a").value());
    return found == hashes.end() ? Hashes{"none"} : found->second;
}

}  // namespace

TEST_CASE("a file must be allowed by each of several lines") {
    CHECK(allowed({line({"sha256:1", "sha256:2"}), line({"sha256:2", "sha256:3"})}) ==
          Hashes{"sha256:2"});
    CHECK(allowed({line({"sha256:1"}), line({"sha256:2"})}).empty());
}

TEST_CASE("the hashes of a line that does not hold on the target do not count") {
    CHECK(allowed({line({"sha256:1"}, "python_version < '3.8'"),
                   line({"sha256:2"}, "python_version >= '3.8'")}) == Hashes{"sha256:2"});
    CHECK(allowed({line({"sha256:1"}, "python_version < '3.8'")}) == Hashes{"none"});
}

TEST_CASE("a line whose marker has no value on the target counts") {
    CHECK(allowed({line({"sha256:1"}, "platform_release == '5'")}) == Hashes{"sha256:1"});
}
