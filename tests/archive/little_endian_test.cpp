#include "little_endian.hpp"

#include <array>

#include "support/catch.hpp"

using namespace pexpack;

namespace {

constexpr std::array<std::byte, 8> kBytes{std::byte{0x01}, std::byte{0x82}, std::byte{0x03},
                                          std::byte{0xf4}, std::byte{0x05}, std::byte{0x06},
                                          std::byte{0x07}, std::byte{0xf8}};

}  // namespace

TEST_CASE("integers of each width are read from their lowest byte on") {
    CHECK(LittleEndianReader(kBytes).u16() == 0x8201);
    CHECK(LittleEndianReader(kBytes).u32() == 0xf4038201);
    CHECK(LittleEndianReader(kBytes).u64() == 0xf8070605f4038201);
}

TEST_CASE("reading goes on where it was, and skipping counts as reading") {
    LittleEndianReader reader(kBytes);
    CHECK(reader.u16() == 0x8201);
    reader.skip(2);
    CHECK(reader.u32() == 0xf8070605);
    CHECK(reader.remaining() == 0);
}

TEST_CASE("reading past the end is a bug and never another byte") {
    LittleEndianReader reader(kBytes);
    reader.skip(5);
    CHECK_THROWS_AS(reader.u32(), BugError);
    CHECK_THROWS_AS(reader.take(4), BugError);
    CHECK(reader.take(3).size() == 3);
}
