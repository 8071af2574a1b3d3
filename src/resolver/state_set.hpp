// What a package may be: absent or one of its versions, as a set of bits.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "pexpack/support/check.hpp"

namespace pexpack {

// State 0 is "absent", state i + 1 is the i-th oldest version. All sets of one package have one
// size. Few packages have more than 63 versions in a wheelhouse, so the first 64 states need no
// memory of their own: a search makes and drops these sets by the million.
class StateSet {
  public:
    static StateSet none(std::size_t size) { return StateSet(size); }
    static StateSet all(std::size_t size) { return StateSet(size).complement(); }
    static StateSet single(std::size_t size, std::size_t state) {
        StateSet set(size);
        set.insert(state);
        return set;
    }

    std::size_t size() const { return size_; }
    bool contains(std::size_t state) const {
        return (word(state / kBits) >> (state % kBits) & 1U) != 0;
    }
    void insert(std::size_t state) {
        std::uint64_t& word = state < kBits ? first_ : more_[state / kBits - 1];
        word |= std::uint64_t{1} << (state % kBits);
    }

    StateSet complement() const {
        StateSet result(size_);
        result.first_ = ~first_;
        for (std::size_t i = 0; i < more_.size(); ++i) result.more_[i] = ~more_[i];
        std::uint64_t& last = result.more_.empty() ? result.first_ : result.more_.back();
        if (size_ % kBits != 0) last &= (std::uint64_t{1} << (size_ % kBits)) - 1;
        return result;
    }
    StateSet& operator&=(const StateSet& other) {
        PEXPACK_CHECK(size_ == other.size_);
        first_ &= other.first_;
        for (std::size_t i = 0; i < more_.size(); ++i) more_[i] &= other.more_[i];
        return *this;
    }
    StateSet& operator|=(const StateSet& other) {
        PEXPACK_CHECK(size_ == other.size_);
        first_ |= other.first_;
        for (std::size_t i = 0; i < more_.size(); ++i) more_[i] |= other.more_[i];
        return *this;
    }

    friend StateSet operator&(StateSet a, const StateSet& b) {
        a &= b;
        return a;
    }

    bool is_empty() const {
        std::uint64_t any = first_;
        for (const std::uint64_t word : more_) any |= word;
        return any == 0;
    }
    bool is_full() const { return count() == size_; }
    bool is_subset_of(const StateSet& other) const {
        std::uint64_t outside = first_ & ~other.first_;
        for (std::size_t i = 0; i < more_.size(); ++i) outside |= more_[i] & ~other.more_[i];
        return outside == 0;
    }
    bool is_disjoint_from(const StateSet& other) const {
        std::uint64_t shared = first_ & other.first_;
        for (std::size_t i = 0; i < more_.size(); ++i) shared |= more_[i] & other.more_[i];
        return shared == 0;
    }
    std::size_t count() const {
        auto count = static_cast<std::size_t>(std::popcount(first_));
        for (const std::uint64_t word : more_)
            count += static_cast<std::size_t>(std::popcount(word));
        return count;
    }

    // The first 64 states as bits, for a test that spares most look-ups of a whole set.
    std::uint64_t first_states() const { return first_; }

    friend bool operator==(const StateSet&, const StateSet&) = default;

  private:
    static constexpr std::size_t kBits = 64;

    explicit StateSet(std::size_t size)
        : size_(size), more_(size <= kBits ? 0 : (size - 1) / kBits) {}

    std::uint64_t word(std::size_t index) const { return index == 0 ? first_ : more_[index - 1]; }

    std::size_t size_;
    std::uint64_t first_ = 0;
    std::vector<std::uint64_t> more_;  // the states from the 65th on
};

}  // namespace pexpack
