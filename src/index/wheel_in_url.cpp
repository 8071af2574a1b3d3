#include "pexpack/index/wheelhouse.hpp"
#include "pexpack/support/file_url.hpp"

namespace pexpack {

std::optional<WheelFilename> wheel_in_url(std::string_view url) {
    url = url.substr(0, url.find_first_of("#?"));
    url.remove_prefix(url.rfind('/') + 1);
    return WheelFilename::parse(unquoted(url)).optional();
}

}  // namespace pexpack
