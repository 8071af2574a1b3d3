#include "index_settings.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "paths.hpp"
#include "pexpack/spec/package_name.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/text.hpp"
#include "urls.hpp"

namespace pexpack {
namespace {

using Names = std::vector<std::string>;

void insert(Names& names, std::string name) {
    const auto at = std::lower_bound(names.begin(), names.end(), name);
    if (at == names.end() || *at != name) names.insert(at, std::move(name));
}

void erase(Names& names, const std::string& name) {
    std::erase(names, name);
}

// ":all:" replaces what was there before, ":none:" empties, a name leaves the opposite list.
void add_names(std::string_view value, Names& names, Names& opposite) {
    std::vector<std::string_view> parts = split(value, ',');
    auto all = std::find(parts.begin(), parts.end(), ":all:");
    while (all != parts.end()) {
        opposite.clear();
        names.assign(1, ":all:");
        parts.erase(parts.begin(), all + 1);
        // Without a later ":none:" everything is covered, names add nothing.
        if (std::find(parts.begin(), parts.end(), ":none:") == parts.end()) return;
        all = std::find(parts.begin(), parts.end(), ":all:");
    }
    for (std::string_view part : parts) {
        if (part == ":none:") {
            names.clear();
            continue;
        }
        std::string name = normalized_name(part);
        erase(opposite, name);
        insert(names, std::move(name));
    }
}

// A folder beside the requirements file wins over one relative to where the command runs.
std::string find_links_location(const std::string& value, const std::string& file,
                                const RequirementsSource& source) {
    if (is_readable_url(file)) return value;
    const std::string folder(directory_of(absolute_from(file, source.working_directory)));
    const std::string beside = join_path(folder, value);
    return source.exists(beside) ? beside : value;
}

void apply_indexes(const OptionLine& line, IndexOptions& options) {
    if (line.first(OptionName::kNoIndex)) {
        options.no_index = true;
        options.index_url.clear();
        options.extra_index_urls.clear();
    }
    if (options.no_index) return;
    const std::string* index = line.last(OptionName::kIndexUrl);
    if (index && !index->empty()) {
        options.index_url = *index;
        options.extra_index_urls.clear();
    }
    for (const LineOption& option : line.options) {
        if (option.name == OptionName::kExtraIndexUrl) {
            options.extra_index_urls.push_back(option.value);
        }
    }
}

void add_once(Names& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

}  // namespace

void add_no_binary(std::string_view value, IndexOptions& options) {
    add_names(value, options.no_binary, options.only_binary);
}

void add_only_binary(std::string_view value, IndexOptions& options) {
    add_names(value, options.only_binary, options.no_binary);
}

void apply_name_lists(const OptionLine& line, IndexOptions& options) {
    for (const LineOption& option : line.options) {
        switch (option.name) {
            case OptionName::kNoBinary:
                add_no_binary(option.value, options);
                break;
            case OptionName::kOnlyBinary:
                add_only_binary(option.value, options);
                break;
            case OptionName::kAllReleases:
                add_names(option.value, options.all_releases, options.only_final);
                break;
            case OptionName::kOnlyFinal:
                add_names(option.value, options.only_final, options.all_releases);
                break;
            default:
                break;
        }
    }
    const Names& all = options.all_releases;
    options.pre = std::find(all.begin(), all.end(), ":all:") != all.end();
}

void apply_options(const OptionLine& line, const SourceLocation& where,
                   const RequirementsSource& source, IndexOptions& options) {
    apply_indexes(line, options);
    // pip takes one --find-links of a line.
    if (const std::string* folder = line.first(OptionName::kFindLinks)) {
        options.find_links.push_back(find_links_location(*folder, where.file, source));
    }
    if (line.first(OptionName::kPre)) {
        insert(options.all_releases, ":all:");
        options.pre = true;
    }
    if (line.first(OptionName::kPreferBinary)) options.prefer_binary = true;
    if (line.first(OptionName::kRequireHashes)) options.require_hashes = true;
    for (const LineOption& option : line.options) {
        if (option.name == OptionName::kTrustedHost) add_once(options.trusted_hosts, option.value);
        if (option.name == OptionName::kUseFeature) add_once(options.use_features, option.value);
    }
    if (line.first(OptionName::kHash)) {
        options.warnings.push_back(
            fmt::format("{}: `--hash` without a requirement is ignored", where.to_string()));
    }
}

}  // namespace pexpack
