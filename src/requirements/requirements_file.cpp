#include "pexpack/requirements/requirements_file.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "encoding.hpp"
#include "index_settings.hpp"
#include "line_error.hpp"
#include "line_options.hpp"
#include "logical_lines.hpp"
#include "paths.hpp"
#include "pexpack/requirements/requirement_lines.hpp"
#include "pexpack/support/file.hpp"
#include "pexpack/support/interruption.hpp"
#include "pexpack/support/text.hpp"
#include "python_text.hpp"
#include "urls.hpp"

namespace pexpack {
namespace {

// Files included twice are read twice, so a few levels of doubling reach any number of files.
constexpr std::size_t kMostFiles = 10'000;
constexpr std::size_t kDeepestInclude = 100;
// Far more than any resolution can use; each takes about a kilobyte.
constexpr std::size_t kMostRequirements = 100'000;

// A file being read: its lines and how far along they are.
struct OpenFile {
    std::string name;      // as messages show it
    std::string identity;  // absolute, to notice a cycle
    bool constraint = false;
    std::vector<SourceLocation> included_from;  // innermost first
    std::vector<LogicalLine> lines;
    std::size_t next = 0;
};

class FileWalker {
  public:
    FileWalker(const RequirementsSource& source, IndexOptions& options,
               const std::function<void(const RequirementText&)>& sink)
        : source_(source), options_(options), sink_(sink) {}

    void walk(const std::string& path, bool as_constraints) {
        open(path, as_constraints, {});
        while (!stack_.empty()) {
            stop_if_interrupted();
            OpenFile& file = stack_.back();
            if (file.next == file.lines.size()) {
                stack_.pop_back();
                continue;
            }
            // Taken out: an include moves the files about.
            const LogicalLine line = std::move(file.lines[file.next++]);
            read_line(line);
        }
    }

  private:
    void open(const std::string& name, bool constraint, std::vector<SourceLocation> included_from) {
        if (++files_read_ > kMostFiles || stack_.size() >= kDeepestInclude) {
            Error error(ErrorKind::kBadInput, "the requirements files include too many others");
            if (included_from.size() > 1) {
                error.because("included by way of `" + included_from.back().to_string() + "`");
            }
            throw error.at(included_from.front());
        }
        OpenFile file;
        file.identity = identity_of(name);
        file.name = name;
        file.constraint = constraint;
        file.included_from = std::move(included_from);
        const Result<std::string> content = decode_requirements(read(file));
        if (!content) {
            throw Error(ErrorKind::kBadInput, fmt::format("cannot read `{}`", printable(name)))
                .at({name, 0, 0})
                .because(content.error().message)
                .hint(
                    "save it as UTF-8, or name its encoding in the first line: `# coding: "
                    "latin-1`");
        }
        file.lines = logical_lines(*content, source_);
        stack_.push_back(std::move(file));
    }

    std::string read(const OpenFile& file) const {
        try {
            return source_.read(file.name);
        } catch (Error& error) {
            for (const SourceLocation& include : file.included_from) error.at(include);
            throw;
        }
    }

    std::string identity_of(const std::string& name) const {
        return is_readable_url(name) ? name : absolute_from(name, source_.working_directory);
    }

    void read_line(const LogicalLine& line) {
        const OpenFile& file = stack_.back();
        const SourceLocation where{file.name, line.number, 0};
        const Result<OptionLine> parsed = parse_option_line(line.text);
        if (!parsed) {
            throw line_error(
                fmt::format("cannot read line {} of `{}`", line.number, printable(file.name)),
                parsed.error().message, line.text, parsed.error().offset, line.origins, where,
                file.included_from);
        }
        apply_name_lists(*parsed, options_);
        if (!parsed->requirement.empty() || parsed->first(OptionName::kEditable)) {
            hand_out(*parsed, line, where);
        } else if (const LineOption* include = include_of(*parsed)) {
            include_file(*include, line, where);
        } else {
            apply_options(*parsed, where, source_, options_);
        }
    }

