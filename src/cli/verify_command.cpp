#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <ostream>

#include "json_text.hpp"
#include "pexpack/archive/wheel_check.hpp"
#include "pexpack/cli/pex_commands.hpp"
#include "pexpack/pex/build_plan.hpp"
#include "pexpack/pex/extracted_wheel.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "pexpack/support/text.hpp"
#include "pexpack/support/thread_pool.hpp"
#include "words.hpp"

namespace pexpack {

namespace {

class Verification {
  public:
    Verification(const OpenedPex& pex, const PexContents& contents)
        : pex_(pex), contents_(contents) {}

    std::vector<std::string> problems() && {
        for (const std::string& name : contents_.missing)
            add(fmt::format("`{}` is listed in PEX-INFO, but not there", printable(name)));
        check_wheels();
        std::vector<SourceFile> code = read_all(contents_.code);
        const std::vector<SourceFile> runtime = read_all(contents_.runtime);
        if (!contents_.pexpack_version.empty()) check_our_hashes(code, runtime);
        std::ranges::sort(problems_);
        return std::move(problems_);
    }

  private:
    void add(std::string problem) {
        const std::lock_guard lock(mutex_);
        problems_.push_back(std::move(problem));
    }

    // What `check` throws about the input is a problem, and not the end.
    template <typename Check>
    void note(const Check& check) {
        try {
            check();
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::kBadInput) throw;
            add(error.message());
        }
    }

    void check_wheels() {
        const TemporaryFolder folder;
        // Writing wheels anew is for one thread at a time (see extract_wheels).
        std::mutex rebuilding;
        for_each_index(contents_.wheels.size(), [&](std::size_t i) {
            const PexWheel& wheel = contents_.wheels[i];
            note([&] {
                std::unique_lock<std::mutex> turn(rebuilding, std::defer_lock);
                if (wheel.form != PexWheelForm::kWheel) turn.lock();
                check_one(wheel, join_path(folder.path(), wheel.filename));
            });
        });
    }

    void check_one(const PexWheel& wheel, const std::string& path) {
        if (wheel.declared_sha256.empty()) {
            throw Error(ErrorKind::kBadInput,
                        fmt::format("PEX-INFO does not list `{}`", printable(wheel.filename)));
        }
        const auto filename = WheelFilename::parse(wheel.filename);
        if (!filename) {
            throw Error(ErrorKind::kBadInput,
                        fmt::format("`{}` is no valid name of a wheel", printable(wheel.filename)));
        }
        extract_wheel(pex_, wheel, path);
        check_wheel(WheelReader(path, *filename));
    }

    // Reading compares with the checksums of the archive.
    std::vector<SourceFile> read_all(const std::vector<const PexFile*>& files) {
        std::vector<SourceFile> read(files.size());
        for_each_index(files.size(), [&](std::size_t i) {
            note([&] {
                read[i].name = files[i]->name;
                read[i].executable = files[i]->executable;
                read[i].sha256 = pex_.sha256(*files[i]);
            });
        });
        return read;
    }

    void check_our_hashes(const std::vector<SourceFile>& code,
                          const std::vector<SourceFile>& runtime) {
        if (hash_of_code(code) != contents_.code_hash)
            add("the application's own files do not have the `code_hash` of PEX-INFO");
        std::map<std::string, std::string> digests;
        for (const SourceFile& file : runtime) digests.emplace(file.name, file.sha256);
        digests.erase("PEX-INFO");
        if (hash_of_runtime(digests) != contents_.bootstrap_hash)
            add("the files that start the application do not have the `bootstrap_hash` of "
                "PEX-INFO");
        if (contents_.info_hash != contents_.pex_hash)
            add("PEX-INFO does not have the `pex_hash` that it gives");
    }

    const OpenedPex& pex_;
    const PexContents& contents_;
    std::mutex mutex_;
    std::vector<std::string> problems_;
};

}  // namespace

int run_verify_command(int argc, const char* const* argv, std::ostream& out) {
    CLI::App app("Compares everything in a pex with the hashes and checksums in it.",
                 "pexpack verify");
    std::string path;
    OutputOptions output;
    app.add_option("PEX", path, "a pex of pexpack's or pex's")->type_name("")->required();
    add_output_options(app, output);
    if (const auto help = parse_words(app, argc, argv)) {
        out << *help;
        return 0;
    }
    const OpenedPex pex(path);
    const PexContents contents = contents_of(pex);
    std::vector<std::string> problems = Verification(pex, contents).problems();
    if (!problems.empty()) {
        throw Error(ErrorKind::kBadInput,
                    fmt::format("`{}` is damaged or was changed", printable(path)))
            .details(std::move(problems));
    }
    if (output.json) {
        const nlohmann::ordered_json result = {{"path", path},
                                               {"sound", true},
                                               {"wheels", contents.wheels.size()},
                                               {"code", contents.code.size()}};
        out << json_text(result);
    } else if (!output.quiet) {
        out << fmt::format("{} is sound: {}, {} of code\n", printable(path),
                           counted(contents.wheels.size(), "wheel"),
                           counted(contents.code.size(), "file"));
    }
    return 0;
}

}  // namespace pexpack
