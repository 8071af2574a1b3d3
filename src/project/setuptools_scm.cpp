// setuptools_scm, as far as an unpacked sdist needs it: there is no version control to ask.
#include <algorithm>
#include <cstdlib>

#include "handed_over.hpp"
#include "pexpack/spec/header_block.hpp"
#include "pexpack/spec/requirement.hpp"
#include "setuptools_project.hpp"

namespace pexpack {

namespace {

bool is_asked_for(const SettingTable& pyproject) {
    const auto requires_scm = [](const std::string& text) {
        const auto requirement = Requirement::parse(text);
        return requirement && requirement->name.to_string() == "setuptools-scm";
    };
    return std::ranges::any_of(pyproject.table("build-system").texts("requires"), requires_scm);
}

// It would list the files of a repository around, too.
bool is_in_repository(std::string folder) {
    while (true) {
        if (exists(join_path(folder, ".git")) || exists(join_path(folder, ".hg"))) return true;
        if (folder == "/") return false;
        folder = std::string(directory_of(folder));
    }
}

}  // namespace

std::optional<std::string> version_by_scm(const ProjectFolder& folder,
                                          const SettingTable& pyproject) {
    if (!is_asked_for(pyproject) || !folder.is_file("PKG-INFO")) return std::nullopt;
    const SettingTable tool = pyproject.table("tool");
    hand_over_unless(tool.has("setuptools_scm") && !is_in_repository(folder.path()),
                     "setuptools_scm asks version control");
    tool.table("setuptools_scm").allow_only({"version_scheme", "local_scheme", "fallback_version"});
    for (const char* name : {".git_archival.txt", ".hg_archival.txt"})
        hand_over_unless(!folder.is_file(name), "setuptools_scm reads notes of version control");
    hand_over_unless(std::getenv("SETUPTOOLS_SCM_PRETEND_VERSION") == nullptr,
                     "the environment pretends a version");
    const std::string text = folder.text("PKG-INFO");
    const auto headers = HeaderBlock::parse(text);
    const auto version = headers ? headers->first("Version") : std::nullopt;
    hand_over_unless(version.has_value(), "PKG-INFO has no version");
    return std::string(*version);
}

}  // namespace pexpack
