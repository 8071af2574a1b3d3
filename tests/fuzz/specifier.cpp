// Specifiers on the first line, versions on the others: what is admitted by clause, by set and by
// ranges.
#include "pexpack/spec/specifier.hpp"

#include <algorithm>

#include "fuzz/laws.hpp"
#include "pexpack/spec/version_ranges.hpp"

namespace pexpack {

namespace {

bool has_arbitrary_equality(const SpecifierSet& set) {
    return std::ranges::any_of(set.clauses(), [](const Specifier& clause) {
        return clause.op() == SpecifierOperator::kArbitraryEqual;
    });
}

void examine_set(const SpecifierSet& set, const std::vector<std::string_view>& lines,
                 std::string_view input) {
    const auto again = SpecifierSet::parse(set.to_string());
    require(again && *again == set, "the text of a set is the same set", input);
    require(again->to_string() == set.to_string(), "the text of a set is final", input);
    require((set & set).to_string() == set.to_string(), "a set twice is that set", input);
    const VersionRanges ranges = VersionRanges::of(set);
    for (const std::string_view line : lines) {
        const auto version = Version::parse(line);
        if (!version) continue;
        const bool admitted = set.contains(*version);
        const bool by_clauses = std::ranges::all_of(
            set.clauses(), [&](const Specifier& c) { return c.contains(*version); });
        require(admitted == by_clauses, "a set admits what all its clauses do", input);
        require(again->contains(*version) == admitted, "the text of a set admits the same", input);
        if (has_arbitrary_equality(set)) continue;
        require(ranges.contains(*version) == admitted, "ranges admit what the set does", input);
        require((~ranges).contains(*version) != admitted, "the rest is what is not admitted",
                input);
    }
}

}  // namespace

void examine(std::string_view input) {
    const auto lines = split(input, '\n');
    if (const auto clause = Specifier::parse(lines[0])) {
        const auto again = Specifier::parse(clause->to_string());
        require(again && *again == *clause, "the text of a clause is the same clause", input);
    }
    if (const auto set = SpecifierSet::parse(lines[0])) examine_set(*set, lines, input);
}

}  // namespace pexpack

PEXPACK_FUZZ_TARGET()
