// Python source read without a Python: tokens are pieces of it in their order, a text that is
// written as a literal is read back, and what is assigned is also defined.
#include "pexpack/project/python_source.hpp"

#include <algorithm>
#include <array>

#include "fuzz/laws.hpp"
#include "handed_over.hpp"
#include "python_literal.hpp"

namespace pexpack {

namespace {

void examine_tokens(std::string_view input) {
    const char* end = input.data();
    for (const PythonLine& line : python_lines(input)) {
        require(!line.tokens.empty(), "a line has tokens", input);
        for (const PythonToken& token : line.tokens) {
            require(!token.text.empty() && token.text.data() >= end &&
                        token.text.data() + token.text.size() <= input.data() + input.size(),
                    "tokens are pieces of the source in their order", input);
            end = token.text.data() + token.text.size();
        }
    }
}

// As repr() would, but for letters that it would show.
std::string as_literal(std::string_view text) {
    constexpr std::array<std::string_view, 16> kDigits = {"0", "1", "2", "3", "4", "5", "6", "7",
                                                          "8", "9", "a", "b", "c", "d", "e", "f"};
    std::string literal = "'";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\'' || c == '\\') {
            literal += '\\';
            literal += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            literal.append("\\x").append(kDigits[byte >> 4U]).append(kDigits[byte & 15U]);
        } else {
            literal += c;
        }
    }
    return literal + "'";
}

void examine_literal(std::string_view input) {
    const std::string literal = as_literal(input);
    const auto lines = python_lines(literal);
    require(lines.size() == 1 && lines[0].tokens.size() == 1, "a literal is one token", input);
    require(literal_text(literal) == input, "the literal of a text is that text", input);
    const std::string source = "NAME = " + literal + "\n";
    require(docstring_of(literal + "\n").value_or(std::string(input)) == input,
            "a docstring is that text or left alone", input);
    const auto assigned = first_assignment(source, "NAME");
    require(assigned && assigned->value && std::get<std::string>(assigned->value->value) == input,
            "its value is that text", input);
}

// Two readers of one module must not disagree.
void examine_assignments(std::string_view input) {
    const DefinedNames defined = defined_names(input);
    require(std::ranges::is_sorted(defined.names), "names are sorted", input);
    if (defined.is_open) return;
    for (const PythonLine& line : python_lines(input)) {
        const std::string_view name = line.tokens.front().text;
        if (line.tokens.front().kind != PythonToken::Kind::kName) continue;
        try {
            if (!first_assignment(input, name)) continue;
            require(std::ranges::binary_search(defined.names, name, std::less<>()),
                    "what is assigned is defined", input);
        } catch (const HandedOver& reason) {
            require(!reason.why.empty(), "what is left to Python has a reason", input);
        }
    }
}

}  // namespace

void examine(std::string_view input) {
    examine_tokens(input);
    examine_assignments(input);
    // A name of a character, `\N{…}`, is left alone; text of a file is UTF-8 when it comes here.
    if (is_utf8(input)) examine_literal(input);
}

}  // namespace pexpack

PEXPACK_FUZZ_TARGET()
