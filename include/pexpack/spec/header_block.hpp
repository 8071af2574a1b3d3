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

    // Names are compared without case.
    std::optional<std::string_view> first(std::string_view name) const;
    std::vector<std::string_view> all(std::string_view name) const;

  private:
    struct Header {
        std::string name;  // in lower case
        std::string value;
    };
    std::vector<Header> headers_;
};

}  // namespace pexpack
