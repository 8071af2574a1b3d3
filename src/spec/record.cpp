#include "pexpack/spec/record.hpp"

#include <charconv>

#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

// The default dialect of Python's csv module: fields joined by commas, in quotes where they hold a
// comma, a quote (doubled) or a line end.
class RowReader {
  public:
    explicit RowReader(std::string_view text) : text_(text) {}

    bool at_end() const { return position_ == text_.size(); }
    std::size_t position() const { return position_; }

    // The next line's fields, none for a blank line.
    Result<std::vector<std::string>> next() {
        std::vector<std::string> fields;
        if (take_line_end()) return fields;
        do {
            std::string field;
            if (!at_end() && text_[position_] == '"') {
                const std::size_t start = position_++;
                if (!take_quoted(field)) return ParseError{"a quote is not closed", start};
            }
            while (!at_end() && text_[position_] != ',' && !at_line_end()) {
                field.push_back(text_[position_++]);
            }
            fields.push_back(std::move(field));
        } while (take(','));
        take_line_end();
        return fields;
    }

  private:
    bool take_quoted(std::string& field) {
        while (!at_end()) {
            const char c = text_[position_++];
            if (c == '"' && !take('"')) return true;
            field.push_back(c);
        }
        return false;
    }

    bool take(char c) {
        if (at_end() || text_[position_] != c) return false;
        ++position_;
        return true;
    }

    bool at_line_end() const { return text_[position_] == '\n' || text_[position_] == '\r'; }

    bool take_line_end() {
        if (take('\r')) {
            take('\n');
            return true;
        }
        return take('\n');
    }

    std::string_view text_;
    std::size_t position_ = 0;
};

Result<RecordEntry> entry_of(std::vector<std::string> fields) {
    if (fields.size() != 3) return ParseError{"a row has three fields: path, hash and size", 0};
    RecordEntry entry;
    entry.path = std::move(fields[0]);
    if (entry.path.empty()) return ParseError{"the path is missing", 0};
    if (!fields[1].empty()) {
        const std::size_t equals = fields[1].find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == fields[1].size()) {
            return ParseError{"expected a hash as `name=digest`", 0};
        }
        entry.hash_name = fields[1].substr(0, equals);
        entry.hash_digest = fields[1].substr(equals + 1);
    }
    if (!fields[2].empty()) {
        std::uint64_t size = 0;
        const char* end = fields[2].data() + fields[2].size();
        const auto [stop, problem] = std::from_chars(fields[2].data(), end, size);
        if (problem != std::errc() || stop != end) return ParseError{"the size is no number", 0};
        entry.size = size;
    }
    return entry;
}

}  // namespace

Result<std::vector<RecordEntry>> parse_record(std::string_view text) {
    if (text.size() > kMaxRecordLength) return ParseError{"a RECORD this long is not accepted", 0};
    if (!is_utf8(text)) return ParseError{"this is not UTF-8", 0};
    std::vector<RecordEntry> entries;
    RowReader reader(text);
    while (!reader.at_end()) {
        const std::size_t start = reader.position();
        auto fields = reader.next();
        if (!fields) return fields.error();
        if (fields->empty()) continue;
        auto entry = entry_of(std::move(fields).value());
        if (!entry) return ParseError{entry.error().message, start};
        entries.push_back(std::move(entry).value());
    }
    return entries;
}

}  // namespace pexpack
