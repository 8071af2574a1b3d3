// Wheels and sdists in folders: what `--find-links` names.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "pexpack/index/allowed_hashes.hpp"
#include "pexpack/index/candidate.hpp"
#include "pexpack/index/file_formats.hpp"
#include "pexpack/index/remembered_metadata.hpp"
#include "pexpack/index/sdist_builder.hpp"
#include "pexpack/support/error.hpp"
#include "pexpack/target/target.hpp"

namespace pexpack {

class Wheelhouse : public CandidateSource {
  public:
    // Lists each location once: a folder of files or one file. Throws
    // Error (kBadInput) when one does not exist or is an address on the network. What is remembered
    // of a wheel stands for the wheel; `remembered` must outlive the wheelhouse, null remembers
    // nothing.
    Wheelhouse(const std::vector<std::string>& locations, const Target& target,
               AllowedHashes hashes, RememberedMetadata* remembered = nullptr);

    // From now on `candidate` is the only one under its name, whatever the folders hold: the line
    // at `where` named this very file. When its METADATA cannot be used that is not a version to
    // pass over: metadata() throws Error (kBadInput).
    void add_direct(Candidate candidate, SourceLocation where);

    // Before the first project is asked for. Without a builder sdists are no candidates.
    void choose_formats(FileFormats formats) { formats_ = std::move(formats); }
    void build_sdists_with(SdistBuilder& builder) { builder_ = &builder; }

    const Project& project(const PackageName& name) override;
    Result<SharedMetadata> metadata(const Candidate& candidate) override;
    std::vector<std::string> names() override;
    std::string description() override;

    // For a file that was chosen for its hash or its METADATA: throws Error (kBadInput) when
    // `stamp`, of the file that is packed, is another than it had when it was first read for that.
    void refuse_changed(const std::string& path, const FileStamp& stamp) const;

    std::size_t wheel_count() const { return wheel_count_; }
    std::size_t sdist_count() const { return sdist_count_; }
    // Of all wheels and sdists in the locations.
    std::vector<std::string> paths() const;

  private:
    struct File {
        std::string name;
        std::string path;
    };
    void add_folder(const std::string& folder);
    void add_file(const std::string& path);
    // Why the file cannot be chosen, or nothing.
    std::optional<UnusableFile> unfit(const Candidate& candidate) const;
    // Either of the two: a candidate, or a file that cannot be used.
    void add_wheel(const File& file, const std::string& name, Project& project);
    void add_sdist(const File& file, const std::string& name, Project& project) const;
    // Throws when a line named the candidate.
    void refuse_direct(const Candidate& candidate, const std::string& reason) const;
    std::optional<UnusableFile> hash_refused(const Candidate& candidate);
    void sort_best_first(std::vector<Candidate>& candidates) const;
    Project find_project(const std::string& name);
    void choose_files(Project& project);
    Result<SharedMetadata> read_metadata(const Candidate& candidate);
    Result<SharedMetadata> read_sdist_metadata(const Candidate& sdist);
    // Of its PKG-INFO, or what is remembered of that; nothing when it has none that can be read.
    std::optional<HeaderBlock> sdist_headers(const Candidate& sdist);
    // What can be known without building it.
    std::optional<Result<SharedMetadata>> told_by_sdist(const Candidate& sdist);
    std::optional<FileState> state_when_first_read(const std::string& path);
    std::string real_place(const std::string& path);

    std::vector<std::string> locations_;
    const Target& target_;
    TagReader tags_;
    AllowedHashes hashes_;
    RememberedMetadata* remembered_;
    FileFormats formats_;
    SdistBuilder* builder_ = nullptr;
    std::map<std::string, std::vector<File>> files_;  // by normalised name, wheels and sdists
    struct DirectFile {
        Candidate candidate;
        SourceLocation where;
    };
    std::unordered_map<std::string, DirectFile> direct_;  // by normalised name
    std::unordered_map<std::string, Project> projects_;   // those that were asked for
    RequirementReader requirements_;
    std::unordered_map<std::string, Result<SharedMetadata>> metadata_;  // by path
    std::unordered_map<std::string, std::optional<FileState>> states_;  // by path
    std::unordered_map<std::string, std::string> real_folders_;  // by the paths they are named by
    std::size_t wheel_count_ = 0;
    std::size_t sdist_count_ = 0;
};

// The wheel that the last part of the URL's path names, if it names one.
std::optional<WheelFilename> wheel_in_url(std::string_view url);

}  // namespace pexpack
