// The table from which a start takes its wheels. It is made with the file, so that nothing looks at
// tags when the file runs: the first row that accepts the Python and the machine counts.
#pragma once

#include <string>
#include <vector>

#include "pexpack/bootstrap/header.hpp"
#include "pexpack/pex/machine.hpp"
#include "pexpack/pex/runs_on.hpp"

namespace pexpack {

struct TargetRow {
    std::vector<std::string> pythons;  // "cpython3.11", "cpython3.13t"; one of them
    std::string platform;              // "linux-x86_64"; "linux" and "" accept more
    std::string libc;                  // "glibc-2.17": this or newer; "glibc": any; "": whatever
    std::vector<std::string> wheels;   // file names, sorted

    friend bool operator==(const TargetRow&, const TargetRow&) = default;
};

// What one target wants to be in the table.
struct RowsOfTarget {
    Machine machine;  // that was named
    TargetRow own;    // for that machine alone
    TargetRow wide;   // for every one that its wheels run on
};

RowsOfTarget rows_of(const Target& target, const RunsOn& where, std::vector<std::string> wheels);

bool accepts(const TargetRow& row, const Machine& machine);

// The first row that accepts the machine; null when none does.
const TargetRow* row_for(const std::vector<TargetRow>& table, const Machine& machine);

// The rows of all targets, in their order: a machine that was named comes before those that could
// run it, too, and of two rows for one Python the more demanding one. Nothing is in it that could
// never be taken.
std::vector<TargetRow> target_table(const std::vector<RowsOfTarget>& targets);

// Every word for a Python in the table, preferred first: those of the named machines, in order.
std::vector<std::string> pythons_of(const std::vector<TargetRow>& table,
                                    const std::vector<RowsOfTarget>& targets);

// Whether a Python may take other wheels on another platform or with another C library, or none.
MachineQuestions what_tells_machines_apart(const std::vector<TargetRow>& table);

// "CPython 3.11 or 3.12 on linux-x86_64 with glibc 2.17": whom the row is for.
std::string in_words(const TargetRow& row);

// "CPython 3.6 or 3.11 on linux-x86_64": the named machines, and of them what binds their wheels.
std::string in_words(const std::vector<RowsOfTarget>& targets);

}  // namespace pexpack
