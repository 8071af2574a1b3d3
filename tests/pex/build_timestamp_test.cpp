#include "pexpack/pex/build_plan.hpp"
#include "pexpack/support/error.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"

using namespace pexpack;

namespace {

std::int64_t timestamp_with(const char* value) {
    const ScopedVariable variable("SOURCE_DATE_EPOCH", value);
    return build_timestamp();
}

}  // namespace

TEST_CASE("without SOURCE_DATE_EPOCH the time is the start of 1980") {
    CHECK(timestamp_with(nullptr) == 315'532'800);
    CHECK(timestamp_with("") == 315'532'800);
}

TEST_CASE("SOURCE_DATE_EPOCH is taken as it is, also before 1980") {
    CHECK(timestamp_with("1700000000") == 1'700'000'000);
    CHECK(timestamp_with("0") == 0);
}

TEST_CASE("a SOURCE_DATE_EPOCH that is no number of seconds is wrong use") {
    for (const char* value :
         {"yesterday", "-1", "+1", " 1", "1 ", "1.5", "0x10", "99999999999999999999"}) {
        INFO(value);
        try {
            timestamp_with(value);
            FAIL("was accepted");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::kUsage);
            CHECK_THAT(error.message(), Catch::Contains(value));
        }
    }
}
