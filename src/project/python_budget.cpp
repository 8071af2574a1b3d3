#include "python_budget.hpp"

#include "handed_over.hpp"

namespace pexpack {

namespace {

constexpr std::size_t kDeepest = 40;  // lists in lists

}  // namespace

void PythonBudget::spend(std::size_t cost) {
    hand_over_unless(cost <= left_, "setup.py takes too much to be understood");
    left_ -= cost;
}

void PythonBudget::spend_on(const Setting& value) {
    std::vector<std::pair<const Setting*, std::size_t>> waiting{{&value, 0}};
    while (!waiting.empty()) {
        const auto [each, depth] = waiting.back();
        waiting.pop_back();
        hand_over_unless(depth <= kDeepest, "lists in setup.py are nested too deep");
        spend(sizeof(Setting));
        if (const auto* text = std::get_if<std::string>(&each->value)) spend(text->size());
        if (const auto* list = std::get_if<Setting::List>(&each->value)) {
            for (const Setting& inner : *list) waiting.emplace_back(&inner, depth + 1);
        }
        if (const auto* table = std::get_if<Setting::Table>(&each->value)) {
            for (const SettingEntry& entry : *table) {
                spend(entry.key.size());
                waiting.emplace_back(&entry.value, depth + 1);
            }
        }
    }
}

}  // namespace pexpack
