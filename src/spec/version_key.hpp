// Versions as byte strings whose order is PEP 440's, and the cuts between versions that specifiers
// need.
//
// A key is a sequence of self-delimiting fields, so no key is the beginning of another one:
//
//   epoch       number
//   release     numbers without trailing zeros, then 00 (lower than any number)
//   stage       01 number              dev release of the final (1.0.dev3)
//               02|03|04 number tail   alpha, beta, release candidate
//               05                     the final itself
//               06 number dev          post release
//     tail      01 number (dev) | 02 (none) | 03 number dev (post)
//     dev       01 number | 02 (none)
//   local       00 after segments: 01 text 00 | 02 number
//
// So filling up with zeros is safe. A number is one byte 01..C8 for 0..199, two from C900 on for
// 200..8391, E9 and four bytes for others of up to nine digits, else F0, the count of its digits in
// two bytes, the digits.
//
// A cut is any byte string: the versions whose key is less are below it. Cuts that separate the
// same versions are the same bytes (the least version above wherever there is one), so sets of
// versions can be compared by comparing bytes.
#pragma once

#include "pexpack/spec/version.hpp"
#include "version_parts.hpp"

namespace pexpack {

VersionKey version_key(const VersionParts& parts);

VersionKey cut_below_all();
// The least version there is, 0.dev0, has nothing below it: a cut there is the one below all.
VersionKey cut_unless_least(VersionKey key);
VersionKey cut_above_all();

// Below the version itself; with a local part its key alone.
VersionKey cut_before(const VersionParts& parts);
// Above this very version, below its longer locals.
VersionKey cut_after_exactly(const VersionParts& parts);
// Above the version with any local part.
VersionKey cut_after_locals(const VersionParts& parts);
// Above the version and all its post releases; `parts` has neither post nor dev.
VersionKey cut_after_posts(const VersionParts& parts);
// Below the version's own dev releases.
VersionKey cut_before_devs(const VersionParts& parts);
// Below and above everything whose release starts with the numbers of `release`.
VersionKey cut_before_prefix(std::string_view epoch, std::string_view release);
VersionKey cut_after_prefix(std::string_view epoch, std::string_view release);

}  // namespace pexpack
