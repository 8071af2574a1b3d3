// RECORD of a wheel (PEP 376 and PEP 427): path, hash and size of each file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pexpack/support/result.hpp"

namespace pexpack {

struct RecordEntry {
    std::string path;
    std::string hash_name;    // "sha256", "" when the row has no hash
    std::string hash_digest;  // urlsafe base64 without padding
    std::optional<std::uint64_t> size;

    friend bool operator==(const RecordEntry&, const RecordEntry&) = default;
};

inline constexpr std::size_t kMaxRecordLength = 256U << 20U;  // bytes

// The rows of the CSV file (Python's csv module's default dialect), blank lines skipped.
Result<std::vector<RecordEntry>> parse_record(std::string_view text);

}  // namespace pexpack
