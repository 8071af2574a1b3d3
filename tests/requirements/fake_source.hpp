// A file system and environment held in memory.
#pragma once

#include <map>
#include <string>

#include "pexpack/requirements/requirements_file.hpp"

namespace pexpack {

// Paths are absolute, under /work, the working directory. A folder is there when a file is in it or
// when its own name, ending in `/`, is among the files.
struct FakeSource {
    std::map<std::string, std::string> files;
    std::map<std::string, std::string> variables;

    std::string absolute(const std::string& path) const {
        return path.starts_with('/') ? path : "/work/" + path;
    }
    bool is_directory(const std::string& path) const {
        const auto found = files.lower_bound(absolute(path) + "/");
        return found != files.end() && found->first.starts_with(absolute(path) + "/");
    }

    RequirementsSource source() const {
        RequirementsSource result;
        result.read = [this](const std::string& path) {
            const auto found = files.find(path.find("://") == path.npos ? absolute(path) : path);
            if (found == files.end()) throw Error(ErrorKind::kSystem, "no file " + path);
            return found->second;
        };
        result.exists = [this](const std::string& path) {
            return files.contains(absolute(path)) || is_directory(path);
        };
        result.is_directory = [this](const std::string& path) { return is_directory(path); };
        result.variable = [this](const std::string& name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            return found == variables.end() ? std::nullopt : std::optional(found->second);
        };
        result.working_directory = "/work";
        return result;
    }

    RequirementsFile read(const std::string& path = "requirements.txt") const {
        return read_requirements(path, false, source());
    }
};

// A lone requirements.txt with this content.
inline RequirementsFile read_text(const std::string& content) {
    return FakeSource{{{"/work/requirements.txt", content}}, {}}.read();
}

// The canonical text of each requirement.
inline std::vector<std::string> texts(const std::vector<RequirementLine>& lines) {
    std::vector<std::string> result;
    for (const RequirementLine& line : lines) {
        result.push_back(line.requirement ? line.requirement->to_string() : line.location);
    }
    return result;
}

inline std::vector<int> line_numbers(const std::vector<RequirementLine>& lines) {
    std::vector<int> result;
    for (const RequirementLine& line : lines) result.push_back(line.where.line);
    return result;
}

// The error of reading it, with "file:line:column" in where().
inline Error error_of(const FakeSource& source) {
    try {
        source.read();
    } catch (const Error& error) {
        return error;
    }
    return Error(ErrorKind::kBug, "nothing was refused");
}
inline Error error_of(const std::string& content) {
    return error_of(FakeSource{{{"/work/requirements.txt", content}}, {}});
}

}  // namespace pexpack
