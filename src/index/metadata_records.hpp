// The bytes of the file in which excerpts of METADATA are kept: a prefix, a table of contents, the
// records. Whoever reads one record reads the table and that record and nothing else, however many
// there are. Numbers are the machine's own; on another machine the prefix is wrong, and the file
// counts as damaged.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pexpack/support/file.hpp"

namespace pexpack {

// More is neither read nor written; about 16,000 real wheels.
inline constexpr std::uint32_t kLargestMetadataFile = std::uint32_t{16} << 20;

// Where a record stands in the file.
struct RecordPlace {
    std::uint32_t key = 0;  // record_key() of its path
    std::uint32_t offset = 0;
    std::uint32_t length = 0;
};

// Of what is the same for equal paths and rarely for others.
std::uint32_t record_key(std::string_view path);

// One record: the wheel, its state when it was read, and what was read. Nothing when it is too long
// to be worth keeping.
std::optional<std::string> record_bytes(const std::string& path, const FileState& state,
                                        std::string_view text);

// The text, if the bytes are an undamaged record of that wheel in that state.
std::optional<std::string_view> text_of_record(std::string_view bytes, const std::string& path,
                                               const FileState& state);

// How many bytes the table takes, by the first kPrefixLength bytes of the file. Nothing when they
// are not ours or the table would be larger than the file, which has `file_size` bytes.
inline constexpr std::size_t kPrefixLength = 16;
std::optional<std::size_t> table_length(std::string_view prefix, std::uint64_t file_size);

// The table, in the order of its keys; empty when it is damaged.
std::vector<RecordPlace> parse_table(std::string_view prefix, std::string_view table);

// A whole file. Of records with one key the first stays, and none that would make it too large.
std::string metadata_file(const std::vector<std::pair<std::uint32_t, std::string_view>>& records);

}  // namespace pexpack
