#include "setting.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "handed_over.hpp"

namespace pexpack {

namespace {

const Setting::Table kNoEntries;

[[noreturn]] void hand_over_other_kind(std::string_view place, std::string_view kind) {
    hand_over(fmt::format("{} is no {}", place, kind));
}

}  // namespace

std::string text_of(const Setting& setting, std::string_view place) {
    if (const auto* text = std::get_if<std::string>(&setting.value)) return *text;
    hand_over_other_kind(place, "text");
}

std::vector<std::string> texts_of(const Setting& setting, std::string_view place) {
    const auto* list = std::get_if<Setting::List>(&setting.value);
    if (list == nullptr) hand_over_other_kind(place, "list of texts");
    std::vector<std::string> texts;
    for (const Setting& each : *list) texts.push_back(text_of(each, place));
    return texts;
}

std::vector<std::string> each_once(std::vector<std::string> texts) {
    std::ranges::sort(texts);
    const auto repeats = std::ranges::unique(texts);
    texts.erase(repeats.begin(), repeats.end());
    return texts;
}

const Setting* SettingTable::find(std::string_view key) const {
    const auto entry = std::ranges::find(*entries_, key, &SettingEntry::key);
    return entry == entries_->end() ? nullptr : &entry->value;
}

std::optional<std::string> SettingTable::text(std::string_view key) const {
    const Setting* setting = find(key);
    if (setting == nullptr) return std::nullopt;
    return text_of(*setting, place(key));
}

std::string SettingTable::text_or_empty(std::string_view key) const {
    return text(key).value_or("");
}

std::optional<bool> SettingTable::flag(std::string_view key) const {
    const Setting* setting = find(key);
    if (setting == nullptr) return std::nullopt;
    if (const auto* flag = std::get_if<bool>(&setting->value)) return *flag;
    hand_over_other_kind(place(key), "boolean");
}

std::vector<std::string> SettingTable::texts(std::string_view key) const {
    const Setting* setting = find(key);
    return setting == nullptr ? std::vector<std::string>() : texts_of(*setting, place(key));
}

std::optional<std::vector<std::string>> SettingTable::one_or_more(std::string_view key) const {
    const Setting* setting = find(key);
    if (setting == nullptr) return std::nullopt;
    if (const auto* text = std::get_if<std::string>(&setting->value)) return {{*text}};
    return texts_of(*setting, place(key));
}

SettingTable SettingTable::table(std::string_view key) const {
    const std::string inside =
        where_.empty() ? std::string(key) : fmt::format("{}.{}", where_, key);
    const Setting* setting = find(key);
    if (setting == nullptr) return {kNoEntries, inside};
    if (const auto* entries = std::get_if<Setting::Table>(&setting->value))
        return {*entries, inside};
    hand_over_other_kind(place(key), "table");
}

std::vector<std::pair<std::string, std::string>> SettingTable::texts_by_key(
    std::string_view key) const {
    std::vector<std::pair<std::string, std::string>> texts;
    const SettingTable inner = table(key);
    for (const SettingEntry& entry : inner.entries())
        texts.emplace_back(entry.key, text_of(entry.value, inner.place(entry.key)));
    return texts;
}

void SettingTable::allow_only(std::initializer_list<std::string_view> keys) const {
    for (const SettingEntry& entry : *entries_) {
        if (std::ranges::find(keys, entry.key) == keys.end())
            hand_over(fmt::format("{} is not understood", place(entry.key)));
    }
}

std::string SettingTable::place(std::string_view key) const {
    return where_.empty() ? fmt::format("`{}`", key) : fmt::format("`{}.{}`", where_, key);
}

}  // namespace pexpack
