#include "state_set.hpp"

#include "support/catch.hpp"

using pexpack::StateSet;

TEST_CASE("the complement of a set holds the other states and no more") {
    // 64 states fill a word, 65 start another: the bits behind the last state must stay clear.
    for (const std::size_t size : {1U, 63U, 64U, 65U, 130U}) {
        const StateSet one = StateSet::single(size, size - 1);
        CHECK(one.complement().count() == size - 1);
        CHECK(one.complement().complement() == one);
        CHECK(StateSet::all(size).complement().is_empty());
    }
}

TEST_CASE("a set is a subset of what it was united with and disjoint from its complement") {
    StateSet some = StateSet::single(100, 3);
    some |= StateSet::single(100, 70);
    CHECK(StateSet::single(100, 70).is_subset_of(some));
    CHECK_FALSE(some.is_subset_of(StateSet::single(100, 70)));
    CHECK(some.is_disjoint_from(some.complement()));
    some &= StateSet::single(100, 3);
    CHECK(some == StateSet::single(100, 3));
}
