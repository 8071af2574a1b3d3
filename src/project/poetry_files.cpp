#include "poetry_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "handed_over.hpp"
#include "ignored_by_git.hpp"
#include "pexpack/support/text.hpp"
#include "python_glob.hpp"

namespace pexpack {

namespace {

struct Package {
    std::string include;
    std::string from;
    std::string to;
};

bool has_format(const SettingTable& item, bool by_default) {
    const auto formats = item.one_or_more("format");
    if (!formats) return by_default;
    return std::ranges::find(*formats, "wheel") != formats->end();
}

std::string name_of(std::string_view path) {
    return normal_name(path.substr(0, path.find_last_not_of('/') + 1));
}

bool is_compiled(std::string_view name) {
    if (name.ends_with(".pyc")) return true;
    const auto parts = split(name, '/');
    return std::ranges::find(parts, "__pycache__") != parts.end();
}

class Files {
  public:
    Files(const ProjectFolder& folder, const SettingTable& tool, std::string module)
        : folder_(folder), tool_(tool), module_(std::move(module)) {}

    void add_to(WheelContent& content) {
        const auto included = included_files();
        for (const std::string& pattern : tool_.texts("exclude")) {
            for (const std::string& file : files_of(elements("", pattern))) excluded_.insert(file);
        }
        for (const std::string& file : included) excluded_.erase(file);
        for (const Package& package : packages()) add_package(package, content);
        for (const std::string& file : included) {
            if (!is_compiled(file)) add(file, file, content);
        }
    }

  private:
    std::vector<std::string> elements(const std::string& base, std::string_view pattern) const {
        const bool is_folder = pattern.ends_with('/');
        while (pattern.ends_with('/')) pattern.remove_suffix(1);
        while (pattern.starts_with("./")) pattern.remove_prefix(2);
        hand_over_unless(!pattern.empty(), "an empty pattern is not understood");
        auto names = glob_names(folder_, base, pattern, {.recursive = true, .hidden = true});
        if (is_folder)
            std::erase_if(names, [&](const auto& name) { return !folder_.is_folder(name); });
        return names;
    }

    // Of folders, those in them.
    std::vector<std::string> files_of(const std::vector<std::string>& names) const {
        std::set<std::string> files;
        for (const std::string& name : names) {
            if (folder_.is_folder(name)) {
                for (std::string& file : folder_.files_below(name)) files.insert(std::move(file));
            } else {
                files.insert(name);
            }
        }
        return {files.begin(), files.end()};
    }

    std::vector<std::string> included_files() const {
        std::vector<std::string> all;
        const Setting* includes = tool_.find("include");
        if (includes == nullptr) return all;
        const auto* list = std::get_if<Setting::List>(&includes->value);
        hand_over_unless(list != nullptr, "`tool.poetry.include` is no list");
        for (const Setting& each : *list) {
            // A path alone is for sdists.
            const auto* entries = std::get_if<Setting::Table>(&each.value);
            if (entries == nullptr) continue;
            const SettingTable item(*entries, "tool.poetry.include");
            item.allow_only({"path", "format"});
            if (!has_format(item, false)) continue;
            for (std::string& file : files_of(elements("", item.text_or_empty("path"))))
                all.push_back(std::move(file));
        }
        return all;
    }

    std::vector<Package> packages() const {
        const Setting* setting = tool_.find("packages");
        if (setting == nullptr) return {usual_package()};
        const auto* list = std::get_if<Setting::List>(&setting->value);
        hand_over_unless(list != nullptr && !list->empty(), "`tool.poetry.packages` is no list");
        std::vector<Package> result;
        for (const Setting& each : *list) {
            const auto* entries = std::get_if<Setting::Table>(&each.value);
            hand_over_unless(entries != nullptr, "a package is no table");
            const SettingTable item(*entries, "tool.poetry.packages");
            item.allow_only({"include", "from", "to", "format"});
            if (!has_format(item, true)) continue;
            result.push_back({.include = item.text_or_empty("include"),
                              .from = name_of(item.text_or_empty("from")),
                              .to = name_of(item.text_or_empty("to"))});
        }
        return result;
    }

