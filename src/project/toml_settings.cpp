#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

#include "handed_over.hpp"
#include "pexpack/support/file.hpp"
#include "setting.hpp"

namespace pexpack {

namespace {

Setting setting_from(const toml::node& node);

Setting::Table table_from(const toml::table& table) {
    std::vector<std::pair<std::string_view, const toml::node*>> ordered;
    for (const auto& [key, node] : table) ordered.emplace_back(key.str(), &node);
    // As written, which for some back ends makes a difference.
    std::ranges::stable_sort(ordered, {}, [](const auto& each) {
        const auto& begin = each.second->source().begin;
        return std::pair(begin.line, begin.column);
    });
    Setting::Table entries;
    for (const auto& [key, node] : ordered)
        entries.push_back({.key = std::string(key), .value = setting_from(*node)});
    return entries;
}

// Calls itself as deep as values are nested; toml++ reads no more than 256 levels.
Setting setting_from(const toml::node& node) {
    if (const toml::table* table = node.as_table()) return {table_from(*table)};
    if (const toml::array* array = node.as_array()) {
        Setting::List list;
        for (const toml::node& each : *array) list.push_back(setting_from(each));
        return {std::move(list)};
    }
    if (const auto text = node.value_exact<std::string>()) return {*text};
    if (const auto flag = node.value_exact<bool>()) return {*flag};
    if (const auto number = node.value_exact<std::int64_t>())
        return {Setting::Number{fmt::format("{}", *number)}};
    return {Setting::None{}};  // a float or a time: no back end asks for one
}

}  // namespace

Setting::Table toml_settings(const std::string& path) {
    constexpr std::uint64_t kLargest = std::uint64_t{16} << 20;
    try {
        return table_from(toml::parse(read_file(path, kLargest)));
    } catch (const toml::parse_error&) {
        hand_over(fmt::format("`{}` is no valid TOML", base_name(path)));
    }
}

}  // namespace pexpack
