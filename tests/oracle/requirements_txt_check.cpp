// requirements_txt_check DIR
//
// Each folder of DIR is a case: case.json (which file is read, environment, URLs), files/ and
// expected.json with what pip made of it. Reads each with the library and compares verdict, values
// and line numbers. Exits with 1 when a case differs, 77 when there is no DIR. Nothing is written
// and no network is used: the library sees files/ as the folder kRoot.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "pexpack/requirements/requirement_lines.hpp"
#include "pexpack/support/text.hpp"

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using namespace pexpack;

constexpr int kSkipped = 77;
const std::string kRoot = "/case-root";
const std::string kDefaultIndex = "{default-index}";

std::string read_bytes(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string with_root(std::string text) {
    const std::string placeholder = "{root}";
    for (std::size_t at = text.find(placeholder); at != std::string::npos;
         at = text.find(placeholder, at + kRoot.size())) {
        text.replace(at, placeholder.size(), kRoot);
    }
    return text;
}

// The file system and environment of one case.
class CaseWorld {
  public:
    CaseWorld(fs::path folder, const Json& description)
        : files_(folder / "files"), description_(description) {
        for (const Json& name : description.value("empty_dirs", Json::array())) {
            std::string path = kRoot + "/" + name.get<std::string>();
            while (path.ends_with('/')) path.pop_back();
            empty_folders_.push_back(path);
        }
    }

    RequirementsSource source() const {
        RequirementsSource source;
        source.read = [this](const std::string& path) { return read(path); };
        source.exists = [this](const std::string& path) {
            return is_folder(path) || fs::exists(real(path));
        };
        source.is_directory = [this](const std::string& path) { return is_folder(path); };
        source.variable = [this](const std::string& name) -> std::optional<std::string> {
            const Json& env = description_.at("env");
            return env.contains(name) ? std::optional(env.at(name).get<std::string>())
                                      : std::nullopt;
        };
        source.working_directory = kRoot;
        return source;
    }

  private:
    fs::path real(const std::string& path) const {
        const std::string absolute =
            fs::path(path.starts_with('/') ? path : kRoot + "/" + path).lexically_normal();
        if (absolute == kRoot || absolute == kRoot + "/") return files_;
        if (!absolute.starts_with(kRoot + "/")) return "/nonexistent";
        return files_ / absolute.substr(kRoot.size() + 1);
    }

    bool is_folder(const std::string& path) const {
        std::string absolute =
            fs::path(path.starts_with('/') ? path : kRoot + "/" + path).lexically_normal();
        while (absolute.ends_with('/')) absolute.pop_back();
        const bool empty = std::find(empty_folders_.begin(), empty_folders_.end(), absolute) !=
                           empty_folders_.end();
        return empty || fs::is_directory(real(path));
    }

    std::string read(const std::string& path) const {
        const Json& urls = description_.at("urls");
        if (urls.contains(path)) return urls.at(path).get<std::string>();
        const std::string local = path.starts_with("file://") ? path.substr(7) : path;
        if (is_folder(local) || !fs::exists(real(local))) {
            throw Error(ErrorKind::kSystem, "cannot read " + path);
        }
        std::string bytes = read_bytes(real(local));
        return description_.value("substitute_root", false) ? with_root(bytes) : bytes;
    }

    fs::path files_;
    Json description_;
    std::vector<std::string> empty_folders_;
};

Json hashes_of(const RequirementText& text) {
    Json hashes = Json::object();
    for (const auto& [algorithm, digest] : text.hashes) hashes[algorithm].push_back(digest);
    return hashes;
}

Json options_of(const RequirementText& text) {
    Json options = Json::object();
    if (!text.hashes.empty()) options["hashes"] = hashes_of(text);
    for (const auto& [key, values] : text.config_settings) {
        options["config_settings"][key] = values.size() == 1 ? Json(values.front()) : Json(values);
    }
    return options;
}

std::string fragment(const std::string& url, const std::string& key) {
    for (const char separator : {'#', '&'}) {
        const std::size_t at = url.find(separator + key + "=");
        if (at == std::string::npos) continue;
        const std::string rest = url.substr(at + key.size() + 2);
        return rest.substr(0, rest.find('&'));
    }
    return "";
}

Json specifiers_of(const Requirement& requirement) {
    Json result = Json::array();
    for (const Specifier& clause : requirement.specifiers.clauses()) {
        result.push_back(clause.to_string());
    }
    std::sort(result.begin(), result.end());
    return result;
}

// Extras are equal when their normal forms are (PEP 685); pip lower-cases some of them.
Json extras_of(std::vector<std::string> extras) {
    for (std::string& extra : extras) extra = normalized_name(extra);
    std::sort(extras.begin(), extras.end());
    return extras;
}

Json parsed_of(const RequirementText& text, const RequirementLine& line) {
    const std::optional<Requirement>& named = line.requirement ? line.requirement : line.implied;
    Json parsed;
    parsed["name"] = named ? Json(named->name.to_string()) : Json();
    parsed["extras"] = extras_of(line.extras.empty() && named ? named->extras : line.extras);
    parsed["specifier"] = named ? specifiers_of(*named) : Json::array();
    const std::optional<Marker>& marker = line.requirement ? line.requirement->marker : line.marker;
    parsed["marker"] = marker ? Json(marker->to_string()) : Json();
    const std::string link = line.requirement ? line.requirement->url : line.link;
    parsed["link"] = link.empty() ? Json() : Json(link);
    const std::string subdirectory = fragment(link, "subdirectory");
    parsed["subdirectory"] = subdirectory.empty() ? Json() : Json(subdirectory);
    parsed["link_hashes"] = Json::object();
    if (!line.link_hash.empty()) {
        const std::size_t colon = line.link_hash.find(':');
        parsed["link_hashes"][line.link_hash.substr(0, colon)] = line.link_hash.substr(colon + 1);
    }
    parsed["hashes"] = hashes_of(text);
    parsed["editable"] = line.editable;
    parsed["pinned"] = named && named->specifiers.clauses().size() == 1 &&
                       (named->specifiers.clauses()[0].op() == SpecifierOperator::kEqual ||
                        named->specifiers.clauses()[0].op() == SpecifierOperator::kArbitraryEqual);
    return parsed;
}

std::string absolute(const std::string& path) {
    const bool done = path.starts_with('/') || path.find("://") != std::string::npos;
    return done ? path : kRoot + "/" + path;
}

Json line_of(const RequirementText& text, const RequirementsSource& source) {
    Json line;
    line["requirement"] = text.text;
    line["editable"] = text.editable;
    line["constraint"] = text.constraint;
    const std::string file = absolute(text.where.file);
    line["source"] = fmt::format("line {} of {}", text.where.line, file);
    line["comes_from"] =
        fmt::format("{} {} (line {})", text.constraint ? "-c" : "-r", file, text.where.line);
    line["options"] = options_of(text);
    try {
        line["parsed"] = parsed_of(text, parse_requirement_text(text, source));
    } catch (const Error& error) {
        line["error"] = true;
    }
    return line;
}

Json settings_of(const IndexOptions& options) {
    Json settings;
    settings["index_urls"] = Json::array();
    if (!options.no_index) {
        settings["index_urls"].push_back(options.index_url.empty() ? kDefaultIndex
                                                                   : options.index_url);
        for (const std::string& url : options.extra_index_urls) {
            settings["index_urls"].push_back(url);
        }
    }
    settings["find_links"] = options.find_links;
    settings["no_index"] = options.no_index;
    settings["no_binary"] = options.no_binary;
    settings["only_binary"] = options.only_binary;
    settings["prefer_binary"] = options.prefer_binary;
    settings["all_releases"] = options.all_releases;
    settings["only_final"] = options.only_final;
    settings["trusted_hosts"] = options.trusted_hosts;
    settings["require_hashes"] = options.require_hashes;
    return settings;
}

// What pip said in the form of our answer: an error is an error, whatever its words; specifiers and
// extras are compared in normal form.
Json comparable(Json expected) {
    for (Json& line : expected["lines"]) {
        if (line.contains("error")) line["error"] = true;
        if (!line.contains("parsed")) continue;
        Json& extras = line["parsed"]["extras"];
        extras = extras_of(extras.get<std::vector<std::string>>());
        Json specifiers = Json::array();
        for (const Json& pair : line["parsed"]["specifier"]) {
            const std::string text = pair.at(0).get<std::string>() + pair.at(1).get<std::string>();
            specifiers.push_back(Specifier::parse(text).value().to_string());
        }
        std::sort(specifiers.begin(), specifiers.end());
        line["parsed"]["specifier"] = specifiers;
    }
    Json result;
    result["lines"] = expected["lines"];
    result["error"] = expected.contains("error");
    result["settings"] = expected["settings"];
    return result;
}

Json answer_for(const fs::path& folder) {
    const Json description = Json::parse(read_bytes(folder / "case.json"));
    const CaseWorld world(folder, description);
    const RequirementsSource source = world.source();
    IndexOptions options;
    Json answer{{"lines", Json::array()}, {"error", false}};
    const std::string entry = kRoot + "/" + description.at("entry").get<std::string>();
    try {
        for_each_requirement(
            entry, description.value("constraint", false), source, options,
            [&](const RequirementText& text) { answer["lines"].push_back(line_of(text, source)); });
    } catch (const Error& error) {
        answer["error"] = true;
    }
    answer["settings"] = settings_of(options);
    return answer;
}

bool check(const fs::path& folder) {
    const Json expected =
        comparable(Json::parse(with_root(read_bytes(folder / "expected.json"))).at("pip"));
    const Json got = answer_for(folder);
    if (got == expected) return true;
    std::cout << folder.filename().string() << "\n";
    for (const Json& step : Json::diff(expected, got)) {
        const std::string path = step.at("path").get<std::string>();
        const Json::json_pointer pointer(path);
        std::cout << "  " << step.at("op").get<std::string>() << " " << path << ": pip "
                  << (expected.contains(pointer) ? expected.at(pointer).dump() : "nothing")
                  << ", pexpack " << step.value("value", Json("nothing")).dump() << "\n";
    }
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: requirements_txt_check DIR\n";
        return 2;
    }
    if (!fs::is_directory(argv[1])) {
        std::cout << "SKIPPED: there is no corpus in " << argv[1] << "\n";
        return kSkipped;
    }
    std::vector<fs::path> folders;
    for (const fs::directory_entry& entry : fs::directory_iterator(argv[1])) {
        if (fs::exists(entry.path() / "case.json")) folders.push_back(entry.path());
    }
    std::sort(folders.begin(), folders.end());
    const auto agreeing = std::count_if(folders.begin(), folders.end(), check);
    std::cout << agreeing << " / " << folders.size() << " cases agree with pip\n";
    return agreeing == static_cast<std::ptrdiff_t>(folders.size()) && !folders.empty() ? 0 : 1;
}
