#include "wheel_content.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>

#include "handed_over.hpp"
#include "pexpack/archive/archive_writer.hpp"
#include "pexpack/spec/entry_point.hpp"
#include "pexpack/spec/package_name.hpp"
#include "pexpack/spec/version.hpp"
#include "pexpack/support/hash.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t{1} << 30;

bool is_plain_name(std::string_view name) {
    return is_utf8(name) && std::ranges::none_of(name, [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\';
           });
}

bool is_executable(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && (status.st_mode & S_IXUSR) != 0;
}

// As the csv module writes a field.
std::string quoted(const std::string& name) {
    if (name.find_first_of(",\"") == std::string::npos) return name;
    std::string text = "\"";
    for (const char c : name) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + "\"";
}

std::string stem_of(const CoreMetadata& metadata) {
    const auto name = PackageName::parse(metadata.name);
    const auto version = Version::parse(metadata.version);
    hand_over_unless(name.has_value(), "the project's name is no valid one");
    hand_over_unless(version.has_value(), "the project's version is no valid one");
    std::string stem = name->to_string();
    std::ranges::replace(stem, '-', '_');
    return fmt::format("{}-{}", stem, version->to_string());
}

std::string text_of(const EntryPointGroups& groups) {
    std::string text;
    for (const auto& [group, points] : groups) {
        text += fmt::format("{}[{}]\n", text.empty() ? "" : "\n", group);
        for (const auto& [name, object] : points) text += fmt::format("{} = {}\n", name, object);
    }
    hand_over_unless(parse_entry_points(text).has_value(), "an entry point is no valid one");
    return text;
}

std::string wheel_file(std::string_view python_tag) {
    std::string text = "Wheel-Version: 1.0\nGenerator: pexpack\nRoot-Is-Purelib: true\n";
    for (const std::string_view tag : split(python_tag, '.'))
        text += fmt::format("Tag: {}-none-any\n", tag);
    return text;
}

class Writer {
  public:
    Writer(const WheelContent& content, const ProjectFolder& project)
        : content_(content), project_(project), stem_(stem_of(content.metadata)) {}

    std::string run(const std::string& output_folder) {
        for (const auto& [name, file] : content_.files) copy(name, file);
        for (const auto& [name, file] : content_.data)
            copy(fmt::format("{}.data/{}", stem_, name), file);
        for (const std::string& file : content_.metadata.license_files)
            copy(info("licenses/" + file), file);
        for (const auto& [name, file] : content_.info_files) copy(info(name), file);
        for (const auto& [name, text] : content_.info) add(info(name), text, false);
        add(info("METADATA"), content_.metadata.to_text(), false);
        add(info("WHEEL"), wheel_file(content_.python_tag), false);
        const std::string points = text_of(content_.entry_points);
        if (!points.empty()) add(info("entry_points.txt"), points, false);
        archive_.entries.push_back({.name = info("RECORD"),
                                    .content = record_ + quoted(info("RECORD")) + ",,\n",
                                    .compressed = true});
        const std::string path =
            join_path(output_folder, fmt::format("{}-{}-none-any.whl", stem_, content_.python_tag));
        write_archive(archive_, path);
        return path;
    }

  private:
    std::string info(const std::string& name) const { return stem_ + ".dist-info/" + name; }

    void copy(const std::string& name, const std::string& file) {
        project_.refuse_links_to(file);
        const std::string path = project_.path_of(file);
        add(name, read_file(path, kLargestFile), is_executable(path));
    }

    void add(const std::string& name, std::string text, bool executable) {
        if (!is_plain_name(name)) hand_over(fmt::format("`{}` is an odd name", printable(name)));
        if (name == info("RECORD") || !names_.insert(name).second)
            hand_over(fmt::format("two files are called `{}`", name));
        Hasher hash;
        hash.update(text);
        record_ +=
            fmt::format("{},sha256={},{}\n", quoted(name), hash.base64url_digest(), text.size());
        archive_.entries.push_back({.name = name,
                                    .content = std::move(text),
                                    .compressed = true,
                                    .executable = executable});
    }

    const WheelContent& content_;
    const ProjectFolder& project_;
    std::string stem_;
    std::string record_;
    std::set<std::string> names_;
    ArchiveContent archive_{.prefix = {}, .entries = {}, .timestamp = 0};
};

}  // namespace

void WheelContent::add(const std::string& name, const std::string& file) {
    const auto [entry, is_new] = files.emplace(name, file);
    if (!is_new && entry->second != file) hand_over(fmt::format("two files are to be `{}`", name));
}

std::string write_wheel(const WheelContent& content, const ProjectFolder& project,
                        const std::string& output_folder) {
    return Writer(content, project).run(output_folder);
}

}  // namespace pexpack