    // `-r` goes before `-c`, and one of each line counts.
    static const LineOption* include_of(const OptionLine& line) {
        for (const OptionName name : {OptionName::kRequirement, OptionName::kConstraint}) {
            const auto found =
                std::find_if(line.options.begin(), line.options.end(),
                             [&](const LineOption& option) { return option.name == name; });
            if (found != line.options.end()) return &*found;
        }
        return nullptr;
    }

    void include_file(const LineOption& include, const LogicalLine& line,
                      const SourceLocation& where) {
        const OpenFile& file = stack_.back();
        std::string name = include.value;
        if (is_readable_url(file.name)) {
            name = joined_url(file.name, name);
        } else if (!is_readable_url(name)) {
            name = normal_path(join_path(folder_of(file.name), name));
        }
        refuse_cycle(name, include, line, where);
        std::vector<SourceLocation> included_from{where};
        included_from.insert(included_from.end(), file.included_from.begin(),
                             file.included_from.end());
        open(name, include.name == OptionName::kConstraint, std::move(included_from));
    }

    static std::string folder_of(const std::string& name) {
        const std::size_t slash = name.rfind('/');
        return slash == std::string::npos ? "" : name.substr(0, slash + 1);
    }

    void refuse_cycle(const std::string& name, const LineOption& include, const LogicalLine& line,
                      const SourceLocation& where) const {
        const std::string identity = identity_of(name);
        const auto first = std::find_if(stack_.begin(), stack_.end(), [&](const OpenFile& file) {
            return file.identity == identity;
        });
        if (first == stack_.end()) return;
        std::string chain;
        for (auto file = first; file != stack_.end(); ++file) chain += file->name + " -> ";
        throw line_error(fmt::format("`{}` includes itself", printable(first->name)),
                         chain + first->name, line.text, include.offset, line.origins, where,
                         stack_.back().included_from);
    }

    void hand_out(const OptionLine& parsed, const LogicalLine& line, const SourceLocation& where) {
        const OpenFile& file = stack_.back();
        if (++requirements_read_ > kMostRequirements) {
            throw Error(ErrorKind::kBadInput,
                        fmt::format("there are more than {} requirements", kMostRequirements))
                .at(where);
        }
        RequirementText text;
        const std::string* editable = parsed.first(OptionName::kEditable);
        text.editable = editable != nullptr;
        text.text = parsed.requirement.empty() ? *editable : parsed.requirement;
        text.constraint = file.constraint;
        for (const LineOption& option : parsed.options) {
            const std::string& value = option.value;
            if (option.name == OptionName::kHash && !text.editable) {
                const std::size_t colon = value.find(':');
                text.hashes.emplace_back(value.substr(0, colon), value.substr(colon + 1));
            } else if (option.name == OptionName::kConfigSettings) {
                const std::size_t equals = value.find('=');
                text.config_settings[value.substr(0, equals)].push_back(value.substr(equals + 1));
            }
        }
        text.where = where;
        text.included_from = file.included_from;
        text.line = line.text;
        text.origins = line.origins;
        sink_(text);
    }

    const RequirementsSource& source_;
    IndexOptions& options_;
    const std::function<void(const RequirementText&)>& sink_;
    std::vector<OpenFile> stack_;
    std::size_t files_read_ = 0;
    std::size_t requirements_read_ = 0;
};

}  // namespace

void for_each_requirement(const std::string& path, bool as_constraints,
                          const RequirementsSource& source, IndexOptions& options,
                          const std::function<void(const RequirementText&)>& sink) {
    FileWalker(source, options, sink).walk(path, as_constraints);
}

RequirementsFile read_requirements(const std::string& path, bool as_constraints,
                                   const RequirementsSource& source, IndexOptions options) {
    RequirementsFile file;
    file.options = std::move(options);
    for_each_requirement(
        path, as_constraints, source, file.options, [&](const RequirementText& text) {
            RequirementLine line = parse_requirement_text(text, source);
            (text.constraint ? file.constraints : file.requirements).push_back(std::move(line));
        });
    return file;
}

RequirementLine parse_requirement_argument(std::string_view text, const SourceLocation& where,
                                           const RequirementsSource& source) {
    RequirementText argument;
    argument.text = std::string(strip(text));
    argument.line = argument.text;
    argument.where = where;
    return parse_requirement_text(argument, source);
}

}  // namespace pexpack
