// The files of a project as its back end sees them. Names are paths below the project's folder,
// with slashes; "" is the folder itself.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "pexpack/support/file.hpp"

namespace pexpack {

class ProjectFolder {
  public:
    explicit ProjectFolder(const std::string& folder);

    const std::string& path() const { return path_; }  // absolute, links followed
    std::string path_of(std::string_view name) const;

    bool is_file(std::string_view name) const;
    bool is_folder(std::string_view name) const;
    std::vector<DirectoryEntry> entries(std::string_view name) const;  // sorted

    // The content of a text file, with its line ends as Python's text mode gives them. Hands over
    // what is not there, not UTF-8 or lies outside.
    std::string text(std::string_view name) const;

    // The files in the folder and those in it, sorted; folders for which `skips` is true (it gets
    // the name) are left out. Hands over what is a link or neither file nor folder.
    using Skips = std::function<bool(std::string_view name)>;
    std::vector<std::string> files_below(std::string_view folder, const Skips& skips = {}) const;

    // Hands over when the name is absolute, leaves the folder, or a link leads elsewhere.
    void refuse_links_to(std::string_view name) const;

  private:
    std::string path_;
};

// "a/b" for "a/./b/", as os.path.normpath() has it, and "" for "."; hands over a name that is
// absolute or leads out of the folder.
std::string normal_name(std::string_view name);

}  // namespace pexpack
