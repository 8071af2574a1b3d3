// A place in a text that is read from left to right, with the few tokens that requirements and
// markers share (PEP 508).
#pragma once

#include <string_view>

#include "pexpack/support/result.hpp"
#include "pexpack/support/text.hpp"
#include "unicode.hpp"

namespace pexpack {

class TextCursor {
  public:
    explicit TextCursor(std::string_view text) : text_(text) {}

    std::size_t position() const { return position_; }
    void move_to(std::size_t position) { position_ = position; }
    bool at_end() const { return position_ == text_.size(); }
    // '\0' at the end.
    char peek() const { return at_end() ? '\0' : text_[position_]; }
    std::string_view rest() const { return text_.substr(position_); }
    std::string_view since(std::size_t start) const {
        return text_.substr(start, position_ - start);
    }

    // PEP 508's white space is spaces and tabs alone. False when there is none.
    bool skip_blanks() {
        const std::size_t start = position_;
        while (peek() == ' ' || peek() == '\t') ++position_;
        return position_ != start;
    }

    bool take(char c) {
        if (at_end() || peek() != c) return false;
        ++position_;
        return true;
    }

    // Of `text` and the words below: not empty. The first character decides nearly always.
    bool take(std::string_view text) {
        if (peek() != text.front() || !rest().starts_with(text)) return false;
        position_ += text.size();
        return true;
    }

    // `word` with no word character around it.
    bool take_word(std::string_view word) {
        if (peek() != word.front() || !rest().starts_with(word) || word_before(position_) ||
            word_after(position_ + word.size())) {
            return false;
        }
        position_ += word.size();
        return true;
    }

    // Letters, digits, `.`, `_` and `-`, from a letter or digit to where a word ends; "" when none.
    std::string_view take_identifier() {
        if (!is_ascii_alnum(peek()) || word_before(position_)) return {};
        std::size_t end = position_;
        while (end < text_.size() && (is_ascii_alnum(text_[end]) || text_[end] == '.' ||
                                      text_[end] == '_' || text_[end] == '-')) {
            ++end;
        }
        const std::size_t start = position_;
        for (; end > start; --end) {
            const char last = text_[end - 1];
            if ((last != '.' && last != '-') != word_after(end)) break;
        }
        position_ = end;
        return text_.substr(start, end - start);
    }

    ParseError error(std::string message) const { return {std::move(message), position_}; }

  private:
    bool word_before(std::size_t position) const {
        if (position == 0) return false;
        std::size_t start = position - 1;
        while (start > 0 && (static_cast<unsigned char>(text_[start]) & 0xC0U) == 0x80U) --start;
        return is_word_character(next_code_point(text_, start));
    }

    bool word_after(std::size_t position) const {
        return position < text_.size() && is_word_character(next_code_point(text_, position));
    }

    std::string_view text_;
    std::size_t position_ = 0;
};

}  // namespace pexpack
