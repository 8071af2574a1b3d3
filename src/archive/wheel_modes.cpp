#include "pexpack/archive/wheel_modes.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <zip.h>

#include <string_view>

#include "pexpack/support/error.hpp"

namespace pexpack {

namespace {

constexpr unsigned kModeShift = 16;  // the high half of the external attributes (APPNOTE 4.4.15)

zip_uint32_t usual_mode(zip_uint32_t mode, std::string_view name) {
    if (name.ends_with('/')) return S_IFDIR | 0755U;
    // A link is not for us to hide: the check of the wheel refuses it.
    if (S_ISLNK(mode)) return mode;
    return S_IFREG | ((mode & S_IXUSR) != 0 ? 0755U : 0644U);
}

void make_mode_usual(zip_t* archive, zip_uint64_t index) {
    zip_uint8_t system = 0;
    zip_uint32_t attributes = 0;
    ::zip_file_get_external_attributes(archive, index, 0, &system, &attributes);
    const char* name = ::zip_get_name(archive, index, ZIP_FL_ENC_RAW);
    if (system != ZIP_OPSYS_UNIX || name == nullptr) return;
    const zip_uint32_t mode = usual_mode(attributes >> kModeShift, name);
    const zip_uint32_t low = attributes & ((1U << kModeShift) - 1);
    ::zip_file_set_external_attributes(archive, index, 0, system, mode << kModeShift | low);
}

}  // namespace

void make_modes_usual(const std::string& wheel) {
    int code = 0;
    zip_t* archive = ::zip_open(wheel.c_str(), 0, &code);
    if (archive == nullptr) {
        zip_error_t error;
        ::zip_error_init_with_code(&error, code);
        const std::string why = ::zip_error_strerror(&error);
        ::zip_error_fini(&error);
        throw Error(ErrorKind::kBadInput, fmt::format("cannot read `{}`: {}", wheel, why));
    }
    const auto count = static_cast<zip_uint64_t>(::zip_get_num_entries(archive, 0));
    for (zip_uint64_t i = 0; i < count; ++i) make_mode_usual(archive, i);
    if (::zip_close(archive) == 0) return;
    const std::string why = ::zip_strerror(archive);
    ::zip_discard(archive);
    throw Error(ErrorKind::kSystem, fmt::format("cannot write `{}`: {}", wheel, why));
}

}  // namespace pexpack
