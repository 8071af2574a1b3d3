#include "pexpack/cli/inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <sstream>

#include "pexpack/project/is_project.hpp"
#include "pexpack/project/script_metadata.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/file_url.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

const SourceLocation kCommandLine{.file = "the command line", .line = 0, .column = 0};

class Gathering {
  public:
    Gathering(Inputs& inputs, const std::vector<TargetChoice>& targets)
        : inputs_(inputs), targets_(targets) {}

    void add(RequirementLine line) {
        note_hashes(line);
        if (!line.config_settings.empty()) {
            inputs_.warnings.push_back(
                fmt::format("{}: `--config-settings` has no effect", line.where.to_string()));
        }
        if (!may_hold_anywhere(line)) {
            add_without_file(std::move(line));
            return;
        }
        switch (line.kind) {
            case RequirementLine::Kind::kNamed:
                add_named(std::move(line));
                return;
            case RequirementLine::Kind::kPath:
                add_path(std::move(line));
                return;
            case RequirementLine::Kind::kUrl:
                add_url(std::move(line));
                return;
        }
    }

    void add_constraint(RequirementLine line) {
        note_hashes(line);
        if (line.kind != RequirementLine::Kind::kNamed) {
            throw Error(ErrorKind::kBadInput,
                        fmt::format("the constraint `{}` is not a name with versions",
                                    printable(line.text)))
                .at(line.where)
                .hint("a constraint limits the versions of a package: `name<2`");
        }
        if (!line.requirement->extras.empty()) {
            throw Error(ErrorKind::kBadInput,
                        fmt::format("the constraint `{}` has extras", line.text))
                .at(line.where)
                .hint("leave the extras out here and ask for them in the requirements");
        }
        if (!may_hold_anywhere(line)) line.requirement->url.clear();
        if (!line.requirement->url.empty()) add_named_file(line);
        inputs_.request.constraints.push_back(
            {std::move(*line.requirement), std::move(line.where), std::move(line.included_from)});
    }

  private:
    static const std::optional<Marker>& marker_of(const RequirementLine& line) {
        return line.requirement ? line.requirement->marker : line.marker;
    }

    bool may_hold_anywhere(const RequirementLine& line) const {
        return std::ranges::any_of(targets_, [&](const TargetChoice& choice) {
            return may_hold(marker_of(line), choice.target);
        });
    }

    // The file may not even be there, so nobody looks. The name still tells that another Python,
    // where the marker holds, cannot run what is packed.
    void add_without_file(RequirementLine line) {
        if (line.requirement) {
            line.requirement->url.clear();
            add_named(std::move(line));
        } else if (line.implied) {
            const PackageName name = line.implied->name;
            add_nameless(name, std::move(line));
        }
    }

    void note_hashes(const RequirementLine& line) {
        const auto& named = line.requirement ? line.requirement : line.implied;
        const auto& marker = marker_of(line);
        if (named && !line.link_hash.empty())
            inputs_.hashes.push_back({named->name, {ascii_lower(line.link_hash)}, marker});
        if (line.hashes.empty()) return;
        inputs_.hash_checking = true;
        if (named) inputs_.hashes.push_back({named->name, line.hashes, marker});
    }

    void add_named(RequirementLine line) {
        const std::string& url = line.requirement->url;
        const auto path = url.empty() ? std::nullopt : path_of_file_url(url);
        if (path && is_directory(*path)) {
            line.location = *path;
            line.extras = line.requirement->extras;
            line.marker = line.requirement->marker;
            add_folder(std::move(line));
            return;
        }
        if (!url.empty()) add_named_file(line);
        inputs_.request.requirements.push_back(
            {std::move(*line.requirement), std::move(line.where), std::move(line.included_from)});
    }

    // The wheel of `name @ file:///….whl#sha256=…`, or the sdist.
    void add_named_file(const RequirementLine& line) {
        const Requirement& requirement = *line.requirement;
        const auto path = path_of_file_url(requirement.url);
        if (!path) throw network_error(line);
        const PackageName name = direct_file(*path, line, requirement.marker);
        if (name != requirement.name) {
            throw Error(ErrorKind::kBadInput,
                        fmt::format("`{}` is {} of `{}`, not of `{}`", *path,
                                    path->ends_with(".whl") ? "a wheel" : "an sdist",
                                    name.to_string(), requirement.name.to_string()))
                .at(line.where);
        }
    }

