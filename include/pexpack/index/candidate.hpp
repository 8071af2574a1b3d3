// What could be chosen for a name, and what was there but cannot be.
#pragma once

#include <compare>
#include <memory>
#include <string>
#include <vector>

#include "pexpack/spec/metadata.hpp"
#include "pexpack/spec/package_name.hpp"
#include "pexpack/spec/sdist_filename.hpp"
#include "pexpack/spec/wheel_filename.hpp"
#include "pexpack/support/result.hpp"

namespace pexpack {

// A wheel that fits the target, or an sdist that such a one can be built of.
struct Candidate {
    WheelFilename filename;  // of an sdist: its text is the sdist's, its tags fit everywhere
    std::string path;
    bool is_sdist = false;

    static Candidate of_sdist(const SdistFilename& filename, const std::string& path);
};

// A file of the project that was passed over, and why in one sentence ("is for CPython 3.7, …").
struct UnusableFile {
    std::string filename;
    std::string reason;
    bool hash_refused = false;    // it would do, but none of the hashes given allows it
    bool format_refused = false;  // by `--no-binary` or `--only-binary`
};

// Everything known under one name.
struct Project {
    // One per version, the best file of each. The least wanted comes first: the oldest, or with
    // `--prefer-binary` the oldest sdist, and behind the newest the oldest wheel.
    std::vector<Candidate> candidates;
    std::vector<UnusableFile> unusable;  // in the order of their file names
};

// Never null; the source and those who asked share it.
using SharedMetadata = std::shared_ptr<const Metadata>;

// Where candidates come from. The resolver knows only this.
class CandidateSource {
  public:
    CandidateSource() = default;
    CandidateSource(const CandidateSource&) = delete;
    CandidateSource& operator=(const CandidateSource&) = delete;
    virtual ~CandidateSource() = default;

    // Nothing found is an empty Project. What is given lives as long as the source.
    virtual const Project& project(const PackageName& name) = 0;

    // The candidate's METADATA; an sdist may have to be built for it. A ParseError means that this
    // version cannot be used (its metadata are not what the file name promises, or cannot be
    // parsed); a file that is no sound wheel at all is thrown as an Error, because passing over it
    // in silence would change the answer.
    virtual Result<SharedMetadata> metadata(const Candidate& candidate) = 0;

    // Every name there is, for suggestions; sorted.
    virtual std::vector<std::string> names() = 0;

    // For messages: "the wheelhouse `./wheelhouse`"; "" when there is nowhere to look.
    virtual std::string description() = 0;
};

}  // namespace pexpack
