// The ordered compatibility tags of PEP 425 from an interpreter, its ABIs and an explicit list of
// platforms. Pure: what platforms a machine accepts is platforms.hpp's part.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pexpack/spec/tag.hpp"

namespace pexpack {

// The part of a Python's version that tags show. Without a minor only what holds for every minor is
// generated.
struct PythonRelease {
    int major = 3;
    std::optional<int> minor;

    std::string nodot() const;  // "311", "3"
    friend bool operator==(const PythonRelease&, const PythonRelease&) = default;
};

// CPython: each ABI, the stable ABI, `none`, then the stable ABI of every older minor down to 3.2
// (PEP 384). The stable ABI is `abi3`, or `abi3t` when the first ABI is free-threaded (PEP 803).
// `abi3` and `none` among `abis` add nothing.
std::vector<Tag> cpython_tags(const PythonRelease& python, const std::vector<std::string>& abis,
                              const std::vector<std::string>& platforms);

// Any other implementation: each ABI on each platform, `none` last unless it is among them.
std::vector<Tag> generic_tags(std::string_view interpreter, const std::vector<std::string>& abis,
                              const std::vector<std::string>& platforms);

// Wheels that need no ABI: py311, py3, py310 … py30 on each platform, then for any platform, before
// which `interpreter` comes ("" leaves it out).
std::vector<Tag> compatible_tags(const PythonRelease& python, std::string_view interpreter,
                                 const std::vector<std::string>& platforms);

// All of them for one interpreter: `implementation` is "cp", "pp" or another short name,
// `compatible_interpreter` is what stands before `-none-any` ("cp311", "pp3", "").
std::vector<Tag> interpreter_tags(std::string_view implementation, const PythonRelease& python,
                                  const std::vector<std::string>& abis,
                                  const std::vector<std::string>& platforms,
                                  std::string_view compatible_interpreter);

}  // namespace pexpack
