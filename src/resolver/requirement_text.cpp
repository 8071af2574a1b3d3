#include "requirement_text.hpp"

#include <algorithm>
#include <vector>

#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

// As people write a range: from where, to where, what is left out of it.
int place_in_range(const Specifier& clause) {
    using enum SpecifierOperator;
    if (clause.op() == kNotEqual) return 2;
    return clause.op() == kLess || clause.op() == kLessEqual ? 1 : 0;
}

}  // namespace

std::string requirement_words(const Requirement& requirement) {
    std::string text = requirement.name.to_string();
    if (!requirement.extras.empty()) text += "[" + join(requirement.extras, ",") + "]";
    std::vector<const Specifier*> clauses;
    for (const Specifier& clause : requirement.specifiers.clauses()) clauses.push_back(&clause);
    std::ranges::stable_sort(clauses, {}, [](const Specifier* c) { return place_in_range(*c); });
    std::vector<std::string> texts;
    for (const Specifier* clause : clauses) {
        std::string clause_text = clause->to_string();
        if (std::ranges::find(texts, clause_text) == texts.end())
            texts.push_back(std::move(clause_text));
    }
    return text + join(texts, ",");
}

std::string requirement_text(const Requirement& requirement) {
    std::string words = requirement_words(requirement);
    return requirement.specifiers.clauses().empty() ? words + " (any version)" : words;
}

}  // namespace pexpack
