// What is in a pex and what its PEX-INFO says about that.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "pexpack/pex/opened_pex.hpp"
#include "pexpack/pex/target_table.hpp"

namespace pexpack {

// The form in which a wheel is in a pex.
enum class PexWheelForm {
    kWheel,            // the file itself, byte for byte
    kInstalledZip,     // unpacked by an installer, then zipped (pex's layout `packed`)
    kInstalledFolder,  // unpacked by an installer (pex's zipapp and layout `loose`)
};

struct PexWheel {
    std::string filename;
    std::string declared_sha256;  // in PEX-INFO; "" when it does not list the wheel
    PexWheelForm form = PexWheelForm::kWheel;
    std::uint64_t size = 0;             // of its files, in bytes
    std::vector<const PexFile*> files;  // one, but for kInstalledFolder
};

struct PexContents {
    std::string info_text;        // PEX-INFO
    std::string info_hash;        // the pex_hash that the rest of PEX-INFO comes to, if it is ours
    std::string pexpack_version;  // "" for one of pex's
    std::string pex_version;      // "" for one of ours
    std::string pex_hash;
    std::string code_hash;
    std::string bootstrap_hash;
    std::string entry_point;
    std::string script;
    std::vector<std::string> requirements;
    std::vector<std::string> interpreter_constraints;
    std::vector<std::string> pythons;          // of one of ours: "cpython3.11", preferred first
    std::string target;                        // of one of ours, in words
    std::vector<TargetRow> targets;            // of one of ours: which wheels are for whom
    std::map<std::string, std::string> other;  // the remaining keys, as JSON

    std::vector<PexWheel> wheels;         // sorted by name
    std::vector<const PexFile*> code;     // the application's own files, sorted
    std::vector<const PexFile*> runtime;  // what starts it
    std::vector<std::string> missing;     // wheels that PEX-INFO lists and that are not there
};

// Refers to the files of `pex`. Throws Error (kBadInput) when PEX-INFO cannot be read, or its table
// of targets names what is not there.
PexContents contents_of(const OpenedPex& pex);

}  // namespace pexpack
