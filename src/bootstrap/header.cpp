// The template header.sh holds @NAMES@ in capitals; every value that stands for one is quoted for
// sh here, so that the template never quotes and no value can end up as code.
#include "pexpack/bootstrap/header.hpp"

#include <algorithm>
#include <array>

#include "embedded.hpp"
#include "pexpack/support/check.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/sh_word.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {
namespace {

using Values = std::vector<std::pair<std::string_view, std::string>>;

bool is_one_line(std::string_view text) {
    return text.find_first_of(std::string_view("\0\n\r", 3)) == std::string_view::npos;
}

bool is_variable_name(std::string_view name) {
    const auto fits = [](char c) { return is_ascii_alnum(c) || c == '_'; };
    return !name.empty() && !is_ascii_digit(name.front()) && std::ranges::all_of(name, fits);
}

std::vector<std::string> names_to_look_for(const HeaderFacts& facts) {
    if (!facts.python_names.empty()) return facts.python_names;
    std::vector<std::string> names;
    for (const std::string& python : facts.pythons) names.push_back(program_of(python));
    const bool has_pypy = std::ranges::any_of(
        facts.pythons, [](const std::string& python) { return python.starts_with("pypy"); });
    if (has_pypy) names.insert(names.end(), {"pypy3", "pypy"});
    names.insert(names.end(), {"python3", "python"});
    return names;
}

// What the probe in the template may print.
std::string fitting_answers(const HeaderFacts& facts) {
    std::vector<std::string> answers;
    for (const std::string& python : facts.pythons) answers.push_back(sh_quoted(python));
    return join(answers, " | ");
}

// A folder of its own for each kind of machine, where one file takes other wheels on another kind.
std::string machine_commands(const MachineQuestions& questions) {
    std::string folder;
    if (questions.platform) folder += "$(command -p uname -m 2>/dev/null)";
    if (questions.libc) folder += "-$(command -p getconf GNU_LIBC_VERSION 2>/dev/null)";
    return folder.empty() ? folder : "_pp_machine=/" + folder + "\n";
}

// The lines that replace the shell by the application. `_pp_venv` holds its folder.
std::string run_commands(const HeaderFacts& facts) {
    const std::string hide = "_pp_hide_pythonpath ";
    const std::string flags = sh_words(facts.inject_python_args);
    const std::string python = "exec \"$_pp_venv/bin/python\" " + flags;
    const std::string as_python = hide + flags + "\"$@\"\n" + python + "\"$@\"";
    const std::string arguments = sh_words(facts.inject_args) + "\"$@\"";
    std::string entry;
    if (!facts.script.empty()) {
        const std::string program = "\"$_pp_venv/bin\"/" + sh_quoted(facts.script);
        entry = "_pp_prepare_for " + program + "\nexec " + program + " " + arguments;
    } else if (!facts.entry_point.empty()) {
        const std::string launcher = "\"$_pp_venv/bin/pexpack-entry\" ";
        entry = hide + flags + "\n" + python + launcher + sh_quoted(facts.entry_point) + " " +
                arguments;
    } else {
        return as_python;
    }
    // Another word is left to pexpack_command.py, which knows the same ones and complains.
    return "case ${PEX_INTERPRETER:-0} in\n"
           "0 | [Ff][Aa][Ll][Ss][Ee] | [Nn][Oo] | [Oo][Ff][Ff]) " +
           entry +
           " ;;\n"
           "1 | [Tt][Rr][Uu][Ee] | [Yy][Ee][Ss] | [Oo][Nn]) " +
           as_python +
           " ;;\n"
           "esac";
}

// To these some shell or other gives a value by itself, which is not one of the user's.
bool is_of_shells(std::string_view name) {
    constexpr std::array kNames = std::to_array<std::string_view>(
        {"BASH",   "COLUMNS", "HOME",   "HOST",    "HOSTNAME",        "HOSTTYPE",
         "IFS",    "LINENO",  "LINES",  "LOGNAME", "MACHTYPE",        "MAILCHECK",
         "OLDPWD", "OPTERR",  "OPTIND", "OSTYPE",  "POSIXLY_CORRECT", "PS1",
         "PS2",    "PS3",     "PS4",    "PWD",     "SHELL",           "SHLVL",
         "TERM",   "USERNAME"});
    return std::ranges::find(kNames, name) != kNames.end();
}

// The user's own value wins, an empty one included. What the user has set is exported; to look for
// that forks, so it is done only where it has to be.
std::string environment_commands(const HeaderFacts& facts) {
    std::string lines;
    for (const auto& [name, value] : facts.inject_env) {
        PEXPACK_CHECK(is_variable_name(name));
        const std::string assignment = name + "=" + sh_quoted(value);
        if (is_of_shells(name)) {
            lines += "case $_pp_line$(export -p) in *\"${_pp_line}export " + name + "=\"*) ;; *) " +
                     assignment + " ;; esac\n";
        } else {
            lines += "[ \"${" + name + "+x}\" ] || " + assignment + "\n";
        }
        lines += "export " + name + "\n";
    }
    return lines;
}

void check_lines(const HeaderFacts& facts) {
    const auto all_lines = [](const std::vector<std::string>& words) {
        return std::ranges::all_of(words, is_one_line);
    };
    PEXPACK_CHECK(!facts.pex_hash.empty() && std::ranges::all_of(facts.pex_hash, is_ascii_alnum));
    PEXPACK_CHECK(is_one_line(facts.target));
    PEXPACK_CHECK(is_one_line(facts.entry_point) && is_one_line(facts.script));
    PEXPACK_CHECK(is_one_line(facts.inherit_path) && is_one_line(facts.pex_root));
    PEXPACK_CHECK(!facts.pythons.empty() && all_lines(facts.pythons));
    PEXPACK_CHECK(all_lines(facts.python_names));
}

// Left to right in one pass: what a value brings in is never replaced again.
std::string fill_in(std::string_view text, const Values& values) {
    std::string filled;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto fits = [&](const auto& value) {
            return text.substr(at).starts_with(value.first);
        };
        const auto found = text[at] == '@' ? std::ranges::find_if(values, fits) : values.end();
        if (found == values.end()) {
            filled += text[at++];
        } else {
            filled += found->second;
            at += found->first.size();
        }
    }
    return filled;
}

}  // namespace

