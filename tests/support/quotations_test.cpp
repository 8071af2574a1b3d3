#include "pexpack/support/quotations.hpp"

#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("a long quotation is cut and its length is said, a short one is not") {
    const std::string text(5'000'000, 'a');
    const std::string message = with_short_quotations("cannot read `a b` as `" + text + "` here");
    CHECK(message == "cannot read `a b` as `" + std::string(300, 'a') + "…` (5000000 bytes) here");
    CHECK(with_short_quotations("`" + std::string(300, 'a') + "`") ==
          "`" + std::string(300, 'a') + "`");
}

TEST_CASE("a long quotation is not cut inside a character") {
    std::string text(299, 'a');
    for (int i = 0; i < 100; ++i) text += "\u00fc";
    CHECK(with_short_quotations("`" + text + "`") ==
          "`" + std::string(299, 'a') + "…` (499 bytes)");
}

TEST_CASE("a line of many words is cut where nobody reads on, whatever is quoted in it") {
    std::string line = "there are:";
    for (int i = 0; i < 300; ++i) line += " `name`,";
    CHECK(with_short_quotations(line) == line);
    const std::string cut = with_short_quotations("not closed: `" + std::string(20'000, 'a'));
    CHECK(cut.ends_with("a… (20013 bytes)"));
    CHECK(cut.size() < 10'100);
}
