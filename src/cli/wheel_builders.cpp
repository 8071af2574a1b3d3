#include "wheel_builders.hpp"

#include <fmt/format.h>

#include "pexpack/build/target_sdists.hpp"
#include "pexpack/support/cache_folder.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

WheelBuilder& WheelBuilders::of(const std::string& python) {
    const auto known = builders_.find(python);
    if (known != builders_.end()) return known->second;
    BuildSettings settings{.find_links = wheelhouses_.locations,
                           .cache = cache_folder(),
                           .remembered = &remembered_,
                           .announce = [this](const std::string& line) { messages_.info(line); }};
    return builders_.try_emplace(python, probe_interpreter(python), std::move(settings))
        .first->second;
}

WheelBuilder& WheelBuilders::for_this_machine(const std::string& file) {
    if (!options_.targets.pythons.empty()) return of(options_.targets.pythons.front());
    if (const auto python = find_python_on_path()) return of(*python);
    throw Error(ErrorKind::kSystem,
                fmt::format("building `{}` takes a Python, and there is no python3 on PATH",
                            printable(file)))
        .hint("install one, or build the wheel elsewhere and name it instead");
}

WheelBuilder& WheelBuilders::for_target(const TargetChoice& choice, const std::string& file) {
    return choice.python.empty() ? for_this_machine(file) : of(choice.python);
}

Candidate SdistsOfTarget::wheel_of(const Candidate& sdist) {
    return TargetSdists(builders_.for_target(choice_, sdist.path), choice_.target,
                        builds_on_target())
        .wheel_of(sdist);
}

}  // namespace pexpack
