#include <fmt/format.h>

#include <algorithm>

#include "line_error.hpp"
#include "paths.hpp"
#include "pexpack/requirements/requirement_lines.hpp"
#include "pexpack/spec/wheel_filename.hpp"
#include "pexpack/support/file_url.hpp"
#include "pexpack/support/text.hpp"
#include "python_text.hpp"
#include "urls.hpp"

namespace pexpack {
namespace {

struct PathAndExtras {
    std::string path;
    std::string extras;  // "[a,b]" or ""
};

// "./x.whl[a,b]": brackets at the end that hold something.
PathAndExtras split_extras(const std::string& text) {
    if (text.ends_with(']')) {
        const std::size_t open = text.rfind('[');
        const std::size_t close = text.find(']', open == std::string::npos ? 0 : open);
        if (open != std::string::npos && open > 0 && close == text.size() - 1 && close > open + 1) {
            const std::string_view path = std::string_view(text).substr(0, open);
            return {std::string(strip_right(path)), text.substr(open)};
        }
    }
    return {text, ""};
}

bool looks_like_path(std::string_view text) {
    return text.find('/') != std::string_view::npos || text.starts_with('.');
}

bool is_project_name(std::string_view text) {
    return PackageName::parse(text).has_value();
}

class LineReader {
  public:
    LineReader(const RequirementText& text, const RequirementsSource& source)
        : text_(text), source_(source) {
        const std::size_t found = text.line.find(text.text);
        text_offset_ = found == std::string::npos ? 0 : found;
        line_.text = std::string(strip(text.text));
        line_.editable = text.editable;
        for (const auto& [algorithm, digest] : text.hashes) {
            line_.hashes.push_back(algorithm + ":" + ascii_lower(digest));
        }
        line_.config_settings = text.config_settings;
        line_.where = text.where;
        line_.included_from = text.included_from;
    }

    RequirementLine read() {
        text_.editable ? read_editable() : read_plain();
        return std::move(line_);
    }

  private:
    // `offset` counts in the requirement's text.
    Error bad(std::string reason, std::size_t offset) const {
        return line_error(fmt::format("`{}` is not a requirement", printable(line_.text)), reason,
                          text_.line, text_offset_ + offset, text_.origins, text_.where,
                          text_.included_from);
    }

    void read_plain() {
        const std::string_view text = text_.text;
        const std::string_view separator = is_url(text) ? "; " : ";";
        const std::size_t semicolon = text.find(separator);
        const std::string_view name_part = text.substr(0, semicolon);
        const std::string_view name = strip(name_part);
        const auto name_offset = static_cast<std::size_t>(name.data() - text.data());
        if (semicolon != std::string_view::npos) read_marker(semicolon + separator.size());

        if (is_url(name)) {
            set_link(std::string(name), name_offset);
            return;
        }
        // The extras stand behind the path as written: what lies above may have brackets, too.
        PathAndExtras parts = split_extras(std::string(name));
        parts.path = absolute_from(parts.path, source_.working_directory);
        if (is_local(parts.path, std::string(name), name_offset)) {
            set_extras(parts.extras);
            set_path(parts.path, file_url(parts.path), name_offset);
            return;
        }
        set_named(name, name_offset);
    }

    void read_marker(std::size_t start) {
        const std::string_view rest = std::string_view(text_.text).substr(start);
        const std::string_view marker = strip(rest);
        if (marker.empty()) return;
        const Result<Marker> parsed = Marker::parse(marker);
        if (!parsed) {
            const auto skipped = static_cast<std::size_t>(marker.data() - rest.data());
            throw bad(parsed.error().message, start + skipped + parsed.error().offset);
        }
        line_.marker = *parsed;
    }

    // Whether `name` stands for the folder or archive at `path`.
    bool is_local(const std::string& path, const std::string& name, std::size_t offset) const {
        if (looks_like_path(name) && is_folder(path)) {
            if (is_project(path)) return true;
            throw bad("this directory has no pyproject.toml, setup.py or setup.cfg", offset);
        }
        if (!is_archive(path)) return false;
        if (source_.exists(path) && !is_folder(path)) return true;
        // "name@https://host/x.whl" ends like an archive but is none here.
        const std::size_t at = name.find('@');
        return at == std::string::npos || looks_like_path(name.substr(0, at));
    }

    bool is_folder(const std::string& path) const {
        return source_.is_directory && source_.is_directory(path);
    }

    bool is_project(const std::string& folder) const {
        for (const char* file : {"/pyproject.toml", "/setup.py", "/setup.cfg"}) {
            if (source_.exists(folder + file) && !is_folder(folder + file)) return true;
        }
        return false;
    }

    void set_named(std::string_view name, std::size_t offset) {
        Result<Requirement> requirement = Requirement::parse(name);
        if (!requirement) {
            Error error = bad(requirement.error().message, offset + requirement.error().offset);
            throw std::move(error).hint(hint_for(name));
        }
        line_.kind = RequirementLine::Kind::kNamed;
        line_.requirement = std::move(requirement).value();
        if (line_.marker) line_.requirement->marker = std::exchange(line_.marker, std::nullopt);
        if (!line_.requirement->url.empty()) check_link(line_.requirement->url, offset);
        line_.link_hash = fragment_hash(line_.requirement->url);
    }

