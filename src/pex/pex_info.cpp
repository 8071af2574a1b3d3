#include "pexpack/pex/pex_info.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "pexpack/support/check.hpp"
#include "pexpack/support/hash.hpp"

namespace pexpack {

namespace {

using Json = nlohmann::json;

// pex's way of saying it, which knows no difference between the kinds of one minor.
Json interpreter_constraints(const PexInfo& info) {
    Json constraints = Json::array();
    for (const std::string& word : info.pythons) {
        std::string python = python_in_words(word);
        if (python.ends_with('t')) python.pop_back();
        python.replace(python.find(' '), 1, "==");
        const std::string constraint = python + ".*";
        if (std::find(constraints.begin(), constraints.end(), constraint) == constraints.end())
            constraints.push_back(constraint);
    }
    return constraints;
}

// The wheels by their places among the sorted names of the distributions.
Json targets(const PexInfo& info) {
    Json rows = Json::array();
    for (const TargetRow& row : info.targets) {
        Json wheels = Json::array();
        for (const std::string& wheel : row.wheels) {
            const auto found = info.distributions.find(wheel);
            PEXPACK_CHECK(found != info.distributions.end());
            wheels.push_back(std::distance(info.distributions.begin(), found));
        }
        rows.push_back({{"pythons", row.pythons},
                        {"platform", row.platform},
                        {"libc", row.libc},
                        {"wheels", std::move(wheels)}});
    }
    return rows;
}

Json build_properties(const PexInfo& info) {
    return {{"pexpack_version", info.pexpack_version},
            {"pexpack",
             {{"layout", static_cast<int>(info.layout)},
              {"target", info.target},
              {"pythons", info.pythons},
              {"targets", targets(info)},
              {"inherit_path", info.start.inherit_path}}}};
}

// pex knows no mode in which PYTHONPATH alone gets in, and its tools refuse what they do not know.
std::string inherit_path_of_pex(const StartSettings& start) {
    return start.inherit_path == "pythonpath" ? "false" : start.inherit_path;
}

Json inject_env(const StartSettings& start) {
    Json variables = Json::object();
    for (const auto& [name, value] : start.inject_env) variables[name] = value;
    return variables;
}

}  // namespace

std::string to_json(const PexInfo& info) {
    Json json = {
        {"bind_resource_paths", Json::object()},
        {"bootstrap_hash", info.bootstrap_hash},
        {"build_properties", build_properties(info)},
        {"code_hash", info.code_hash},
        {"deps_are_wheel_files", true},
        {"distributions", info.distributions},
        {"emit_warnings", true},
        {"excluded", info.excluded},
        {"ignore_errors", info.ignore_errors},
        {"includes_tools", false},
        {"inherit_path", inherit_path_of_pex(info.start)},
        {"inject_args", info.start.inject_args},
        {"inject_env", inject_env(info.start)},
        {"inject_python_args", info.start.inject_python_args},
        {"interpreter_constraints", interpreter_constraints(info)},
        {"interpreter_selection_strategy", "oldest"},
        {"max_install_jobs", 1},
        {"overridden", info.overridden},
        {"pex_hash", info.pex_hash},
        {"pex_path", ""},
        {"pex_paths", Json::array()},
        {"requirements", info.requirements},
        {"strip_pex_env", info.start.strip_pex_env},
        {"venv", false},
        {"venv_bin_path", "false"},
        {"venv_copies", false},
        {"venv_hermetic_scripts", true},
        {"venv_site_packages_copies", false},
        {"venv_system_site_packages", false},
    };
    if (!info.entry_point.empty()) json["entry_point"] = info.entry_point;
    if (!info.script.empty()) json["script"] = info.script;
    if (!info.start.pex_root.empty()) json["pex_root"] = info.start.pex_root;
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

PexInfo with_pex_hash(PexInfo info) {
    info.pex_hash.clear();
    info.pex_hash = sha256_hex(to_json(info));
    return info;
}

}  // namespace pexpack
