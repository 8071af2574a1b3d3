#include "code.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "pexpack/spec/entry_point.hpp"
#include "pexpack/support/cache_folder.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

// The first few of many.
std::vector<std::string> shown_names(std::vector<std::string> names) {
    constexpr std::size_t kMost = 12;
    if (names.size() <= kMost) return names;
    const std::size_t more = names.size() - kMost;
    names.resize(kMost);
    names.push_back(fmt::format("and {} more", more));
    return names;
}

struct NamedModule {
    std::string name;    // "shop.web"
    std::string path;    // "shop/web"
    std::string folder;  // below which it is
};

// "shop.web@src": what stands behind the `@` is a folder.
NamedModule parse_module(const std::string& text, std::string_view option) {
    const auto at = text.find('@');
    const auto name = ObjectReference::parse(text.substr(0, at));
    const std::string folder = at == std::string::npos ? "." : text.substr(at + 1);
    if (!name || !name->attribute.empty() || folder.empty()) {
        Error error(ErrorKind::kUsage,
                    fmt::format("`{} {}` is neither NAME nor NAME@DIR", option, printable(text)));
        const auto slash = text.rfind('/');
        const bool is_path = at == std::string::npos && slash != std::string::npos && exists(text);
        if (is_path) {
            error.hint(fmt::format("perhaps `{}@{}`", printable(text.substr(slash + 1)),
                                   printable(text.substr(0, slash))));
        }
        throw std::move(error);
    }
    NamedModule module{.name = name->module, .path = name->module, .folder = folder};
    std::ranges::replace(module.path, '.', '/');
    return module;
}

// Modules and packages beside the one that is not there.
std::vector<std::string> names_beside(const NamedModule& module, std::string_view kind) {
    std::vector<std::string> names;
    const std::string folder(directory_of(join_path(module.folder, module.path)));
    if (!is_directory(folder)) return names;
    for (const DirectoryEntry& entry : list_directory(folder)) {
        const bool is_module = entry.name.ends_with(".py");
        if (kind == "module" && is_module) {
            names.push_back(entry.name.substr(0, entry.name.size() - 3));
        } else if (kind == "package" && !is_module) {
            names.push_back(entry.name);
        }
    }
    return names;
}

std::string hint_for(const NamedModule& module, std::string_view kind) {
    const std::string file = join_path(module.folder, module.path);
    const std::string last(base_name(module.path));
    if (!is_directory(module.folder))
        return fmt::format("there is no folder `{}`", printable(module.folder));
    if (kind == "module" && is_directory(file))
        return fmt::format("it is a package: `-P {}`", module.name);
    if (kind == "package" && is_regular_file(file + ".py"))
        return fmt::format("it is a module: `-M {}`", module.name);
    if (last == "py") return "name the module, not its file: leave `.py` out";
    const std::string near = nearest_word(last, names_beside(module, kind));
    return near.empty() ? "name the folder that it is in: `NAME@DIR`"
                        : fmt::format("did you mean `{}`?", printable(near));
}

Error no_module(const NamedModule& module, const std::string& path, std::string_view kind) {
    return Error(ErrorKind::kBadInput, fmt::format("there is no {} `{}`: `{}` does not exist", kind,
                                                   module.name, printable(path)))
        .hint(hint_for(module, kind));
}

// Without the `__init__.py` of the packages that it is in, it could not be imported as them.
void add_packages_around(const NamedModule& module, std::vector<SourceFile>& code) {
    for (auto slash = module.path.find('/'); slash != std::string::npos;
         slash = module.path.find('/', slash + 1)) {
        const std::string name = module.path.substr(0, slash) + "/__init__.py";
        const std::string path = join_path(module.folder, name);
        if (is_regular_file(path)) code.push_back(source_file(path, name));
    }
}

std::vector<PathPattern> excluded_patterns(const BuildOptions& options) {
    std::vector<PathPattern> patterns;
    for (const std::string& text : options.excluded_files) {
        auto pattern = PathPattern::parse(text);
        if (!pattern || pattern->takes_back()) {
            throw Error(ErrorKind::kUsage,
                        fmt::format("`--exclude-files {}` is no pattern for files", text));
        }
        patterns.push_back(std::move(*pattern));
    }
    return patterns;
}

}  // namespace

std::vector<SourceFile> collect_code(const BuildOptions& options, const Inputs& inputs,
                                     const WheelhouseChoice& wheelhouses, Messages& messages) {
    std::vector<std::string> excluded;
    if (!options.output.empty()) excluded.push_back(absolute_path(options.output));
    std::ranges::transform(wheelhouses.locations, std::back_inserter(excluded), absolute_path);
    if (auto cache = cache_folder()) excluded.push_back(std::move(*cache));
    std::vector<SourceFile> code;
    SourceChoice choice{.place = {}, .excluded = excluded_patterns(options)};
    std::vector<bool> matched(choice.excluded.size());
    const auto add = [&](const std::string& folder) {
        SourceTree tree = collect_sources(folder, excluded, choice);
        for (std::size_t i = 0; i < matched.size(); ++i)
            matched[i] = matched[i] || tree.pattern_matched[i];
        for (const std::string& note : tree.notes) messages.warning(note);
        if (!tree.left_out.empty())
            messages.info("left out of the code: " + join(shown_names(tree.left_out), ", "));
        if (tree.files.empty())
            messages.warning(fmt::format("there is no code to pack in `{}`", folder));
        std::ranges::move(tree.files, std::back_inserter(code));
    };
    for (const std::string& folder : inputs.source_trees) add(folder);
    for (const std::string& text : options.packages) {
        const NamedModule package = parse_module(text, "--package");
        choice.place = package.path;
        const std::string folder = join_path(package.folder, package.path);
        if (!is_directory(folder)) throw no_module(package, folder, "package");
        add(folder);
        add_packages_around(package, code);
    }
    for (std::size_t i = 0; i < matched.size(); ++i) {
        if (matched[i]) continue;
        messages.warning(
            fmt::format("`--exclude-files {}` leaves nothing out: no file is called so",
                        printable(options.excluded_files[i])));
    }
    for (const std::string& text : options.modules) {
        const NamedModule module = parse_module(text, "--module");
        const std::string file = join_path(module.folder, module.path + ".py");
        if (!is_regular_file(file)) throw no_module(module, file, "module");
        code.push_back(source_file(file, module.path + ".py"));
        add_packages_around(module, code);
    }
    if (!options.program.empty())
        code.push_back(source_file(options.program, std::string(kProgramModule) + ".py"));
    return code;
}

void announce_code(const Inputs& inputs, const std::vector<SourceFile>& code, Messages& messages) {
    if (inputs.source_trees.empty() && code.empty()) return;
    messages.info(fmt::format("{} of code", counted(code.size(), "file")));
    for (const SourceFile& file : code) messages.detail("  " + file.name);
}

}  // namespace pexpack
