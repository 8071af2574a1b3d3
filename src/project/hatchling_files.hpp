// Which files hatchling puts into a wheel (`tool.hatch.build`).
#pragma once

#include <string>
#include <vector>

#include "git_patterns.hpp"
#include "project_folder.hpp"
#include "setting.hpp"
#include "wheel_content.hpp"

namespace pexpack {

class HatchlingFiles {
  public:
    // `build` is `tool.hatch.build`, `names` those that the project's package may have.
    HatchlingFiles(const ProjectFolder& folder, const SettingTable& build,
                   const std::vector<std::string>& names);

    void add_to(WheelContent& content) const;

  private:
    // By name in the project: the name that it would have without `sources`.
    using Inclusions = std::vector<std::pair<std::string, std::string>>;

    std::vector<std::string> texts(std::string_view key) const;
    bool flag(std::string_view key) const;
    bool has(std::string_view key) const { return target_.has(key) || build_.has(key); }
    const SettingTable& holder(std::string_view key) const;

    void choose(const std::vector<std::string>& names);
    bool choose_by_name(const std::string& name);
    void read_excluded();
    void read_sources();
    Inclusions inclusions(std::string_view key) const;

    std::string in_wheel(const std::string& name) const;
    bool is_reserved(const std::string& name) const;
    bool is_taken(const std::string& name, bool is_explicit, bool in_package) const;
    void add_whole_project(WheelContent& content) const;
    void add_explicit(const Inclusions& inclusions, WheelContent& content, bool as_data) const;
    void add_forced(WheelContent& content) const;

    const ProjectFolder& folder_;
    SettingTable build_;
    SettingTable target_;
    std::vector<std::string> packages_;
    std::vector<std::string> only_include_;
    std::vector<std::string> include_lines_;
    bool excludes_all_ = false;
    GitPatterns included_;
    GitPatterns excluded_;
    GitPatterns artifacts_;
    std::vector<std::pair<std::string, std::string>> sources_;  // "src/": ""; sorted
    Inclusions forced_;
    std::vector<std::string> reserved_;
};

}  // namespace pexpack
