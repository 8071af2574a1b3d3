#include "pexpack/pex/pex_contents.hpp"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "pexpack/support/error.hpp"
#include "pexpack/support/hash.hpp"

namespace pexpack {

namespace {

using Json = nlohmann::json;

constexpr std::string_view kDependencies = ".deps/";
constexpr std::uint64_t kLargestInfo = std::uint64_t{64} << 20;

std::string text_of(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<std::string> texts_of(const Json& json, const char* key) {
    std::vector<std::string> texts;
    const auto found = json.find(key);
    if (found == json.end() || !found->is_array()) return texts;
    for (const Json& each : *found) {
        if (each.is_string()) texts.push_back(each.get<std::string>());
    }
    return texts;
}

Json parsed(const OpenedPex& pex, const std::string& text) {
    constexpr int kDeepest = 64;
    // nlohmann/json parses without recursion, but prints with it.
    bool is_too_deep = false;
    const auto keep = [&](int depth, Json::parse_event_t /*event*/, const Json& /*value*/) {
        is_too_deep = is_too_deep || depth > kDeepest;
        return !is_too_deep;
    };
    Json json = Json::parse(text, keep, false);
    if (json.is_object() && !is_too_deep) return json;
    throw Error(ErrorKind::kBadInput,
                fmt::format("the PEX-INFO of `{}` is no JSON object", pex.path()));
}

Error bad_table(const std::string& path) {
    return Error(
        ErrorKind::kBadInput,
        fmt::format("the PEX-INFO of `{}` has a table of targets that cannot be read", path));
}

// The wheels stand there by their places among the sorted names of the distributions.
std::vector<TargetRow> table_of(const Json& ours, const Json& distributions,
                                const std::string& path) {
    std::vector<TargetRow> table;
    const auto rows = ours.find("targets");
    if (rows == ours.end()) return table;
    if (!distributions.is_object()) throw bad_table(path).because("no wheels are listed");
    std::vector<std::string> names;
    for (const auto& [name, hash] : distributions.items()) names.push_back(name);
    for (const Json& row : *rows) {
        const auto wheels = row.find("wheels");
        if (wheels == row.end() || !wheels->is_array()) throw bad_table(path);
        std::vector<std::string> chosen;
        for (const Json& place : *wheels) {
            const bool is_known =
                place.is_number_unsigned() && place.get<std::size_t>() < names.size();
            if (!is_known) throw bad_table(path).because("it names a wheel that is not listed");
            chosen.push_back(names[place.get<std::size_t>()]);
        }
        table.push_back({texts_of(row, "pythons"), text_of(row, "platform"), text_of(row, "libc"),
                         std::move(chosen)});
    }
    return table;
}

void take_info(Json json, const std::string& path, PexContents& contents) {
    const Json properties = json.value("build_properties", Json::object());
    contents.pexpack_version = text_of(properties, "pexpack_version");
    contents.pex_version = text_of(properties, "pex_version");
    if (const auto ours = properties.find("pexpack"); ours != properties.end()) {
        contents.pythons = texts_of(*ours, "pythons");
        contents.target = text_of(*ours, "target");
        contents.targets = table_of(*ours, json.value("distributions", Json::object()), path);
    }
    contents.pex_hash = text_of(json, "pex_hash");
    contents.code_hash = text_of(json, "code_hash");
    contents.bootstrap_hash = text_of(json, "bootstrap_hash");
    contents.entry_point = text_of(json, "entry_point");
    contents.script = text_of(json, "script");
    contents.requirements = texts_of(json, "requirements");
    contents.interpreter_constraints = texts_of(json, "interpreter_constraints");
    json["pex_hash"] = "";
    contents.info_hash = sha256_hex(json.dump(-1, ' ', false, Json::error_handler_t::replace));
    for (const char* known :
         {"pex_hash", "code_hash", "bootstrap_hash", "entry_point", "script", "requirements",
          "interpreter_constraints", "distributions", "deps_are_wheel_files", "build_properties"})
        json.erase(known);
    for (const auto& [key, value] : json.items())
        contents.other[key] = value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool is_runtime(const OpenedPex& pex, std::string_view name) {
    if (name.starts_with(".bootstrap/") || name == ".bootstrap" || name == "__main__.py" ||
        name == "PEX-INFO" || name == "__pex__/__init__.py")
        return true;
    return pex.is_folder() && name == "pex";
}

void add_to_wheels(const PexFile& file, bool are_wheels, std::map<std::string, PexWheel>& wheels) {
    const std::string_view rest = std::string_view(file.name).substr(kDependencies.size());
    const auto slash = rest.find('/');
    const std::string name(rest.substr(0, slash));
    PexWheel& wheel = wheels[name];
    wheel.filename = name;
    wheel.size += file.size;
    wheel.files.push_back(&file);
    if (slash != std::string_view::npos) {
        wheel.form = PexWheelForm::kInstalledFolder;
    } else {
        wheel.form = are_wheels ? PexWheelForm::kWheel : PexWheelForm::kInstalledZip;
    }
}

}  // namespace

PexContents contents_of(const OpenedPex& pex) {
    PexContents contents;
    contents.info_text = pex.read(*pex.find("PEX-INFO"), kLargestInfo);
    const Json json = parsed(pex, contents.info_text);
    take_info(json, pex.path(), contents);
    const Json flag = json.value("deps_are_wheel_files", Json());
    const bool are_wheels = flag.is_boolean() && flag.get<bool>();
    std::map<std::string, PexWheel> wheels;
    for (const PexFile& file : pex.files()) {
        if (file.name.starts_with(kDependencies)) {
            add_to_wheels(file, are_wheels, wheels);
        } else if (is_runtime(pex, file.name)) {
            contents.runtime.push_back(&file);
        } else {
            contents.code.push_back(&file);
        }
    }
    const Json declared = json.value("distributions", Json::object());
    if (declared.is_object()) {
        for (const auto& [name, hash] : declared.items()) {
            const auto found = wheels.find(name);
            if (found == wheels.end()) {
                contents.missing.push_back(name);
            } else if (hash.is_string()) {
                found->second.declared_sha256 = hash.get<std::string>();
            }
        }
    }
    for (auto& [name, wheel] : wheels) contents.wheels.push_back(std::move(wheel));
    return contents;
}

}  // namespace pexpack
