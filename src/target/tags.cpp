#include "pexpack/target/tags.hpp"

#include <algorithm>

#include "pexpack/support/text.hpp"

namespace pexpack {
namespace {

constexpr int kOldestStableAbiMinor = 2;  // PEP 384: Python 3.2

void append(std::vector<Tag>& tags, const std::string& interpreter, const std::string& abi,
            const std::vector<std::string>& platforms) {
    for (const std::string& platform : platforms) {
        tags.push_back({ascii_lower(interpreter), ascii_lower(abi), ascii_lower(platform)});
    }
}

// The flags after "cp313": free-threaded builds have a `t` among them (PEP 703).
bool is_free_threaded(const std::vector<std::string>& abis) {
    if (abis.empty() || !abis.front().starts_with("cp")) return false;
    const std::string_view rest = std::string_view(abis.front()).substr(2);
    const std::size_t flags = rest.find_first_not_of("0123456789");
    return flags != 0 && flags != std::string_view::npos &&
           rest.substr(flags).find('t') != std::string_view::npos;
}

bool has_stable_abi(const PythonRelease& python) {
    if (!python.minor) return false;
    return python.major > 3 || (python.major == 3 && *python.minor >= kOldestStableAbiMinor);
}

std::string tag_version(int major, int minor) {
    return std::to_string(major) + std::to_string(minor);
}

// "py311", "py3", "py310", … "py30"
std::vector<std::string> pure_interpreters(const PythonRelease& python) {
    std::vector<std::string> names;
    if (python.minor) names.push_back("py" + python.nodot());
    names.push_back("py" + std::to_string(python.major));
    for (int minor = python.minor.value_or(0) - 1; minor >= 0; --minor) {
        names.push_back("py" + tag_version(python.major, minor));
    }
    return names;
}

}  // namespace

std::string PythonRelease::nodot() const {
    return minor ? tag_version(major, *minor) : std::to_string(major);
}

std::vector<Tag> cpython_tags(const PythonRelease& python, const std::vector<std::string>& abis,
                              const std::vector<std::string>& platforms) {
    const bool free_threaded = is_free_threaded(abis);
    const std::string stable_abi = free_threaded ? "abi3t" : "abi3";
    const std::string interpreter = "cp" + python.nodot();

    std::vector<Tag> tags;
    for (const std::string& abi : abis) {
        const bool implied = abi == "abi3" || abi == "none" || abi == stable_abi;
        if (!implied) append(tags, interpreter, abi, platforms);
    }
    if (has_stable_abi(python)) append(tags, interpreter, stable_abi, platforms);
    append(tags, interpreter, "none", platforms);
    if (!has_stable_abi(python)) return tags;
    for (int minor = *python.minor - 1; minor >= kOldestStableAbiMinor; --minor) {
        append(tags, "cp" + tag_version(python.major, minor), stable_abi, platforms);
    }
    return tags;
}

std::vector<Tag> generic_tags(std::string_view interpreter, const std::vector<std::string>& abis,
                              const std::vector<std::string>& platforms) {
    std::vector<Tag> tags;
    for (const std::string& abi : abis) append(tags, std::string(interpreter), abi, platforms);
    if (std::find(abis.begin(), abis.end(), "none") == abis.end()) {
        append(tags, std::string(interpreter), "none", platforms);
    }
    return tags;
}

std::vector<Tag> compatible_tags(const PythonRelease& python, std::string_view interpreter,
                                 const std::vector<std::string>& platforms) {
    const std::vector<std::string> names = pure_interpreters(python);
    std::vector<Tag> tags;
    for (const std::string& name : names) append(tags, name, "none", platforms);
    if (!interpreter.empty()) tags.push_back({std::string(interpreter), "none", "any"});
    for (const std::string& name : names) tags.push_back({name, "none", "any"});
    return tags;
}

std::vector<Tag> interpreter_tags(std::string_view implementation, const PythonRelease& python,
                                  const std::vector<std::string>& abis,
                                  const std::vector<std::string>& platforms,
                                  std::string_view compatible_interpreter) {
    const std::string interpreter = std::string(implementation) + python.nodot();
    std::vector<Tag> tags = implementation == "cp" ? cpython_tags(python, abis, platforms)
                                                   : generic_tags(interpreter, abis, platforms);
    for (Tag& tag : compatible_tags(python, compatible_interpreter, platforms)) {
        tags.push_back(std::move(tag));
    }
    return tags;
}

}  // namespace pexpack