// pexpack_targets.py names the same programs.
std::string program_of(const std::string& python) {
    return python.starts_with("cpython") ? python.substr(1) : python;
}

std::string render_header(const HeaderFacts& facts) {
    check_lines(facts);
    const std::vector<std::string> names = names_to_look_for(facts);
    const Values values = {
        {"@PEX_HASH@", sh_quoted(facts.pex_hash)},
        {"@PEX_ROOT@", sh_quoted(facts.pex_root)},
        {"@INHERIT_PATH@", sh_quoted(facts.inherit_path)},
        {"@PYTHON_NAMES@", sh_quoted(join(names, ":"))},
        {"@MACHINE@\n", machine_commands(facts.machine)},
        {"@TARGET@", sh_quoted(facts.target)},
        {"@FITTING_ANSWERS@", fitting_answers(facts)},
        {"@ENVIRONMENT@\n", environment_commands(facts)},
        {"@RUN@", run_commands(facts)},
    };
    return fill_in(embedded_header().front().content, values);
}

std::string plain_shebang(std::string_view interpreter) {
    constexpr std::size_t kLongest = 127;  // Linux before 5.1 cuts the rest off
    std::string_view command = trim_blanks(interpreter);
    if (command.starts_with("#!")) command = trim_blanks(command.substr(2));
    const std::string line = "#!" + std::string(command);
    if (!command.starts_with('/') || !is_one_line(command) || line.size() > kLongest) {
        throw Error(ErrorKind::kUsage,
                    "`" + printable(interpreter) + "` cannot stand in a `#!` line")
            .hint("give an absolute path, as `/usr/bin/env python3.11`, of at most 125 bytes");
    }
    return line + "\n";
}

}  // namespace pexpack
