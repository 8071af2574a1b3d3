#include "metadata_records.hpp"

#include <vector>

#include "support/catch.hpp"

using namespace pexpack;

namespace {

const std::string kWheel = "/wheels/a-1-py3-none-any.whl";
const std::string kText = "Name: a\nVersion: 1\n";
const FileState kState{.stamp = {.device = 1, .inode = 2, .size = 3, .modified_ns = 4},
                       .changed_ns = 5};

std::string record(const std::string& path = kWheel, const std::string& text = kText) {
    return record_bytes(path, kState, text).value();
}

std::vector<RecordPlace> table_of(std::string_view file) {
    const std::string_view prefix = file.substr(0, kPrefixLength);
    const auto length = table_length(prefix, file.size());
    if (!length) return {};
    return parse_table(prefix, file.substr(kPrefixLength, *length));
}

// The text for the wheel, as whoever has the file's bytes finds it.
std::optional<std::string> found(std::string_view file, const std::string& path) {
    for (const RecordPlace& place : table_of(file)) {
        if (place.key != record_key(path) || place.offset > file.size()) continue;
        const auto text = text_of_record(file.substr(place.offset, place.length), path, kState);
        if (text) return std::string(*text);
    }
    return std::nullopt;
}

}  // namespace

TEST_CASE("a record gives its text for the wheel and the state it was made of") {
    CHECK(text_of_record(record(), kWheel, kState) == kText);
    CHECK(text_of_record(record(kWheel, ""), kWheel, kState) == "");
}

TEST_CASE("a record gives nothing for another wheel") {
    CHECK_FALSE(text_of_record(record(), "/wheels/b-1-py3-none-any.whl", kState));
    CHECK_FALSE(text_of_record(record(), kWheel + "N", kState));
    CHECK_FALSE(text_of_record(record(), kWheel.substr(1), kState));
}

TEST_CASE("a record gives nothing for a file that differs in any part of its state") {
    FileState other = kState;
    SECTION("the device") {
        other.stamp.device = 9;
    }
    SECTION("the inode") {
        other.stamp.inode = 9;
    }
    SECTION("the size") {
        other.stamp.size = 9;
    }
    SECTION("the time of the content") {
        other.stamp.modified_ns = 9;
    }
    SECTION("the time of the last change") {
        other.changed_ns = 9;
    }
    CHECK_FALSE(text_of_record(record(), kWheel, other));
}

TEST_CASE("a record with any byte wrong or missing gives nothing") {
    const std::string good = record();
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 1);
        CHECK_FALSE(text_of_record(bad, kWheel, kState));
        CHECK_FALSE(text_of_record(good.substr(0, i), kWheel, kState));
    }
}

TEST_CASE("a text that is too long to be kept has no record") {
    CHECK_FALSE(record_bytes(kWheel, kState, std::string(std::size_t{1} << 20, 'x')));
}

TEST_CASE("a file gives every record that it was made of") {
    std::vector<std::string> records;
    std::vector<std::pair<std::uint32_t, std::string_view>> keyed;
    for (int i = 0; i < 100; ++i) records.push_back(record("/" + std::to_string(i)));
    for (int i = 0; i < 100; ++i)
        keyed.emplace_back(record_key("/" + std::to_string(i)), records[static_cast<size_t>(i)]);
    const std::string file = metadata_file(keyed);
    for (int i = 0; i < 100; ++i) CHECK(found(file, "/" + std::to_string(i)) == kText);
    CHECK_FALSE(found(file, "/100"));
}

TEST_CASE("of two records of one wheel the first stays") {
    const std::string first = record(kWheel, "new");
    const std::string second = record(kWheel, "old");
    const std::uint32_t key = record_key(kWheel);
    CHECK(found(metadata_file({{key, first}, {key, second}}), kWheel) == "new");
}

TEST_CASE("what no longer fits into the file is left out, and what is smaller still goes in") {
    const std::string large(kLargestMetadataFile - 1000, 'x');
    const std::string one = record();
    const std::string file = metadata_file({{1, large}, {2, large}, {record_key(kWheel), one}});
    CHECK(file.size() <= kLargestMetadataFile);
    CHECK(table_of(file).size() == 2);
    CHECK(found(file, kWheel) == kText);
}

TEST_CASE("a file with any byte of its prefix or table wrong, or cut short there, has no records") {
    const std::string one = record();
    const std::string good = metadata_file({{record_key(kWheel), one}});
    REQUIRE(table_of(good).size() == 1);
    for (std::size_t i = 0; i < good.size() - one.size(); ++i) {
        std::string bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 1);
        CHECK(table_of(bad).empty());
        CHECK(table_of(std::string_view(good).substr(0, i)).empty());
    }
}

TEST_CASE("a table that claims to be larger than the file is none") {
    std::string file = metadata_file({});
    file[8] = '\xff';  // the number of records
    CHECK_FALSE(table_length(file, file.size()));
    CHECK_FALSE(table_length(file, 0));
    CHECK_FALSE(table_length("", 1000));
}
