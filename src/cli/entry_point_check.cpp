#include "entry_point_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "importable.hpp"
#include "pexpack/pex/console_script.hpp"
#include "pexpack/project/python_source.hpp"
#include "pexpack/spec/entry_point.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/text.hpp"
#include "standard_modules.hpp"

namespace pexpack {

namespace {

// What is wrong, and what might have been meant.
struct Finding {
    std::string problem;
    std::string hint;
};

// "did you mean `x`?", or the first few of all that there are.
std::string suggestion(std::string_view word, std::vector<std::string> known,
                       const std::string& prefix) {
    constexpr std::size_t kShown = 10;
    const std::string near = nearest_word(word, known);
    if (!near.empty()) return fmt::format("did you mean `{}{}`?", prefix, near);
    std::erase_if(known, [](const std::string& name) { return name.starts_with("_"); });
    if (known.empty()) return {};
    const std::size_t more = known.size() - std::min(known.size(), kShown);
    known.resize(known.size() - more);
    std::string text = fmt::format("there are: {}{}", prefix, join(known, ", " + prefix));
    return more == 0 ? text : text + fmt::format(" and {} more", more);
}

Finding missing_module(const std::string& module, const Importable& importable) {
    std::string parent;  // the part of the name that is there
    std::string_view rest = module;
    for (auto dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.', dot + 1)) {
        if (importable.kind_of(rest.substr(0, dot)) == Importable::Kind::kNone) break;
        parent = rest.substr(0, dot);
    }
    rest = rest.substr(parent.empty() ? 0 : parent.size() + 1);
    Finding finding{
        fmt::format("neither the code nor the wheels have the module `{}`", printable(module)), {}};
    if (module.ends_with(".py") && !parent.empty()) {
        finding.hint = fmt::format("name the module, not its file: `{}`", parent);
    } else {
        finding.hint = suggestion(rest.substr(0, rest.find('.')), importable.names_in(parent),
                                  parent.empty() ? std::string() : parent + ".");
    }
    return finding;
}

// A module that is run, not called: as by `python -m`.
std::optional<Finding> cannot_be_run(const std::string& module, const Importable& importable) {
    if (importable.kind_of(module) == Importable::Kind::kModule ||
        importable.kind_of(module + ".__main__") != Importable::Kind::kNone)
        return std::nullopt;
    return Finding{
        fmt::format("`{}` is a package without `__main__.py`, so it cannot be run", module),
        suggestion("main", importable.names_in(module), module + ".")};
}

std::optional<Finding> undefined(const ObjectReference& object, const Importable& importable) {
    const std::string name = object.attribute.substr(0, object.attribute.find('.'));
    const auto kind = importable.kind_of(object.module);
    const auto source = importable.source_of(object.module);
    if (!source && kind != Importable::Kind::kFolder) return std::nullopt;
    const DefinedNames defined = defined_names(source.value_or(""));
    if (defined.is_open || std::ranges::find(defined.names, name) != defined.names.end() ||
        importable.kind_of(object.module + "." + name) != Importable::Kind::kNone)
        return std::nullopt;
    return Finding{fmt::format("the module `{}` does not define `{}`", object.module, name),
                   suggestion(name, defined.names, object.module + ":")};
}

std::optional<Finding> judge(const ObjectReference& object, const Importable& importable) {
    if (is_standard_module(object.module.substr(0, object.module.find('.')))) return std::nullopt;
    if (importable.kind_of(object.module) == Importable::Kind::kNone)
        return missing_module(object.module, importable);
    if (object.attribute.empty()) return cannot_be_run(object.module, importable);
    return undefined(object, importable);
}

}  // namespace

std::optional<std::string> check_entry_point(const BuildOptions& options,
                                             const std::vector<SourceFile>& code,
                                             const std::vector<Pin>& pins) {
    std::string entry_point = options.entry_point;
    if (!options.script.empty())
        entry_point = find_console_script(options.script, pins).entry_point;
    const auto object = ObjectReference::parse(entry_point);
    if (!object) return std::nullopt;  // there is none, or it is a file of a wheel
    auto finding = judge(*object, Importable(code, pins));
    if (!finding) return std::nullopt;
    if (!options.script.empty()) {
        finding->problem = fmt::format("the console script `{}` is `{}`, but {}",
                                       printable(options.script), entry_point, finding->problem);
    }
    if (options.excluded.empty() && !options.no_transitive)
        throw Error(ErrorKind::kBadInput, finding->problem).hint(finding->hint);
    return finding->problem + "; what was left out must have it";
}

}  // namespace pexpack
