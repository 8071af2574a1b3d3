#include "words.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <vector>

#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
        for (const std::string& name : option->get_snames()) names.push_back("-" + name);
    }
    return names;
}

std::string where_to_read_on(const CLI::App& app) {
    return fmt::format("`{} --help` lists the options", app.get_name());
}

Error usage_error(const CLI::App& app, std::string message) {
    return Error(ErrorKind::kUsage, std::move(message)).hint(where_to_read_on(app));
}

// `--platform "$UNSET"` is a mistake, never "as if it were not there".
void refuse_empty_values(const CLI::App& app) {
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& value : option->results()) {
            if (value.empty())
                throw usage_error(app, fmt::format("`{}` has an empty value", option->get_name()));
        }
    }
}

// Of an app that takes one word, or none.
Error one_too_many(const CLI::App& app, const std::string& word) {
    const auto positionals =
        app.get_options([](const CLI::Option* option) { return option->get_positional(); });
    if (positionals.empty()) {
        return usage_error(
            app, fmt::format("`{}` takes options only, not `{}`", app.get_name(), printable(word)));
    }
    return usage_error(app, fmt::format("`{}` takes one {}: `{}` is one too many", app.get_name(),
                                        positionals.front()->get_name(), printable(word)));
}

// CLI11 reports what it could not place as one list, words and options in their order.
void refuse_the_rest(const CLI::App& app) {
    for (const std::string& argument : app.remaining()) {
        if (argument == "--") continue;
        if (!argument.starts_with('-')) throw one_too_many(app, argument);
        const std::string name = argument.substr(0, argument.find('='));
        // Any two single letters are near each other.
        const bool is_letter = name.size() <= std::string_view("-x").size();
        const std::string near = is_letter ? "" : nearest_word(name, option_names(app));
        const std::string suggestion =
            near.empty() ? std::string() : fmt::format("did you mean `{}`? ", near);
        throw Error(ErrorKind::kUsage, fmt::format("unknown option `{}`", printable(name)))
            .hint(suggestion + where_to_read_on(app));
    }
}

}  // namespace

void add_output_options(CLI::App& app, OutputOptions& options) {
    app.add_flag("--json", options.json, "as JSON");
    app.add_flag("-q,--quiet", options.quiet, "say nothing but errors");
}

std::optional<std::string> parse_words(CLI::App& app, int argc, const char* const* argv) {
    app.set_help_flag("-h,--help", "print this and end");
    app.allow_extras();
    app.get_formatter()->column_width(36);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return app.help();
    } catch (const CLI::ArgumentMismatch& error) {
        // "--output: 1 required FILE missing", "--platform: At most 1 required but received 2"
        const std::string text = error.what();
        const bool repeated = text.find("received") != std::string::npos;
        throw usage_error(app, fmt::format("`{}` {}", text.substr(0, text.find(':')),
                                           repeated ? "is given more than once" : "needs a value"));
    } catch (const CLI::RequiredError& error) {
        const std::string text = error.what();  // "WHEEL is required"
        throw usage_error(
            app, fmt::format("`{}` needs a {}", app.get_name(), text.substr(0, text.find(' '))));
    } catch (const CLI::ConversionError& error) {
        // "Could not convert: --older-than = x"
        const std::string text = error.what();
        const auto option = text.find("--");
        const auto value = text.rfind(" = ");
        if (option == std::string::npos || value == std::string::npos)
            throw usage_error(app, error.what());
        throw usage_error(app, fmt::format("`{} {}` is not a number that may stand there",
                                           text.substr(option, value - option),
                                           printable(text.substr(value + 3))));
    } catch (const CLI::ParseError& error) {
        throw usage_error(app, error.what());
    }
    refuse_the_rest(app);
    refuse_empty_values(app);
    return std::nullopt;
}

}  // namespace pexpack
