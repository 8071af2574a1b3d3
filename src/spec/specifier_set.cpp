#include <algorithm>

#include "pexpack/spec/specifier.hpp"
#include "unicode.hpp"

namespace pexpack {

namespace {

// The order of their texts, without making these.
bool comes_before(const Specifier& a, const Specifier& b) {
    const std::string_view op_a = to_string(a.op());
    const std::string_view op_b = to_string(b.op());
    if (op_a == op_b) return a.version_text() < b.version_text();
    if (!op_a.starts_with(op_b) && !op_b.starts_with(op_a)) return op_a < op_b;
    return a.to_string() < b.to_string();
}

}  // namespace

Result<SpecifierSet> SpecifierSet::parse(std::string_view text) {
    if (text.size() > kMaxLength) return ParseError{"specifiers this long are not accepted", 0};
    SpecifierSet set;
    const auto commas = static_cast<std::size_t>(std::count(text.begin(), text.end(), ','));
    set.clauses_.reserve(std::min(commas + 1, kMaxClauses));
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find(',', start), text.size());
        const std::string_view clause = text.substr(start, end - start);
        if (!strip_python_space(clause).empty()) {
            set.clauses_.push_back(Specifier());
            if (auto error = set.clauses_.back().read(clause)) {
                return ParseError{std::move(error->message), start + error->offset};
            }
            if (set.clauses_.size() > kMaxClauses) {
                return ParseError{"this many specifiers are not accepted", start};
            }
        }
        start = end + 1;
    }
    set.put_in_order();
    return set;
}

void SpecifierSet::put_in_order() {
    if (clauses_.size() > 1) std::sort(clauses_.begin(), clauses_.end(), comes_before);
}

std::vector<const Specifier*> SpecifierSet::distinct() const {
    std::vector<const Specifier*> kept;
    for (const Specifier& clause : clauses_) {
        const auto is_same = [&](const Specifier* other) { return *other == clause; };
        if (std::none_of(kept.begin(), kept.end(), is_same)) kept.push_back(&clause);
    }
    return kept;
}

bool SpecifierSet::contains(const Version& version) const {
    return std::all_of(clauses_.begin(), clauses_.end(),
                       [&](const Specifier& clause) { return clause.contains(version); });
}

bool SpecifierSet::contains_text(std::string_view text) const {
    return std::all_of(clauses_.begin(), clauses_.end(),
                       [&](const Specifier& clause) { return clause.contains_text(text); });
}

bool SpecifierSet::opts_in_to_prereleases() const {
    return std::any_of(clauses_.begin(), clauses_.end(),
                       [](const Specifier& clause) { return clause.opts_in_to_prereleases(); });
}

bool SpecifierSet::is_pinned() const {
    return std::any_of(clauses_.begin(), clauses_.end(),
                       [](const Specifier& clause) { return clause.is_pin(); });
}

SpecifierSet SpecifierSet::operator&(const SpecifierSet& other) const {
    SpecifierSet both = *this;
    both.clauses_.insert(both.clauses_.end(), other.clauses_.begin(), other.clauses_.end());
    both.put_in_order();
    return both;
}

std::string SpecifierSet::to_string() const {
    std::string text;
    for (const Specifier* clause : distinct()) {
        if (!text.empty()) text.push_back(',');
        text.append(pexpack::to_string(clause->op())).append(clause->version_text());
    }
    return text;
}

// Equal clauses may be spelt differently, so the order of their texts says nothing.
bool operator==(const SpecifierSet& a, const SpecifierSet& b) {
    const auto left = a.distinct();
    const auto right = b.distinct();
    return std::is_permutation(left.begin(), left.end(), right.begin(), right.end(),
                               [](const Specifier* x, const Specifier* y) { return *x == *y; });
}

std::size_t SpecifierSet::hash() const {
    std::size_t sum = 0;
    for (const Specifier* clause : distinct()) sum += clause->hash();
    return sum;
}

}  // namespace pexpack
