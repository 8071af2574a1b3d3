#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <ostream>

#include "json_text.hpp"
#include "pexpack/cli/pex_commands.hpp"
#include "pexpack/pex/extracted_wheel.hpp"
#include "pexpack/support/hash.hpp"
#include "pexpack/support/text.hpp"
#include "words.hpp"

namespace pexpack {

namespace {

// The folder and those above it, made where they are missing. Those of them that are still empty at
// the end are removed.
class NewFolders {
  public:
    explicit NewFolders(const std::string& folder) : folder_(absolute_path(folder)) {
        for (std::string path = folder_; !exists(path); path = directory_of(path))
            missing_.push_back(path);
    }
    NewFolders(const NewFolders&) = delete;
    NewFolders& operator=(const NewFolders&) = delete;
    ~NewFolders() {
        std::error_code failure;
        for (const std::string& path : missing_) std::filesystem::remove(path, failure);
    }

    void make() const { make_directories(folder_); }

  private:
    std::string folder_;
    std::vector<std::string> missing_;  // the deepest first
};

// What was in the folder stays; what failed leaves nothing new.
class NewFilesIn {
  public:
    explicit NewFilesIn(const std::string& folder)
        : folders_(folder),
          folder_(folder),
          // Not the same for two that extract into one folder.
          work_(join_path(folder, fmt::format(".pexpack-extract-{}.tmp", ::getpid()))) {
        folders_.make();
        empty_work();
    }
    NewFilesIn(const NewFilesIn&) = delete;
    NewFilesIn& operator=(const NewFilesIn&) = delete;
    ~NewFilesIn() {
        std::error_code failure;
        for (const std::string& path : unconfirmed_) std::filesystem::remove(path, failure);
        std::filesystem::remove_all(work_, failure);
    }

    const std::string& work() const { return work_; }

    std::vector<std::string> take_place(const std::vector<std::string>& paths) {
        std::vector<std::string> places;
        for (const std::string& path : paths) {
            places.push_back(join_path(folder_, base_name(path)));
            if (is_directory(places.back())) {
                throw Error(ErrorKind::kUsage,
                            fmt::format("`{}` is a folder, and a wheel is called so",
                                        printable(places.back())))
                    .hint("name another folder for the wheels");
            }
        }
        for (std::size_t i = 0; i < paths.size(); ++i) place(paths[i], places[i]);
        unconfirmed_.clear();
        return places;
    }

  private:
    // What a command with our number that was killed has left there is of no use.
    void empty_work() {
        std::error_code failure;
        std::filesystem::remove_all(work_, failure);
        if (failure) {
            throw Error(ErrorKind::kSystem,
                        fmt::format("cannot remove `{}`: {}", work_, failure.message()));
        }
        make_directories(work_);
    }

    void place(const std::string& path, const std::string& final) {
        const bool is_new = !exists(final);
        std::error_code failure;
        std::filesystem::rename(path, final, failure);
        if (failure) {
            throw Error(ErrorKind::kSystem,
                        fmt::format("cannot write `{}`: {}", final, failure.message()));
        }
        if (is_new) unconfirmed_.push_back(final);
    }

    NewFolders folders_;
    std::string folder_;
    std::string work_;
    std::vector<std::string> unconfirmed_;  // new, and gone again unless all the others follow
};

}  // namespace

int run_extract_command(int argc, const char* const* argv, std::ostream& out, Messages& messages) {
    CLI::App app("Takes the wheels out of a pex, byte for byte as they went in.",
                 "pexpack extract");
    std::string path;
    std::string folder;
    OutputOptions output;
    app.add_option("PEX", path, "a pex of pexpack's or pex's")->type_name("")->required();
    app.add_option("DIR", folder, "the folder for the wheels; it is made")
        ->type_name("")
        ->required();
    add_output_options(app, output);
    if (const auto help = parse_words(app, argc, argv)) {
        out << *help;
        return 0;
    }
    const OpenedPex pex(path);
    const PexContents contents = contents_of(pex);
    if (exists(folder) && !is_directory(folder))
        throw Error(ErrorKind::kUsage, fmt::format("`{}` is not a folder", folder));
    NewFilesIn files(folder);
    const auto placed = files.take_place(extract_wheels(pex, contents, files.work()));
    std::size_t rebuilt = 0;
    for (const PexWheel& wheel : contents.wheels) rebuilt += wheel.form != PexWheelForm::kWheel;
    if (rebuilt != 0 && !output.quiet) {
        messages.info(fmt::format(
            "{} unpacked in the pex and packed again: the files are the same, not the archive",
            rebuilt == 1 ? "1 wheel was" : fmt::format("{} wheels were", rebuilt)));
    }
    if (output.json) {
        nlohmann::ordered_json list = nlohmann::ordered_json::array();
        for (const std::string& file : placed)
            list.push_back({{"path", file}, {"sha256", sha256_of_file(file).hex}});
        out << json_text(nlohmann::ordered_json{{"wheels", list}});
    } else if (!output.quiet) {
        for (const std::string& file : placed) out << printable(file) << '\n';
    }
    return 0;
}

}  // namespace pexpack
