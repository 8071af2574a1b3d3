#include "start_options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"
#include "shell_words.hpp"

namespace pexpack {

namespace {

bool is_variable_name(std::string_view name) {
    return !name.empty() && !is_ascii_digit(name.front()) &&
           std::ranges::all_of(name, [](char c) { return is_ascii_alnum(c) || c == '_'; });
}

void add_variable(const std::string& text, StartSettings& start) {
    const std::size_t equals = text.find('=');
    const std::string name = text.substr(0, equals);
    if (equals == std::string::npos || !is_variable_name(name)) {
        throw Error(ErrorKind::kUsage,
                    fmt::format("`--inject-env {}` is not NAME=VALUE", printable(text)))
            .hint("a name has letters, digits and `_`: `--inject-env TZ=UTC`");
    }
    const auto same = [&](const auto& variable) { return variable.first == name; };
    std::erase_if(start.inject_env, same);  // the last one counts
    start.inject_env.emplace_back(name, text.substr(equals + 1));
}

void add_words(const char* option, const std::string& text, std::vector<std::string>& words) {
    const auto read = shell_words(text);
    if (!read) {
        throw Error(ErrorKind::kUsage, fmt::format("`{} {}` cannot be read: {}", option,
                                                   printable(text), read.error().message));
    }
    words.insert(words.end(), read->begin(), read->end());
}

// Calls `take` for each value, in their order.
template <typename Take>
CLI::Option* add_repeatable(CLI::App& app, const char* name, const char* what, Take take) {
    return app
        .add_option_function<std::vector<std::string>>(
            name,
            [take](const std::vector<std::string>& values) { std::ranges::for_each(values, take); },
            what)
        ->allow_extra_args(false);
}

void refuse_line_ends(std::string_view option, std::string_view text) {
    if (text.find_first_of("\n\r") == std::string_view::npos) return;
    throw Error(ErrorKind::kUsage,
                fmt::format("`{}` has a line end in `{}`", option, printable(text)))
        .hint("set such a value when the file is run");
}

}  // namespace

void add_start_options(CLI::App& app, BuildOptions& options) {
    const std::string group = "How it starts";
    StartSettings& start = options.start;
    app.add_option("--python-shebang", options.python_shebang,
                   "start the file by this line (`/usr/bin/env python3`)\ninstead of the sh header")
        ->type_name("LINE")
        ->group(group);
    app.add_flag("--sh-boot,!--no-sh-boot", options.sh_boot,
                 "start it by an sh header, which is the default, or by\n"
                 "`#!/usr/bin/env pythonX.Y`")
        ->group(group);
    app.add_flag("--inherit-path{prefer}", start.inherit_path,
                 "let packages of the machine in: =prefer before ours,\n"
                 "=fallback behind them, =pythonpath those of PYTHONPATH\nalone, =false none")
        ->group(group);
    add_repeatable(app, "--inject-env", "set a variable that is not set; repeatable",
                   [&start](const std::string& text) { add_variable(text, start); })
        ->type_name("NAME=VALUE")
        ->group(group);
    add_repeatable(
        app, "--inject-args", "arguments for what it runs, before the user's",
        [&start](const std::string& text) { add_words("--inject-args", text, start.inject_args); })
        ->type_name("'ARG ...'")
        ->group(group);
    add_repeatable(app, "--inject-python-args", "flags for Python: `--inject-python-args=-u`",
                   [&start](const std::string& text) {
                       add_words("--inject-python-args", text, start.inject_python_args);
                   })
        ->type_name("'ARG ...'")
        ->group(group);
    app.add_option("--runtime-pex-root", start.pex_root,
                   "where it unpacks itself unless PEX_ROOT is set")
        ->type_name("DIR")
        ->group(group);
    app.add_flag("--strip-pex-env,!--no-strip-pex-env", start.strip_pex_env,
                 "keep variables PEX_... from the application, which is\nthe default, or do not")
        ->group(group);
}

void check_start_options(const BuildOptions& options) {
    const StartSettings& start = options.start;
    const std::vector<std::string> modes = {"false", "prefer", "fallback", "pythonpath"};
    if (std::ranges::find(modes, start.inherit_path) == modes.end()) {
        throw Error(ErrorKind::kUsage,
                    fmt::format("`--inherit-path={}` is none of {}", printable(start.inherit_path),
                                join(modes, ", ")));
    }
    const bool has_entry = !options.entry_point.empty() || !options.script.empty();
    if (!start.inject_args.empty() && !has_entry) {
        throw Error(ErrorKind::kUsage, "`--inject-args` needs a program that takes them")
            .hint("name one with `-m` or `-c`; flags of Python go into `--inject-python-args`");
    }
    for (const auto& [name, value] : start.inject_env) refuse_line_ends("--inject-env", value);
    for (const auto& word : start.inject_args) refuse_line_ends("--inject-args", word);
    for (const auto& word : start.inject_python_args)
        refuse_line_ends("--inject-python-args", word);
    refuse_line_ends("--runtime-pex-root", start.pex_root);
}

}  // namespace pexpack
