#include "pexpack/target/tags.hpp"

#include <algorithm>

#include "support/catch.hpp"

using namespace pexpack;

namespace {

std::vector<std::string> texts(const std::vector<Tag>& tags) {
    std::vector<std::string> result;
    for (const Tag& tag : tags) result.push_back(tag.to_string());
    return result;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE(
    "CPython prefers its own ABI, then abi3, then none, then abi3 of older minors down to 3.2") {
    CHECK(texts(cpython_tags({3, 4}, {"cp34m"}, {"p"})) ==
          Texts{"cp34-cp34m-p", "cp34-abi3-p", "cp34-none-p", "cp33-abi3-p", "cp32-abi3-p"});
}

TEST_CASE("every ABI is tried on all platforms before the next ABI") {
    CHECK(texts(cpython_tags({3, 2}, {"cp32m"}, {"new", "old"})) ==
          Texts{"cp32-cp32m-new", "cp32-cp32m-old", "cp32-abi3-new", "cp32-abi3-old",
                "cp32-none-new", "cp32-none-old"});
}

TEST_CASE("a free-threaded CPython takes abi3t instead of abi3") {
    const Texts tags = texts(cpython_tags({3, 13}, {"cp313t"}, {"p"}));
    CHECK(tags[0] == "cp313-cp313t-p");
    CHECK(tags[1] == "cp313-abi3t-p");
    CHECK(tags[2] == "cp313-none-p");
    CHECK(tags[3] == "cp312-abi3t-p");
    CHECK(std::none_of(tags.begin(), tags.end(),
                       [](const std::string& tag) { return tag.find("abi3-") != tag.npos; }));
}

TEST_CASE("a debug build is not mistaken for a free-threaded one") {
    CHECK(texts(cpython_tags({3, 13}, {"cp313d", "cp313"}, {"p"}))[2] == "cp313-abi3-p");
}

TEST_CASE("abi3 and none among the ABIs add nothing") {
    CHECK(texts(cpython_tags({3, 2}, {"abi3", "none"}, {"p"})) ==
          Texts{"cp32-abi3-p", "cp32-none-p"});
}

TEST_CASE("Python 2 and a version without a minor have no stable ABI") {
    CHECK(texts(cpython_tags({2, 7}, {"cp27mu"}, {"p"})) == Texts{"cp27-cp27mu-p", "cp27-none-p"});
    CHECK(texts(cpython_tags({3, {}}, {"none"}, {"p"})) == Texts{"cp3-none-p"});
}

TEST_CASE("other implementations get their ABI and none, without a stable ABI") {
    CHECK(texts(generic_tags("pp310", {"pypy310_pp73"}, {"p"})) ==
          Texts{"pp310-pypy310_pp73-p", "pp310-none-p"});
    CHECK(texts(generic_tags("py3", {"none"}, {"p"})) == Texts{"py3-none-p"});
}

TEST_CASE("py3 ranks above the tags of older minors, and cp311-none-any above all pure ones") {
    CHECK(texts(compatible_tags({3, 2}, "cp32", {"p"})) ==
          Texts{"py32-none-p", "py3-none-p", "py31-none-p", "py30-none-p", "cp32-none-any",
                "py32-none-any", "py3-none-any", "py31-none-any", "py30-none-any"});
}

TEST_CASE("PyPy's tags end with the compatible ones after pp3-none-any") {
    const Texts tags = texts(interpreter_tags("pp", {3, 1}, {"pypy31_pp73"}, {"p"}, "pp3"));
    CHECK(tags == Texts{"pp31-pypy31_pp73-p", "pp31-none-p", "py31-none-p", "py3-none-p",
                        "py30-none-p", "pp3-none-any", "py31-none-any", "py3-none-any",
                        "py30-none-any"});
}

TEST_CASE("tags are in lower case") {
    CHECK(texts(cpython_tags({2, 7}, {"CP27"}, {"Win32"}))[0] == "cp27-cp27-win32");
}
