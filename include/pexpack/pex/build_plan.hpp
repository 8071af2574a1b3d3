// Everything that goes into a pex, laid out before a byte is written.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "pexpack/archive/archive_writer.hpp"
#include "pexpack/pex/pex_info.hpp"
#include "pexpack/project/source_tree.hpp"
#include "pexpack/support/hash.hpp"

namespace pexpack {

struct PackedWheel {
    std::string filename;
    std::string path;
    FileHash hash;
};

struct BuildPlan {
    PexInfo info;  // without the hashes and distributions, which finish_plan() fills in
    std::vector<PackedWheel> wheels;
    std::vector<SourceFile> sources;
    std::string
        python_shebang;  // "/usr/bin/env python3": instead of the sh header; "" for the header
};

// The plan as archive entries behind the prefix. Throws Error (kBadInput) when two source folders
// bring one file with different content, or one a file where the other has a folder.
ArchiveContent lay_out(const BuildPlan& plan);

// What PEX-INFO says about the application's own files, which are sorted: over their names, digests
// and modes.
std::string hash_of_code(const std::vector<SourceFile>& sources);

// What PEX-INFO says about the files that start the application, itself left out: over their
// SHA-256, by their names.
std::string hash_of_runtime(const std::map<std::string, std::string>& digests);

// Seconds since 1970 that every entry carries: SOURCE_DATE_EPOCH when it is set, else 1980-01-01.
// Throws Error (kUsage) when it is set to something that is no number.
std::int64_t build_timestamp();

}  // namespace pexpack
