// The header block of METADATA and WHEEL files (PEP 566 "Metadata 2.1" and PEP 427), read as
// Python's email package reads it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pexpack/support/result.hpp"

namespace pexpack {

class HeaderBlock {
  public:
    static constexpr std::size_t kMaxLength = 64U << 20U;  // bytes, with the body

    // Fails when the bytes (also those of the body) are not UTF-8 or too many. The headers end at
    // the first line that is neither a header nor the continuation of one. A value keeps the line
    // ends of its continuation lines; their common indentation is taken away.
    static Result<HeaderBlock> parse(std::string_view bytes);

    // Names are compared without case. What is given lives as long as the block stays where it is.
    std::optional<std::string_view> first(std::string_view name) const;
    std::vector<std::string_view> all(std::string_view name) const;

  private:
    static constexpr std::size_t kNotFolded = static_cast<std::size_t>(-1);

    // Places in the text.
    struct Header {
        std::size_t name_start;
        std::size_t name_end;
        std::size_t value_start;
        std::size_t value_end;
        std::size_t folded = kNotFolded;  // where its value stands that has several lines
    };
    std::string_view raw_value(const Header& header) const;
    std::string_view value_of(const Header& header) const;
    bool is_called(const Header& header, std::string_view lower) const;

    std::string text_;  // the headers alone
    std::vector<Header> headers_;
    std::vector<std::string> folded_;
};

}  // namespace pexpack
