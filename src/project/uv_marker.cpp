#include "uv_marker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "handed_over.hpp"
#include "pexpack/spec/requirement.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

struct Comparison {
    std::string_view variable;
    std::string_view op;
    std::string_view text;
};

// `variable op "text"`; nothing for anything else.
std::optional<Comparison> comparison_in(std::string_view marker) {
    const auto words = split(marker, ' ');
    if (words.size() != 3 || words[2].size() < 2 || words[2].front() != '"') return std::nullopt;
    return Comparison{words[0], words[1], words[2].substr(1, words[2].size() - 2)};
}

// "3.8" -> "3.9"; nothing unless it is a major and a minor number.
std::optional<std::string> next_minor(std::string_view release) {
    const auto numbers = split(release, '.');
    if (numbers.size() != 2 || numbers[1].empty() || numbers[1].size() > 4 ||
        !std::ranges::all_of(numbers[1], is_ascii_digit) || numbers[0].empty() ||
        !std::ranges::all_of(numbers[0], is_ascii_digit))
        return std::nullopt;
    return fmt::format("{}.{}", numbers[0], std::stoi(std::string(numbers[1])) + 1);
}

std::optional<std::string> rewritten(const Comparison& comparison) {
    const auto& [variable, op, text] = comparison;
    constexpr std::array<std::string_view, 5> kKept = {"sys_platform", "os_name",
                                                       "implementation_name", "platform_machine",
                                                       "platform_python_implementation"};
    const bool is_equality = op == "==" || op == "!=";
    if (std::ranges::find(kKept, variable) != kKept.end() && is_equality)
        return fmt::format("{} {} \"{}\"", variable, op, text);
    const auto next = next_minor(text);
    if (variable == "python_full_version" && next && (op == "<" || op == ">="))
        return fmt::format("{} {} \"{}\"", variable, op, text);
    if (variable != "python_version" || !next) return std::nullopt;
    if (op == "<" || op == ">=") return fmt::format("python_full_version {} \"{}\"", op, text);
    if (op == "<=") return fmt::format("python_full_version < \"{}\"", *next);
    if (op == ">") return fmt::format("python_full_version >= \"{}\"", *next);
    if (is_equality) return fmt::format("python_full_version {} \"{}.*\"", op, text);
    return std::nullopt;
}

std::optional<std::string> form_of_uv(std::string_view marker) {
    constexpr std::string_view kExtra = "extra == ";
    const std::size_t extra = marker.find(kExtra);
    if (extra == 0) return std::string(marker);
    if (extra < 5) return std::nullopt;
    const std::size_t end = extra == std::string_view::npos ? marker.size() : extra - 5;
    if (end != marker.size() && marker.substr(end, 5) != " and ") return std::nullopt;
    const auto comparison = comparison_in(marker.substr(0, end));
    auto condition = comparison ? rewritten(*comparison) : std::nullopt;
    if (condition) *condition += marker.substr(end);
    return condition;
}

}  // namespace

std::string with_marker_of_uv(std::string_view text) {
    Requirement requirement = Requirement::parse(text).value();
    hand_over_unless(requirement.url.empty(), "a requirement is a URL");
    if (!requirement.marker) return std::string(text);
    const auto form = form_of_uv(requirement.marker->to_string());
    auto marker = form ? Marker::parse(*form).optional() : std::nullopt;
    if (!marker) hand_over(fmt::format("uv_build rewrites the marker of `{}`", text));
    requirement.marker = std::move(marker);
    return requirement.to_string();
}

}  // namespace pexpack
