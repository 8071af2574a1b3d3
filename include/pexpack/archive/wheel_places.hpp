// Where the files of wheels come to lie once they are installed (the wheel specification,
// "Installing a wheel").
#pragma once

#include <string>
#include <vector>

#include "pexpack/archive/wheel_reader.hpp"

namespace pexpack {

struct WheelPlaces {
    std::string filename;             // the wheel's
    std::vector<std::string> places;  // of its files: "site/requests/api.py", "scripts/ask"
};

// Throws Error (kBadInput) when a file is in no folder that `.data` may have.
WheelPlaces places_of(const WheelReader& wheel, const std::string& filename);

// Throws Error (kBadInput) when one has a file where one, be it another or the same, needs a
// folder: nobody can install them together. The same file in two wheels is no clash; installers let
// the second replace the first.
void refuse_clashes(const std::vector<WheelPlaces>& wheels);

}  // namespace pexpack
