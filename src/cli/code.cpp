#include "code.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

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

}  // namespace

std::vector<SourceFile> collect_code(const BuildOptions& options, const Inputs& inputs,
                                     const WheelhouseChoice& wheelhouses, Messages& messages) {
    std::vector<std::string> excluded;
    if (!options.output.empty()) excluded.push_back(absolute_path(options.output));
    std::ranges::transform(wheelhouses.locations, std::back_inserter(excluded), absolute_path);
    if (auto cache = cache_folder()) excluded.push_back(std::move(*cache));
    std::vector<SourceFile> code;
    for (const std::string& folder : inputs.source_trees) {
        SourceTree tree = collect_sources(folder, excluded);
        for (const std::string& note : tree.notes) messages.warning(note);
        if (!tree.left_out.empty())
            messages.info("left out of the code: " + join(shown_names(tree.left_out), ", "));
        if (tree.files.empty())
            messages.warning(fmt::format("there is no code to pack in `{}`", folder));
        std::ranges::move(tree.files, std::back_inserter(code));
    }
    return code;
}

void announce_code(const Inputs& inputs, const std::vector<SourceFile>& code, Messages& messages) {
    if (inputs.source_trees.empty()) return;
    messages.info(fmt::format("{} of code", counted(code.size(), "file")));
    for (const SourceFile& file : code) messages.detail("  " + file.name);
}

}  // namespace pexpack
