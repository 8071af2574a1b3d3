// The sdists of a wheelhouse, built for one target.
#pragma once

#include "pexpack/build/wheel_builder.hpp"
#include "pexpack/index/sdist_builder.hpp"

namespace pexpack {

class TargetSdists : public SdistBuilder {
  public:
    // Both must outlive this. `is_own`: the target is the builder's Python itself.
    TargetSdists(WheelBuilder& builder, const Target& target, bool is_own)
        : builder_(builder), target_(target), is_own_(is_own) {}

    Candidate wheel_of(const Candidate& sdist) override;
    bool builds_on_target() const override { return is_own_; }

  private:
    WheelBuilder& builder_;
    const Target& target_;
    bool is_own_;
};

}  // namespace pexpack
