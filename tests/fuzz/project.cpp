// A project: pyproject.toml, setup.cfg, setup.py and README.md between NUL bytes, with a few files
// that they may name. It is handed over with a reason, or becomes a wheel that would be packed and
// says what its name says; both each time alike, and the project stays as it was.
#include "pexpack/project/native_wheel.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "fuzz/laws.hpp"
#include "pexpack/archive/wheel_check.hpp"
#include "pexpack/spec/metadata.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/new_file.hpp"
#include "pexpack/support/temporary_folder.hpp"

namespace pexpack {

namespace {

constexpr std::uint64_t kLargest = std::uint64_t{1} << 24;

class Project {
  public:
    explicit Project(std::string_view input) : folder_(join_path(top_.path(), "shop")) {
        constexpr std::array kNames = {"pyproject.toml", "setup.cfg", "setup.py", "README.md"};
        make_directories(join_path(folder_, "shop/web"));
        make_directories(join_path(folder_, "src/store"));
        write("LICENSE", "Do as you please.\n");
        write("shop/__init__.py", "\"\"\"A shop.\"\"\"\n__version__ = '1.2'\n");
        write("shop/web/__init__.py", "");
        write("shop/web/page.html", "<p>");
        write("src/store/__init__.py", "VERSION = \"3\"\n");
        const auto texts = split(input, '\0');
        for (std::size_t i = 0; i < std::min(texts.size(), kNames.size()); ++i)
            if (!texts[i].empty()) write(kNames[i], texts[i]);
    }

    const std::string& folder() const { return folder_; }
    std::size_t files() const {
        std::size_t count = 0;
        for (const char* folder : {"", "shop", "shop/web", "src", "src/store"})
            count += list_directory(join_path(folder_, folder)).size();
        return count;
    }

  private:
    void write(const std::string& name, std::string_view text) const {
        write_new_file(join_path(folder_, name), text, 0644);
    }

    TemporaryFolder top_;
    std::string folder_;
};

void require_sound(const std::string& path, std::string_view input) try {
    const auto filename = WheelFilename::parse(base_name(path));
    require(filename.has_value(), "a wheel has the name of one", input);
    const WheelReader wheel(path, *filename);
    check_wheel(wheel);
    const auto metadata = Metadata::parse(wheel.metadata_text());
    require(metadata && metadata->name == filename->name && metadata->version == filename->version,
            "its metadata say what its name says", input);
} catch (const Error& error) {
    // Back ends make wheels with any scripts; which of them are refused is said at packing.
    const bool is_about_scripts = error.message().find(": its script `") != std::string::npos;
    require(is_about_scripts, "what is made would be packed: " + error.message(), input);
}

// The bytes of the wheel, or why there is none.
std::string outcome(const Project& project, std::string_view input) try {
    const TemporaryFolder output;
    const NativeWheel made = native_wheel(project.folder(), output.path());
    require(made.path.has_value() == made.why_not.empty(), "there is a wheel or a reason", input);
    require(list_directory(output.path()).size() == (made.path ? 1 : 0),
            "there is nothing but the wheel", input);
    if (!made.path) return made.why_not;
    require_sound(*made.path, input);
    return read_file(*made.path, kLargest);
} catch (const Error& error) {
    require(error.kind() == ErrorKind::kBadInput, error.message(), input);
    return error.message();
}

}  // namespace

void examine(std::string_view input) {
    const Project project(input);
    const std::size_t files = project.files();
    const std::string first = outcome(project, input);
    require(outcome(project, input) == first, "the same project gives the same", input);
    require(project.files() == files, "the project stays as it was", input);
}

}  // namespace pexpack

PEXPACK_FUZZ_TARGET()
