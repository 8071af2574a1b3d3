#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "json_text.hpp"
#include "pexpack/cli/pex_commands.hpp"
#include "pexpack/pex/pex_contents.hpp"
#include "pexpack/support/sizes.hpp"
#include "pexpack/support/text.hpp"
#include "words.hpp"

namespace pexpack {

namespace {

using Json = nlohmann::ordered_json;

std::string made_by(const PexContents& contents) {
    if (!contents.pexpack_version.empty()) return "pexpack " + contents.pexpack_version;
    return contents.pex_version.empty() ? "unknown" : "pex " + contents.pex_version;
}

std::string_view form_text(PexWheelForm form) {
    return form == PexWheelForm::kWheel ? "wheel" : "installed";
}

std::uint64_t size_of(const std::vector<const PexFile*>& files) {
    std::uint64_t total = 0;
    for (const PexFile* file : files) total += file->size;
    return total;
}

std::string runs_text(const PexContents& contents) {
    if (!contents.entry_point.empty()) return contents.entry_point;
    return contents.script.empty() ? "a Python interpreter" : contents.script;
}

std::string target_text(const PexContents& contents) {
    if (!contents.target.empty()) return contents.target;
    const std::string constraints = join(contents.interpreter_constraints, " or ");
    return constraints.empty() ? "whatever its wheels fit" : constraints;
}

Json targets_json(const PexContents& contents) {
    Json targets = Json::array();
    for (const TargetRow& row : contents.targets) {
        targets.push_back({{"pythons", row.pythons},
                           {"platform", row.platform},
                           {"libc", row.libc},
                           {"wheels", row.wheels}});
    }
    return targets;
}

// Which wheels are for whom, without those that are for all.
void print_targets(const std::vector<TargetRow>& targets, std::ostream& out) {
    if (targets.size() < 2) return;
    out << fmt::format("targets:      {}\n", targets.size());
    for (const TargetRow& row : targets) {
        out << fmt::format("  {}: {}\n", printable(in_words(row)),
                           counted(row.wheels.size(), "wheel"));
        for (const std::string& wheel : row.wheels) {
            const bool is_for_all = std::ranges::all_of(targets, [&](const TargetRow& other) {
                return std::ranges::find(other.wheels, wheel) != other.wheels.end();
            });
            if (!is_for_all) out << fmt::format("    {}\n", printable(wheel));
        }
    }
}

std::string as_json(const OpenedPex& pex, const PexContents& contents) {
    Json wheels = Json::array();
    for (const PexWheel& wheel : contents.wheels) {
        wheels.push_back({{"file", wheel.filename},
                          {"size", wheel.size},
                          {"sha256", wheel.declared_sha256},
                          {"form", form_text(wheel.form)}});
    }
    Json code = Json::array();
    for (const PexFile* file : contents.code)
        code.push_back({{"name", file->name}, {"size", file->size}});
    const Json json = {{"path", pex.path()},
                       {"size", pex.size()},
                       {"layout", pex.is_folder() ? "folder" : "file"},
                       {"made_by", made_by(contents)},
                       {"target", target_text(contents)},
                       {"targets", targets_json(contents)},
                       {"interpreter_constraints", contents.interpreter_constraints},
                       {"entry_point", contents.entry_point},
                       {"script", contents.script},
                       {"requirements", contents.requirements},
                       {"wheels", std::move(wheels)},
                       {"missing", contents.missing},
                       {"code", std::move(code)},
                       {"runtime_size", size_of(contents.runtime)},
                       {"pex_hash", contents.pex_hash},
                       {"pex_info", Json::parse(contents.info_text, nullptr, false)}};
    return json_text(json);
}

void print(const OpenedPex& pex, const PexContents& contents, std::ostream& out) {
    out << fmt::format("file:         {} ({})\n", printable(pex.path()), size_text(pex.size()));
    out << fmt::format("made by:      {}\n", printable(made_by(contents)));
    out << fmt::format("for:          {}\n", printable(target_text(contents)));
    out << fmt::format("runs:         {}\n", printable(runs_text(contents)));
    out << fmt::format("requirements: {}\n", printable(join(contents.requirements, ", ")));
    out << fmt::format("wheels:       {}\n", contents.wheels.size());
    for (const PexWheel& wheel : contents.wheels) {
        out << fmt::format("  {} ({}{})\n", printable(wheel.filename), size_text(wheel.size),
                           wheel.form == PexWheelForm::kWheel ? "" : ", unpacked");
    }
    for (const std::string& name : contents.missing)
        out << fmt::format("  {} is listed, but not there\n", printable(name));
    print_targets(contents.targets, out);
    out << fmt::format("code:         {} ({})\n", counted(contents.code.size(), "file"),
                       size_text(size_of(contents.code)));
    for (const PexFile* file : contents.code) {
        out << fmt::format("  {} ({})\n", printable(file->name), size_text(file->size));
    }
    out << fmt::format("runtime:      {}\n", size_text(size_of(contents.runtime)));
}

}  // namespace

int run_inspect_command(int argc, const char* const* argv, std::ostream& out) {
    CLI::App app("Says what is in a pex, for whom it is and what it runs.", "pexpack inspect");
    std::string path;
    OutputOptions output;
    app.add_option("PEX", path, "a pex of pexpack's or pex's: a file or a folder")
        ->type_name("")
        ->required();
    add_output_options(app, output);
    if (const auto help = parse_words(app, argc, argv)) {
        out << *help;
        return 0;
    }
    const OpenedPex pex(path);
    const PexContents contents = contents_of(pex);
    if (output.json) {
        out << as_json(pex, contents);
    } else if (!output.quiet) {
        print(pex, contents, out);
    }
    return 0;
}

}  // namespace pexpack
