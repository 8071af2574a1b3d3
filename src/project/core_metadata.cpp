#include "core_metadata.hpp"

#include <fmt/format.h>

#include "handed_over.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

void add_line(std::string& text, std::string_view header, std::string_view value) {
    if (value.find_first_of("\r\n") != std::string_view::npos)
        hand_over(fmt::format("{} has several lines", header));
    text += fmt::format("{}: {}\n", header, value);
}

// The lines after the first are indented, so that each continues the header.
void add_folded(std::string& text, std::string_view header, std::string_view value) {
    if (value.find('\r') != std::string_view::npos)
        hand_over(fmt::format("{} has odd line ends", header));
    while (value.ends_with('\n')) value.remove_suffix(1);
    std::vector<std::string> lines;
    for (const std::string_view line : split(value, '\n')) lines.emplace_back(line);
    text += fmt::format("{}: {}\n", header, join(lines, "\n        "));
}

}  // namespace

void CoreMetadata::add(std::string_view header, std::string_view text) {
    if (!text.empty()) headers.emplace_back(header, text);
}

std::string CoreMetadata::to_text() const {
    std::string text = "Metadata-Version: 2.4\n";
    add_line(text, "Name", name);
    add_line(text, "Version", version);
    for (const auto& [header, value] : headers) add_folded(text, header, value);
    if (!requires_python.empty()) add_line(text, "Requires-Python", requires_python);
    for (const std::string& file : license_files) add_line(text, "License-File", file);
    for (const std::string& extra : extras) add_line(text, "Provides-Extra", extra);
    for (const std::string& each : requirements) add_line(text, "Requires-Dist", each);
    if (!description_content_type.empty())
        add_line(text, "Description-Content-Type", description_content_type);
    if (!description.empty()) text += "\n" + description;
    return text;
}

}  // namespace pexpack