    void add_path(RequirementLine line) {
        if (is_directory(line.location)) {
            add_folder(std::move(line));
        } else {
            const PackageName name = direct_file(line.location, line, line.marker);
            add_nameless(name, std::move(line));
        }
    }

    void add_folder(RequirementLine line) {
        if (is_project(line.location)) {
            auto name = line.requirement ? std::optional(line.requirement->name) : std::nullopt;
            inputs_.projects.push_back({.folder = std::move(line.location),
                                        .name = std::move(name),
                                        .extras = std::move(line.extras),
                                        .marker = std::move(line.marker),
                                        .where = std::move(line.where)});
        } else {
            throw Error(ErrorKind::kBadInput,
                        fmt::format("`{}` has no pyproject.toml, setup.py or setup.cfg",
                                    printable(line.location)))
                .at(line.where)
                .hint("name a folder of plain sources on the command line, or with `-D DIR`");
        }
    }

    void add_url(RequirementLine line) {
        const auto path = path_of_file_url(line.location);
        if (!path) throw network_error(line);
        line.location = *path;
        add_path(std::move(line));
    }

    // A line that names no package, of which the package is known.
    void add_nameless(const PackageName& name, RequirementLine line) {
        inputs_.request.requirements.push_back(requirement_for(
            name, std::move(line.extras), std::move(line.marker), std::move(line.where)));
        inputs_.request.requirements.back().included_from = std::move(line.included_from);
    }

    WheelFilename direct_wheel(const std::string& path, const RequirementLine& line,
                               const std::optional<Marker>& marker) {
        if (!is_regular_file(path)) throw exists(path) ? no_file(line) : missing(line);
        auto filename = WheelFilename::parse(base_name(path));
        if (!filename) {
            throw Error(ErrorKind::kBadInput,
                        fmt::format("`{}` is no valid name of a wheel", printable(path)))
                .at(line.where)
                .because(filename.error().message);
        }
        inputs_.direct_files.push_back({{.filename = *filename, .path = path}, marker, line.where});
        return std::move(filename).value();
    }

    PackageName direct_sdist(const std::string& path, const RequirementLine& line,
                             const std::optional<Marker>& marker) {
        if (!is_regular_file(path)) throw missing(line);
        const auto filename = SdistFilename::parse(base_name(path));
        if (!filename) {
            throw Error(ErrorKind::kBadInput,
                        fmt::format("`{}` is neither a folder nor the name of a wheel or an sdist",
                                    printable(path)))
                .at(line.where)
                .because(filename.error().message)
                .hint("an sdist is called `NAME-VERSION.tar.gz`; or unpack it and name the folder");
        }
        inputs_.direct_files.push_back({Candidate::of_sdist(*filename, path), marker, line.where});
        return filename->name;
    }

    PackageName direct_file(const std::string& path, const RequirementLine& line,
                            const std::optional<Marker>& marker) {
        if (path.ends_with(".whl")) return direct_wheel(path, line, marker).name;
        return direct_sdist(path, line, marker);
    }

    static Error missing(const RequirementLine& line) {
        return Error(ErrorKind::kBadInput, fmt::format("`{}` does not exist", printable(line.text)))
            .at(line.where);
    }

    static Error no_file(const RequirementLine& line) {
        return Error(ErrorKind::kBadInput,
                     fmt::format("`{}` is not a regular file", printable(line.text)))
            .at(line.where);
    }

    static Error network_error(const RequirementLine& line) {
        return Error(ErrorKind::kBadInput,
                     fmt::format("`{}` is on the network, and pexpack reads files only", line.text))
            .at(line.where)
            .hint("download the wheel into the wheelhouse and ask for it by name");
    }

    Inputs& inputs_;
    const std::vector<TargetChoice>& targets_;
};

// Separated by any white space, as pip reads its variables.
std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream(text);
    return {std::istream_iterator<std::string>(stream), {}};
}

