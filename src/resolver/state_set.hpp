// What a package may be: absent or one of its versions, as a set of bits.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "pexpack/support/check.hpp"

namespace pexpack {

// State 0 is "absent", state i + 1 is the i-th oldest version. All sets of one package have one
// size.
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
        return (words_[state / 64] >> (state % 64) & 1U) != 0;
    }
    void insert(std::size_t state) { words_[state / 64] |= std::uint64_t{1} << (state % 64); }

    StateSet complement() const {
        StateSet result(size_);
        for (std::size_t i = 0; i < words_.size(); ++i) result.words_[i] = ~words_[i];
        if (size_ % 64 != 0) result.words_.back() &= (std::uint64_t{1} << (size_ % 64)) - 1;
        return result;
    }
    StateSet& operator&=(const StateSet& other) {
        PEXPACK_CHECK(size_ == other.size_);
        for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
        return *this;
    }
    StateSet& operator|=(const StateSet& other) {
        PEXPACK_CHECK(size_ == other.size_);
        for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
        return *this;
    }

    bool is_empty() const {
        for (const std::uint64_t word : words_) {
            if (word != 0) return false;
        }
        return true;
    }
    bool is_subset_of(const StateSet& other) const {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            if ((words_[i] & ~other.words_[i]) != 0) return false;
        }
        return true;
    }
    bool is_disjoint_from(const StateSet& other) const {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            if ((words_[i] & other.words_[i]) != 0) return false;
        }
        return true;
    }
    std::size_t count() const {
        std::size_t count = 0;
        for (const std::uint64_t word : words_)
            count += static_cast<std::size_t>(std::popcount(word));
        return count;
    }

    friend bool operator==(const StateSet&, const StateSet&) = default;

  private:
    explicit StateSet(std::size_t size) : size_(size), words_((size + 63) / 64) {}

    std::size_t size_;
    std::vector<std::uint64_t> words_;
};

}  // namespace pexpack
