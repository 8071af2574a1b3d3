#include "pexpack/build/target_sdists.hpp"

#include <fmt/format.h>

#include "pexpack/support/error.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/target/fit.hpp"

namespace pexpack {

Candidate TargetSdists::wheel_of(const Candidate& sdist) {
    const auto filename = SdistFilename::parse(base_name(sdist.path)).value();
    const std::string path = builder_.wheel_of_sdist(filename, sdist.path);
    auto wheel = WheelFilename::parse(base_name(path)).value();
    const Fit fit = explain_fit(wheel, target_);
    if (fit.fits) return {.filename = std::move(wheel), .path = path};
    const std::string name = filename.name.to_string();
    throw Error(ErrorKind::kNoResolution,
                fmt::format("the sdist `{}` gives no wheel for the target", printable(sdist.path)))
        .because(
            fmt::format("{} `{}`, which {}", builder_.maker(), printable(wheel.text), fit.sentence))
        .about({name})
        .hint(fmt::format("put a wheel for the target into the wheelhouse, or leave the sdist out: "
                          "`--only-binary {}`",
                          name));
}

}  // namespace pexpack
