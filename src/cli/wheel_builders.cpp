#include "wheel_builders.hpp"

#include "pexpack/build/target_sdists.hpp"
#include "pexpack/support/cache_folder.hpp"

namespace pexpack {

WheelBuilder& WheelBuilders::of(const std::string& python) {
    const auto known = builders_.find(python);
    if (known != builders_.end()) return known->second;
    BuildSettings settings{.find_links = wheelhouses_.locations,
                           .cache = cache_folder(),
                           .remembered = &remembered_,
                           .announce = [this](const std::string& line) { messages_.info(line); }};
    std::optional<Interpreter> interpreter;
    if (!python.empty()) interpreter = probe_interpreter(python);
    return builders_.try_emplace(python, std::move(interpreter), std::move(settings)).first->second;
}

WheelBuilder& WheelBuilders::for_this_machine() {
    if (!options_.targets.pythons.empty()) return of(options_.targets.pythons.front());
    return of(find_python_on_path().value_or(""));
}

WheelBuilder& WheelBuilders::for_target(const TargetChoice& choice) {
    return choice.python.empty() ? for_this_machine() : of(choice.python);
}

Candidate SdistsOfTarget::wheel_of(const Candidate& sdist) {
    return TargetSdists(builders_.for_target(choice_), choice_.target, builds_on_target())
        .wheel_of(sdist);
}

}  // namespace pexpack
