// Reads a marker from a cursor: alone or behind the `;` of a requirement.
#pragma once

#include "pexpack/spec/marker.hpp"
#include "text_cursor.hpp"

namespace pexpack {

// Stops behind the marker and the white space after it. Parentheses are kept on a stack of our own,
// so that no nesting exhausts the machine's.
class MarkerParser {
  public:
    explicit MarkerParser(TextCursor& cursor) : cursor_(cursor) {}

    Result<Marker> parse();

  private:
    struct Group {
        std::size_t open_token;
        std::size_t elements = 0;  // comparisons and groups directly in it
    };
    struct Operand {
        std::optional<MarkerVariable> variable;
        std::string text;  // of a literal
    };

    std::optional<ParseError> parse_comparison();
    Result<Operand> parse_operand();
    Result<Marker::Operator> parse_operator();
    void add_comparison(Operand left, Marker::Operator op, Operand right);
    void close_group();
    void drop_needless_tokens();

    TextCursor& cursor_;
    Marker marker_;
    std::vector<Group> groups_;
    std::vector<bool> is_needless_;  // for each token
};

}  // namespace pexpack
