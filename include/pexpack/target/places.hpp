// Short names for the places that people deploy to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pexpack {

struct Place {
    std::string platform;  // "manylinux_2_26_x86_64-cp-3.7-cp37m"
    std::string source;    // where that is documented, "" when the name itself says it
};

// `emr-6.15`, `lambda-3.12` (with `-arm64` for Graviton), `python:3.11-slim`, `python:3.12-alpine`,
// `python:3.6-slim-buster`, and any platform with a Python: `linux-x86_64-py3.9`. Nothing for other
// names.
std::optional<Place> find_place(std::string_view name);

// The names of the kind that `name` starts like: "lambda-3.8 and later" for `lambda-2.7`. Nothing
// for a name of no such kind.
std::optional<std::string> places_like(std::string_view name);

}  // namespace pexpack
