#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "json_text.hpp"
#include "pexpack/cli/pex_commands.hpp"
#include "pexpack/pex/pex_contents.hpp"
#include "pexpack/spec/wheel_filename.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/text.hpp"
#include "words.hpp"

namespace pexpack {

namespace {

// What is compared: a thing's kind and name, and what it is.
struct Change {
    std::string kind;  // "wheel", "code", "start", "pex-info"
    std::string name;
    std::string before;  // "" when it was not there
    std::string after;   // "" when it is no more
};
using Values = std::map<std::string, std::string>;

// By package; the same file name with another hash is a change, too.
Values wheels_of(const PexContents& contents) {
    Values wheels;
    for (const PexWheel& wheel : contents.wheels) {
        const auto filename = WheelFilename::parse(wheel.filename);
        std::string& value = wheels[filename ? filename->name.to_string() : wheel.filename];
        if (!value.empty()) value += " + ";
        value += fmt::format("{} {}", wheel.filename, wheel.declared_sha256.substr(0, 12));
    }
    return wheels;
}

Values code_of(const OpenedPex& pex, const PexContents& contents) {
    Values code;
    for (const PexFile* file : contents.code) {
        constexpr std::size_t kShown = 12;
        code[file->name] =
            fmt::format("{} bytes, sha256 {}{}", file->size, pex.sha256(*file).substr(0, kShown),
                        file->executable ? ", executable" : "");
    }
    return code;
}

// What the system starts it with; "" of a folder.
Values first_line_of(const OpenedPex& pex) {
    constexpr std::size_t kLongest = 512;
    if (pex.is_folder()) return {};
    std::array<std::byte, kLongest> bytes{};
    const std::size_t count = ReadableFile::open(pex.path()).read_some(bytes, 0);
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), count);
    return {{"first line", std::string(text.substr(0, text.find('\n')))}};
}

Values info_of(const PexContents& contents) {
    Values info = contents.other;
    info["entry_point"] = contents.entry_point;
    info["script"] = contents.script;
    info["requirements"] = join(contents.requirements, ", ");
    info["interpreter_constraints"] = join(contents.interpreter_constraints, ", ");
    info["target"] = contents.target;
    std::vector<std::string> targets;
    for (const TargetRow& row : contents.targets) targets.push_back(in_words(row));
    info["targets"] = join(targets, ", ");
    info["bootstrap_hash"] = contents.bootstrap_hash;
    info["pexpack_version"] = contents.pexpack_version;
    info["pex_version"] = contents.pex_version;
    return info;
}

void compare(const std::string& kind, const Values& before, const Values& after,
             std::vector<Change>& changes) {
    std::map<std::string, std::pair<std::string, std::string>> both;
    for (const auto& [name, value] : before) both[name].first = value;
    for (const auto& [name, value] : after) both[name].second = value;
    for (const auto& [name, values] : both) {
        if (values.first != values.second)
            changes.push_back({kind, name, values.first, values.second});
    }
}

std::string as_json(const std::vector<Change>& changes) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Change& change : changes) {
        list.push_back({{"kind", change.kind},
                        {"name", change.name},
                        {"before", change.before},
                        {"after", change.after}});
    }
    const nlohmann::ordered_json json = {{"same", changes.empty()}, {"changes", list}};
    return json_text(json);
}

void print(const std::vector<Change>& changes, std::ostream& out) {
    for (const Change& change : changes) {
        const std::string what = fmt::format("{} {}", change.kind, printable(change.name));
        if (change.before.empty()) {
            out << fmt::format("+ {}: {}\n", what, printable(change.after));
        } else if (change.after.empty()) {
            out << fmt::format("- {}: {}\n", what, printable(change.before));
        } else {
            out << fmt::format("~ {}: {} -> {}\n", what, printable(change.before),
                               printable(change.after));
        }
    }
}

}  // namespace

int run_diff_command(int argc, const char* const* argv, std::ostream& out) {
    constexpr int kTheyDiffer = 4;
    CLI::App app("Says what is different in two pex files: wheels, code, PEX-INFO.",
                 "pexpack diff");
    std::string before;
    std::string after;
    OutputOptions output;
    app.add_option("A", before, "a pex of pexpack's or pex's")->type_name("")->required();
    app.add_option("B", after, "another")->type_name("")->required();
    add_output_options(app, output);
    if (const auto help = parse_words(app, argc, argv)) {
        out << *help;
        return 0;
    }
    const OpenedPex first(before);
    const OpenedPex second(after);
    const PexContents old_contents = contents_of(first);
    const PexContents new_contents = contents_of(second);
    std::vector<Change> changes;
    compare("wheel", wheels_of(old_contents), wheels_of(new_contents), changes);
    compare("code", code_of(first, old_contents), code_of(second, new_contents), changes);
    compare("start", first_line_of(first), first_line_of(second), changes);
    compare("pex-info", info_of(old_contents), info_of(new_contents), changes);
    if (output.json) {
        out << as_json(changes);
    } else if (!output.quiet) {
        print(changes, out);
    }
    return changes.empty() ? 0 : kTheyDiffer;
}

}  // namespace pexpack