// `.`, `..` and what has a slash in it can name a folder; a bare word is a requirement, whatever
// lies here.
bool is_plain_folder(const std::string& input) {
    const bool may_be_path = input == "." || input == ".." || input.find('/') != std::string::npos;
    return may_be_path && !input.ends_with(".whl") && is_directory(input) && !is_project(input);
}

Requirement plain_requirement(RequirementLine line) {
    if (line.kind == RequirementLine::Kind::kNamed && line.requirement->url.empty())
        return std::move(*line.requirement);
    throw Error(ErrorKind::kBadInput,
                fmt::format("the override `{}` is not a name with versions", line.text))
        .at(line.where)
        .hint("an override replaces what others ask for: `--override 'urllib3<2'`");
}

// "psycopg2=psycopg2-binary>=2.9": the part before the `=`, when it is not part of an operator.
std::optional<PackageName> replaced_name(std::string_view text) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos || text.substr(equals).starts_with("==")) return {};
    return PackageName::parse(trim_blanks(text.substr(0, equals))).optional();
}

Adjustments read_adjustments(const BuildOptions& options, const RequirementsSource& source) {
    Adjustments adjustments;
    adjustments.transitive = !options.no_transitive;
    const auto add = [&](RequirementLine line) {
        Requirement requirement = plain_requirement(std::move(line));
        adjustments.overrides.insert_or_assign(requirement.name, requirement);
    };
    for (const std::string& text : options.overrides) {
        if (is_regular_file(text)) {
            for (RequirementLine& line : read_requirements(text, false, source).requirements)
                add(std::move(line));
        } else if (text.find('/') != std::string::npos || text.ends_with(".txt")) {
            throw Error(ErrorKind::kUsage,
                        fmt::format("the file of overrides `{}` does not exist", printable(text)));
        } else if (const auto name = replaced_name(text)) {
            const std::string instead = text.substr(text.find('=') + 1);
            adjustments.overrides.insert_or_assign(
                *name,
                plain_requirement(parse_requirement_argument(instead, kCommandLine, source)));
        } else {
            add(parse_requirement_argument(text, kCommandLine, source));
        }
    }
    for (const std::string& text : options.excluded) {
        const auto name = PackageName::parse(text);
        if (!name) {
            throw Error(ErrorKind::kUsage, fmt::format("`--exclude {}` names no package", text))
                .because(name.error().message)
                .hint("give the name alone: `--exclude pyspark`");
        }
        adjustments.excluded.insert(*name);
    }
    return adjustments;
}

void refuse_other_pythons(const std::string& program, const ScriptMetadata& script,
                          const std::vector<TargetChoice>& targets) {
    for (const TargetChoice& choice : targets) {
        if (!script.requires_python || admits_python(*script.requires_python, choice.target))
            continue;
        throw Error(ErrorKind::kNoResolution,
                    fmt::format("`{}` needs Python {}, the target is {}", program,
                                script.requires_python->to_string(), choice.target.description))
            .at({.file = program, .line = script.line, .column = 0})
            .hint("name a target that has it, with `--platform` or `--python`");
    }
}

void adjust_roots(Inputs& inputs) {
    std::vector<RootRequirement> kept;
    for (RootRequirement& root : inputs.request.requirements) {
        const PackageName& name = root.requirement.name;
        if (inputs.adjustments.overrides.contains(name) ||
            inputs.adjustments.excluded.contains(name))
            inputs.adjusted_roots.insert(name);
        auto requirement = adjusted(root.requirement, inputs.adjustments);
        if (requirement) {
            root.requirement = std::move(*requirement);
            kept.push_back(std::move(root));
        } else {
            inputs.warnings.push_back(fmt::format("{} asks for `{}`, which is excluded",
                                                  root.where.to_string(),
                                                  root.requirement.name.to_string()));
        }
    }
    inputs.request.requirements = std::move(kept);
}

}  // namespace

