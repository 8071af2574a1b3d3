// Literals in Python source, as ast.literal_eval() reads them, and what modules assign.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "project_folder.hpp"
#include "python_lines.hpp"
#include "setting.hpp"

namespace pexpack {

using PythonTokens = std::span<const PythonToken>;

// The text of a string literal with its prefix and quotes; nothing for bytes, f-strings and named
// characters.
std::optional<std::string> literal_text(std::string_view literal);

// The value of the tokens when they are a literal and nothing else: texts (also several beside each
// other), numbers, True, False, None, lists, tuples (as lists) and dictionaries with texts as keys
// (as tables).
std::optional<Setting> literal_value(PythonTokens tokens);

// The same of the beginning of the tokens, which are taken away.
std::optional<Setting> take_literal(PythonTokens& tokens);

struct PythonAssignment {
    std::optional<Setting> value;  // nothing when it is no literal
};

// A module's source. Hands over one in another encoding than UTF-8.
std::string python_source_in(const ProjectFolder& folder, std::string_view name);

// The first assignment to `name` among the statements of the module itself, as the back ends look
// for it with `ast`: what stands in blocks does not count. Nothing when there is none. Hands over
// statements that are too odd to tell.
std::optional<PythonAssignment> first_assignment(std::string_view source, std::string_view name);

// The module's docstring; nothing when it has none, or one that cannot be read with certainty.
std::optional<std::string> docstring_of(std::string_view source);

}  // namespace pexpack
