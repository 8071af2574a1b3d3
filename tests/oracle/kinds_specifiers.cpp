#include <algorithm>

#include "corpus_kinds.hpp"
#include "pexpack/spec/specifier.hpp"
#include "pexpack/spec/version_filter.hpp"
#include "pexpack/spec/version_ranges.hpp"

namespace pexpack::oracle {

namespace {

PrereleasePolicy policy_of(const Json& prereleases) {
    if (prereleases.is_null()) return PrereleasePolicy::kFinalsFirst;
    return prereleases.get<bool>() ? PrereleasePolicy::kAllowed : PrereleasePolicy::kExcluded;
}

Json answer_parse(const Json& input) {
    const auto set = SpecifierSet::parse(input.at("spec").get<std::string>());
    if (!set) return {{"ok", false}};
    Json parts = Json::array();
    Json canonical = Json::array();
    for (const Specifier& clause : set->clauses()) {
        parts.push_back({to_string(clause.op()), clause.version_text()});
        canonical.push_back({to_string(clause.op()), clause.canonical_version()});
    }
    // Pairs in order; the set itself is in the order of its clauses' texts.
    std::sort(parts.begin(), parts.end());
    std::sort(canonical.begin(), canonical.end());
    return {{"ok", true},
            {"parts", parts},
            {"canonical", canonical},
            {"prereleases", set->opts_in_to_prereleases() ? Json(true) : Json()}};
}

Json answer_contains(const Json& input) {
    const auto set = SpecifierSet::parse(input.at("spec").get<std::string>());
    if (!set) return Json::object();
    const auto admitted = admitted_versions(*set, {input.at("version").get<std::string>()},
                                            policy_of(input.at("prereleases")));
    return {{"contains", !admitted.empty()}};
}

Json answer_filter(const Json& input) {
    const auto set = SpecifierSet::parse(input.at("spec").get<std::string>());
    if (!set) return Json::object();
    const auto versions = input.at("versions").get<std::vector<std::string>>();
    Json filtered = Json::array();
    for (const std::size_t i :
         admitted_versions(*set, versions, policy_of(input.at("prereleases")))) {
        filtered.push_back(versions[i]);
    }
    return {{"filtered", filtered}};
}

Json answer_sets(const Json& input) {
    const auto a = SpecifierSet::parse(input.at("a").get<std::string>());
    if (!a) return Json::object();
    if (!input.contains("b")) return {{"unsatisfiable", is_unsatisfiable(*a)}};
    const auto b = SpecifierSet::parse(input.at("b").get<std::string>());
    if (!b) return Json::object();
    return {{"subset", is_subset(*a, *b)},
            {"superset", is_subset(*b, *a)},
            {"disjoint", are_disjoint(*a, *b)},
            {"and_unsatisfiable", is_unsatisfiable(*a & *b)}};
}

}  // namespace

Kinds specifier_kinds() {
    return {{"specifier_parse", answer_parse},
            {"specifiers", answer_contains},
            {"specifier_filter", answer_filter},
            {"specifier_sets", answer_sets}};
}

}  // namespace pexpack::oracle