RootRequirement requirement_for(const PackageName& name, std::vector<std::string> extras,
                                std::optional<Marker> marker, SourceLocation where) {
    return {Requirement{.name = name,
                        .name_as_written = name.to_string(),
                        .extras = std::move(extras),
                        .specifiers = {},
                        .url = {},
                        .marker = std::move(marker)},
            std::move(where)};
}

Inputs gather_inputs(const BuildOptions& options, RequirementsSource source,
                     const std::vector<TargetChoice>& targets) {
    Inputs inputs;
    for (const FormatOption& format : options.formats)
        (format.only_binary ? add_only_binary : add_no_binary)(format.names, inputs.index);
    Gathering gathering(inputs, targets);
    for (const std::string& input : options.inputs) {
        if (is_plain_folder(input)) {
            inputs.source_trees.push_back(input);
        } else {
            gathering.add(parse_requirement_argument(input, kCommandLine, source));
        }
    }
    const auto read = [&](const std::string& path, bool as_constraints) {
        RequirementsFile file =
            read_requirements(path, as_constraints, source, std::move(inputs.index));
        for (RequirementLine& line : file.requirements) gathering.add(std::move(line));
        for (RequirementLine& line : file.constraints) gathering.add_constraint(std::move(line));
        inputs.index = std::move(file.options);
    };
    source.read = [&, original = source.read](const std::string& path) {
        inputs.files_read.push_back(path_of_file_url(path).value_or(path));
        return original(path);
    };
    for (const std::string& path : options.requirement_files) read(path, false);
    for (const std::string& path : options.constraint_files) read(path, true);
    for (const std::string& folder : options.source_folders) {
        if (!is_directory(folder)) {
            throw Error(ErrorKind::kBadInput,
                        fmt::format("the folder of sources `{}` does not exist", folder));
        }
        inputs.source_trees.push_back(folder);
    }
    if (!options.program.empty()) {
        const ScriptMetadata script = read_script_metadata(options.program);
        inputs.program_python = script.requires_python;
        for (const std::string& text : script.dependencies) {
            gathering.add(parse_requirement_argument(
                text, {.file = options.program, .line = script.line, .column = 0}, source));
        }
        refuse_other_pythons(options.program, script, targets);
    }
    inputs.adjustments = read_adjustments(options, source);
    adjust_roots(inputs);
    inputs.request.allow_prereleases = options.pre || inputs.index.pre;
    inputs.hash_checking =
        inputs.hash_checking || options.require_hashes || inputs.index.require_hashes;
    return inputs;
}

WheelhouseChoice choose_wheelhouses(const BuildOptions& options, const IndexOptions& index,
                                    const RequirementsSource& source) {
    WheelhouseChoice choice;
    std::vector<std::string> reasons;
    const auto add = [&](const std::string& location, const std::string& reason) {
        auto& locations = choice.locations;
        if (std::ranges::find(locations, location) != locations.end()) return;
        locations.push_back(location);
        if (reasons.empty() || reasons.back() != reason) reasons.push_back(reason);
    };
    // What belongs to the machine, or was written for pip, may well name what is not here.
    const auto add_if_usable = [&](const std::string& named, const std::string& reason) {
        const std::string location = path_of_file_url(named).value_or(named);
        if (location.find("://") != std::string::npos) {
            choice.warnings.push_back(
                fmt::format("`{}`, {}, is on the network and not used", named, reason));
        } else if (!exists(location)) {
            choice.warnings.push_back(fmt::format("`{}`, {}, does not exist", named, reason));
        } else {
            add(location, reason);
        }
    };
    for (const std::string& location : options.find_links)
        add(path_of_file_url(location).value_or(location), "named with -f");
    if (options.find_links.empty()) {
        for (const std::string& word : words_of(source.variable("PIP_FIND_LINKS").value_or("")))
            add_if_usable(word, "from PIP_FIND_LINKS");
    }
    for (const std::string& location : index.find_links)
        add_if_usable(location, "named in the requirements");
    if (options.find_links.empty() && index.find_links.empty()) {
        for (const char* folder : {"./wheelhouse", "./build/wheelhouse"}) {
            if (is_directory(folder)) add(folder, "found here");
        }
    }
    choice.reason = join(reasons, ", ");
    return choice;
}

}  // namespace pexpack