    std::string hint_for(std::string_view name) const {
        if (looks_like_path(name)) {
            return source_.exists(absolute_from(std::string(name), source_.working_directory))
                       ? "it is a file; was `-r` forgotten?"
                       : "it looks like a path, but there is no such file";
        }
        const bool has_operator = name.find_first_of("<>~!") != std::string_view::npos ||
                                  name.find("==") != std::string_view::npos;
        if (!has_operator && name.find('=') != std::string_view::npos) {
            return "a version is pinned with `==`";
        }
        return "";
    }

    // A URL that stands alone, or a wheel's path as one.
    void set_link(std::string url, std::size_t offset) {
        if (url_scheme(url) != "file") {
            line_.kind = RequirementLine::Kind::kUrl;
            line_.location = url;
            line_.link = std::move(url);
            check_link(line_.link, offset);
            set_implied(offset);
            return;
        }
        check_link(url, offset);
        std::string path = path_of_file_url(url).value_or("");
        // A relative file: URL is relative to where the command runs.
        if (url.find("../") != std::string::npos) {
            path = absolute_from(path, source_.working_directory);
            if (!line_.editable) url = file_url(path);
        }
        set_path(std::move(path), std::move(url), offset);
    }

    void set_path(std::string path, std::string url, std::size_t offset) {
        line_.kind = RequirementLine::Kind::kPath;
        line_.location = std::move(path);
        line_.link = std::move(url);
        set_implied(offset);
    }

    void set_extras(const std::string& extras) {
        if (extras.empty()) return;
        const Result<Requirement> parsed = Requirement::parse("placeholder" + ascii_lower(extras));
        if (!parsed) throw bad("the extras in brackets cannot be read", text_.text.find('['));
        line_.extras = parsed->extras;
    }

    // An editable project is a folder or a repository, whatever its name ends in.
    void set_implied(std::size_t offset) {
        line_.link_hash = fragment_hash(line_.link);
        const std::string filename = url_filename(line_.link);
        const bool is_wheel = archive_ending(filename) == ".whl" && !is_folder(line_.location);
        if (!line_.editable && is_wheel) {
            const Result<WheelFilename> wheel = WheelFilename::parse(filename);
            if (!wheel) {
                throw bad("its file name is not that of a wheel: " + wheel.error().message, offset);
            }
            const std::string pin =
                fmt::format("{}=={}", wheel->name.to_string(), wheel->version.to_string());
            line_.implied = Requirement::parse(pin).optional();
        } else if (const std::optional<std::string> egg = fragment_value(line_.link, "egg")) {
            line_.implied = Requirement::parse(*egg).optional();
        }
    }

    // What can be wrong with a URL before anything is fetched.
    void check_link(const std::string& url, std::size_t offset) const {
        const std::optional<std::string> egg = fragment_value(url, "egg");
        if (egg && !is_project_name(*egg)) {
            throw bad(fmt::format("`{}` after #egg= is no project's name", printable(*egg)),
                      offset);
        }
        if (url_scheme(url) == "file" && !path_of_file_url(url)) {
            throw bad("a file: URL must name a file of this machine", offset);
        }
    }

    void read_editable() {
        if (text_.constraint) throw bad("a constraint cannot be editable", 0);
        if (text_.text.empty()) throw bad("`-e` needs a project", 0);
        Result<Requirement> named = Requirement::parse(text_.text);
        if (named && !named->url.empty()) {
            check_editable(named->url);
            check_link(named->url, 0);
            line_.requirement = std::move(named).value();
            line_.link_hash = fragment_hash(line_.requirement->url);
            return;
        }
        PathAndExtras parts = split_extras(text_.text);
        const std::string folder = absolute_from(parts.path, source_.working_directory);
        if (is_folder(folder)) {
            set_extras(parts.extras);
            set_path(folder, file_url(folder), 0);
        } else if (ascii_lower(parts.path).starts_with("file:")) {
            set_extras(parts.extras);
            set_link(parts.path, 0);
        } else {
            set_editable_url();
        }
    }

    void set_editable_url() {
        std::string url = text_.text;
        for (const char* system : {"git", "hg", "bzr", "svn"}) {
            if (!ascii_lower(url).starts_with(std::string(system) + ":")) continue;
            url.insert(0, std::string(system) + "+");
            break;
        }
        check_editable(url);
        if (!fragment_value(url, "egg")) {
            throw bad("the project's name is missing", 0)
                .hint(fmt::format("write it as `NAME @ {}`", printable(url)));
        }
        set_link(std::move(url), 0);
    }

    void check_editable(const std::string& url) const {
        if (is_vcs_url(url) || url_scheme(url) == "file") return;
        throw bad("an editable requirement is a local project or a version control URL", 0);
    }

    const RequirementText& text_;
    const RequirementsSource& source_;
    std::size_t text_offset_ = 0;
    RequirementLine line_;
};

}  // namespace

RequirementLine parse_requirement_text(const RequirementText& text,
                                       const RequirementsSource& source) {
    return LineReader(text, source).read();
}

}  // namespace pexpack
