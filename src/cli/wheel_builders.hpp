// Which Pythons build what has to be built on the way to a pex.
#pragma once

#include <map>
#include <string>

#include "pexpack/build/wheel_builder.hpp"
#include "pexpack/cli/inputs.hpp"
#include "pexpack/cli/messages.hpp"
#include "pexpack/index/sdist_builder.hpp"

namespace pexpack {

// One for each Python, made when it is first asked for: most commands build nothing, and on a
// machine without a Python they work all the same.
class WheelBuilders {
  public:
    // All must outlive this.
    WheelBuilders(const BuildOptions& options, const WheelhouseChoice& wheelhouses,
                  RememberedMetadata& remembered, Messages& messages)
        : options_(options),
          wheelhouses_(wheelhouses),
          remembered_(remembered),
          messages_(messages) {}

    // With the Python that is named, else the one on PATH, whatever the target is: building runs on
    // this machine. Without any it has none.
    WheelBuilder& for_this_machine();
    WheelBuilder& for_target(const TargetChoice& choice);

  private:
    // "": no Python.
    WheelBuilder& of(const std::string& python);

    const BuildOptions& options_;
    const WheelhouseChoice& wheelhouses_;
    RememberedMetadata& remembered_;
    Messages& messages_;
    std::map<std::string, WheelBuilder> builders_;  // by path
};

// The sdists of one target's wheelhouse.
class SdistsOfTarget : public SdistBuilder {
  public:
    // Both must outlive this.
    SdistsOfTarget(WheelBuilders& builders, const TargetChoice& choice)
        : builders_(builders), choice_(choice) {}

    Candidate wheel_of(const Candidate& sdist) override;
    bool builds_on_target() const override { return !choice_.python.empty(); }

  private:
    WheelBuilders& builders_;
    const TargetChoice& choice_;
};

}  // namespace pexpack
