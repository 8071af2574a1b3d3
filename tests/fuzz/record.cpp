// RECORD: rows written as CSV are the same rows.
#include "pexpack/spec/record.hpp"
#include "fuzz/laws.hpp"

namespace pexpack {

namespace {

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"') result += '"';
        result += c;
    }
    return result + "\"";
}

}  // namespace

void examine(std::string_view input) {
    const auto rows = parse_record(input);
    if (!rows) return;
    std::string text;
    for (const RecordEntry& row : *rows) {
        const std::string hash = row.hash_name.empty() ? "" : row.hash_name + "=" + row.hash_digest;
        text += quoted(row.path) + "," + quoted(hash) + ",";
        if (row.size) text += std::to_string(*row.size);
        text += "\r\n";
    }
    const auto again = parse_record(text);
    require(again.has_value(), "rows that were read can be read again", input);
    require(*again == *rows, "rows that were written are the same", input);
}

}  // namespace pexpack

PEXPACK_FUZZ_TARGET()
