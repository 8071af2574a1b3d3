// Who makes wheels of the sdists in a wheelhouse.
#pragma once

#include "pexpack/index/candidate.hpp"

namespace pexpack {

class SdistBuilder {
  public:
    SdistBuilder() = default;
    SdistBuilder(const SdistBuilder&) = delete;
    SdistBuilder& operator=(const SdistBuilder&) = delete;
    virtual ~SdistBuilder() = default;

    // The wheel, which fits the target, is of the sdist's name and version and lies there as long
    // as the builder lives. Built once. Throws Error: kBadInput when the sdist is unsound or cannot
    // be built, kNoResolution when what comes of it does not fit.
    virtual Candidate wheel_of(const Candidate& sdist) = 0;

    // Whether all that is built fits the target, because its own Python builds it. Then what an
    // sdist says about itself for sure need not be built to be believed.
    virtual bool builds_on_target() const = 0;
};

}  // namespace pexpack
