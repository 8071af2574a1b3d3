// requirements.txt and constraints files: pip's format, with the place of every line kept.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pexpack/spec/requirement.hpp"
#include "pexpack/support/error.hpp"

namespace pexpack {

// One thing to install, wherever it was asked for.
struct RequirementLine {
    enum class Kind {
        kNamed,  // a PEP 508 requirement, with or without a URL
        kPath,   // a local wheel, sdist or project folder
        kUrl,    // a bare URL without a name
    };
    Kind kind = Kind::kNamed;
    std::string text;                        // as written, without options and comment
    std::optional<Requirement> requirement;  // kNamed
    std::string location;                    // kPath: the path; kUrl: the URL
    std::string link;                        // kPath, kUrl: as a URL ("file:///…/x.whl#egg=x")
    std::string link_hash;                   // "sha256:…" in a URL's fragment, as written
    // kPath, kUrl: what a wheel's file name or `#egg=` says of name and version ("foo==1.0").
    std::optional<Requirement> implied;
    std::vector<std::string> extras;  // kPath, kUrl: "./x.whl[extra]"
    std::optional<Marker> marker;     // kPath, kUrl (a named requirement holds its own)
    bool editable = false;
    std::vector<std::string> hashes;                                  // "sha256:…", lower case
    std::map<std::string, std::vector<std::string>> config_settings;  // for the build back end
    // Where it stands, outermost include last: {"base.txt:2", "requirements.txt:1"}.
    SourceLocation where;
    std::vector<SourceLocation> included_from;
};

struct IndexOptions {
    std::vector<std::string> find_links;  // resolved as pip does, in order
    std::string index_url;                // "" when not given
    std::vector<std::string> extra_index_urls;
    bool no_index = false;
    bool pre = false;  // `--pre` or `--all-releases :all:`
    bool require_hashes = false;
    bool prefer_binary = false;
    std::vector<std::string> trusted_hosts, use_features;
    // Normal names or ":all:", sorted. A name is never in both of a pair.
    std::vector<std::string> no_binary, only_binary;
    std::vector<std::string> all_releases, only_final;
    // What was read and has no effect here, with its place.
    std::vector<std::string> warnings;
};

struct RequirementsFile {
    std::vector<RequirementLine> requirements;
    std::vector<RequirementLine> constraints;  // from `-c` and from files read as constraints
    IndexOptions options;
};

// How the parser reaches the outside; tests hand in their own.
struct RequirementsSource {
    // The bytes of a file, or of a URL that a `-r` names. Throws Error when it cannot be read.
    std::function<std::string(const std::string& path)> read;
    // Whether a path is there (`-f` is relative to the file only if it exists there).
    std::function<bool(const std::string& path)> exists;
    // The value of an environment variable for `${NAME}`, or nothing.
    std::function<std::optional<std::string>(const std::string& name)> variable;
    // Whether a path is a folder; without it no path is one.
    std::function<bool(const std::string& path)> is_directory = nullptr;
    // What relative paths are relative to, absolute; "" leaves them relative.
    std::string working_directory = {};
};

// The real file system and environment.
RequirementsSource system_source();

// Reads `path` and everything it includes. `as_constraints` reads it as `-c` would. The options of
// the file go on from those that were given before, as in pip.
// Throws Error (kBadInput) with file:line:column for anything that pip refuses.
RequirementsFile read_requirements(const std::string& path, bool as_constraints,
                                   const RequirementsSource& source, IndexOptions options = {});

// What `--no-binary` and `--only-binary` do with their value: names with commas between them,
// ":all:" or ":none:". What the one takes the other gives up.
void add_no_binary(std::string_view value, IndexOptions& options);
void add_only_binary(std::string_view value, IndexOptions& options);

// One requirement as given on the command line; `where` is what messages show for it.
RequirementLine parse_requirement_argument(std::string_view text, const SourceLocation& where,
                                           const RequirementsSource& source);

}  // namespace pexpack