    Package usual_package() const {
        for (const char* from : {"", "src"}) {
            const std::string path = join_path(from, module_);
            const bool is_package = folder_.is_folder(path);
            const bool is_module = folder_.is_file(path + ".py");
            if (is_package && is_module) hand_over("there are both a package and a module");
            if (is_package || is_module)
                return {.include = is_package ? module_ : module_ + ".py", .from = from, .to = {}};
        }
        hand_over(fmt::format("there is no module `{}`", module_));
    }

    void add_package(const Package& package, WheelContent& content) {
        const auto names = elements(package.from, package.include);
        const auto files = files_of(names);
        // Of what a pattern means the folders are not looked into.
        const auto& looked_at = names.size() == 1 ? files : names;
        const bool has_module = std::ranges::any_of(
            looked_at, [](const std::string& name) { return name.ends_with(".py"); });
        const bool is_module = names.size() == 1 && folder_.is_file(names.front());
        if (!has_module && !is_module)
            hand_over(fmt::format("`{}` is no package", package.include));
        for (const std::string& file : files) {
            if (is_compiled(file) || excluded_.contains(file)) continue;
            const std::string name =
                package.from.empty() ? file : file.substr(package.from.size() + 1);
            add(join_path(package.to, name), file, content);
        }
    }

    // One file goes in once, wherever it was named first.
    void add(const std::string& name, const std::string& file, WheelContent& content) {
        refuse_ignored(file);
        const auto [known, is_new] = names_.emplace(file, name);
        if (!is_new && known->second != name)
            hand_over(fmt::format("`{}` is to go in twice", file));
        content.add(name, file);
    }

    // poetry-core leaves out what git ignores and does not know; which of it that is only git says.
    void refuse_ignored(const std::string& file) {
        if (!in_repository()) return;
        for (std::size_t end = file.find('/'); end != std::string::npos;
             end = file.find('/', end + 1)) {
            const std::string in = folder_.path_of(file.substr(0, end));
            if (read_.insert(in).second) ignored_->read(in);
            if (ignored_->contains(in, true))
                hand_over(fmt::format("git ignores `{}`", file.substr(0, end)));
        }
        if (ignored_->contains(folder_.path_of(file), false))
            hand_over(fmt::format("git ignores `{}`", file));
    }

    bool in_repository() {
        if (is_asked_) return ignored_.has_value();
        is_asked_ = true;
        std::string above = folder_.path();
        while (above != "/" && !exists(join_path(above, ".git")))
            above = std::string(directory_of(above));
        if (!exists(join_path(above, ".git"))) return false;
        refuse_rules_elsewhere(above);
        ignored_.emplace(folder_.path());
        ignored_->read(folder_.path());
        return true;
    }

    static void refuse_rules_elsewhere(const std::string& repository) {
        constexpr std::uint64_t kLargest = std::uint64_t{1} << 20;
        const std::string exclude = join_path(repository, ".git/info/exclude");
        if (is_regular_file(exclude)) {
            const std::string text = read_file(exclude, kLargest);
            hand_over_unless(parse_patterns(text).empty(), "git has rules in `info/exclude`");
        }
        for (const char* variable : {"HOME", "XDG_CONFIG_HOME"}) {
            const char* folder = std::getenv(variable);
            if (folder == nullptr) continue;
            for (const char* name : {".gitconfig", ".config/git/ignore", ".config/git/config",
                                     "git/ignore", "git/config"}) {
                const std::string path = join_path(folder, name);
                if (!is_regular_file(path)) continue;
                const bool names_rules =
                    std::string_view(name).ends_with("ignore") ||
                    ascii_lower(read_file(path, kLargest)).find("excludesfile") !=
                        std::string::npos;
                hand_over_unless(!names_rules, "git has rules of the user's");
            }
        }
    }

    const ProjectFolder& folder_;
    SettingTable tool_;
    std::string module_;
    std::set<std::string> excluded_;
    std::map<std::string, std::string> names_;  // by the file: the one in the wheel
    bool is_asked_ = false;
    std::optional<IgnoredByGit> ignored_;
    std::set<std::string> read_;
};

}  // namespace

void add_files_of_poetry(const ProjectFolder& folder, const SettingTable& tool,
                         const std::string& module, WheelContent& content) {
    Files(folder, tool, module).add_to(content);
}

}  // namespace pexpack
