// PEX-INFO: what a pex says about itself, with pex's keys so that tools for pex files read it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "pexpack/archive/archive_writer.hpp"
#include "pexpack/pex/start_settings.hpp"
#include "pexpack/pex/target_table.hpp"
#include "pexpack/spec/entry_point.hpp"

namespace pexpack {

struct PexInfo {
    std::string pexpack_version;
    std::string target;                // in words, for messages of the running pex
    std::vector<std::string> pythons;  // "cpython3.11": those of the table, preferred first
    std::vector<TargetRow> targets;    // the table; its wheels are among the distributions

    std::map<std::string, std::string> distributions;  // wheel file name -> sha256
    std::vector<std::string> requirements;             // what was asked for
    std::vector<std::string> excluded;                 // names left out on purpose
    std::vector<std::string> overridden;               // requirements taken instead of others
    bool ignore_errors = false;                        // what it needs may be missing
    std::string entry_point;                           // "module" or "module:function", "" for none
    std::string script;                                // a script of a wheel, "" for none
    StartSettings start;
    ArchiveLayout layout = ArchiveLayout::kOne;
    std::string code_hash;       // of the app code
    std::string bootstrap_hash;  // of the runtime
    std::string pex_hash;        // of all of the above; see with_pex_hash
};

// The JSON text: keys sorted, no blanks, one line.
std::string to_json(const PexInfo& info);

// The same with pex_hash set to the SHA-256 of the rest: it names the pex's folder in the cache, so
// two files with one hash must hold the same.
PexInfo with_pex_hash(PexInfo info);

}  // namespace pexpack
