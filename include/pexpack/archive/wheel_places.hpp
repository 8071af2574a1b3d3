// Where the files of wheels come to lie once they are installed (the wheel specification,
// "Installing a wheel").
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pexpack/archive/wheel_reader.hpp"

namespace pexpack {

// Enough to tell whether two files are the same; both are checked elsewhere.
struct ContentMark {
    std::uint32_t crc32 = 0;
    std::uint64_t size = 0;

    friend bool operator==(const ContentMark&, const ContentMark&) = default;
};

// Of a file on disk. Throws Error when it cannot be read.
ContentMark content_mark_of(const std::string& path);

struct WheelPlaces {
    std::string filename;                    // the wheel's
    std::vector<std::string> places;         // of its files: "site/requests/api.py", "scripts/ask"
    std::vector<ContentMark> marks = {};     // of the file at each place
    std::vector<std::string> programs = {};  // that are made of its entry points: "scripts/ask"
};

// Throws Error (kBadInput) when a file is in no folder that `.data` may have, or when the entry
// points cannot be read.
WheelPlaces places_of(const WheelReader& wheel, const std::string& filename);

// Throws Error (kBadInput) when one has a file where one, be it another or the same, needs a
// folder: nobody can install them together. The same file in two wheels is no clash; installers let
// the second replace the first.
void refuse_clashes(const std::vector<WheelPlaces>& wheels);

// A warning for every two wheels of which the one, in the order of file names, replaces a file of
// the other by a different one, or its program.
std::vector<std::string> replaced_files(const std::vector<WheelPlaces>& wheels);

}  // namespace pexpack
