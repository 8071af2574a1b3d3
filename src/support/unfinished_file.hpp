// What lies beside an output while that is being made: `.NAME.pexpack-XXXXXX.tmp`. A command holds
// a shared lock on such a file for as long as it needs it, so that others can tell what was left
// behind by one that was killed.
#pragma once

#include <string>

#include "pexpack/support/file.hpp"

namespace pexpack {

struct UnfinishedFile {
    std::string path;
    FileDescriptor fd;  // closed when the file could not be made; errno says why
};

// An empty file for the output `final`, readable by us alone, and held.
UnfinishedFile make_unfinished_file(const std::string& final);

// Removes our user's files for the output `final` that nobody holds. What cannot be locked or
// removed stays.
void remove_left_behind(const std::string& final);

// Keeps the file at `path` from being removed so, whatever its name, until the result is closed.
// Closed from the beginning where files cannot be locked.
FileDescriptor hold(const std::string& path);

}  // namespace pexpack
