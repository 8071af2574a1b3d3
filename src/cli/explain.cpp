#include "explain.hpp"

#include <fmt/format.h>

#include <ostream>

namespace pexpack {

namespace {

bool is_wanted(const BuildOptions& options, const PackageName& name) {
    return options.why.empty() || name.to_string() == options.why;
}

}  // namespace

void print_explanations(const BuildOptions& options, const std::vector<Explanations>& explanations,
                        const std::vector<TargetChoice>& targets, std::ostream& out) {
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (targets.size() > 1) out << "# " << targets[i].target.description << '\n';
        bool is_in = false;
        for (const Explanation& explanation : explanations[i]) {
            if (!is_wanted(options, explanation.name)) continue;
            is_in = true;
            for (const std::string& line : to_lines(explanation)) out << line << '\n';
        }
        if (!is_in && !options.why.empty()) out << fmt::format("nothing needs {}\n", options.why);
    }
}

void add_explanations(const BuildOptions& options, const std::vector<Explanations>& explanations,
                      std::vector<TargetResult>& results) {
    for (std::size_t i = 0; i < results.size(); ++i) {
        TargetResult all = std::move(results[i]);
        results[i] = {.target = all.target, .pins = {}, .wheels = {}, .explanations = {}};
        for (std::size_t pin = 0; pin < all.pins.size(); ++pin) {
            if (!is_wanted(options, all.pins[pin].name)) continue;
            results[i].pins.push_back(std::move(all.pins[pin]));
            results[i].wheels.push_back(std::move(all.wheels[pin]));
            results[i].explanations.push_back(explanations[i][pin]);
        }
    }
}

}  // namespace pexpack
