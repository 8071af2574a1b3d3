// A pex opened for reading, ours or one of pex's: a file, or a folder (pex's layouts `packed` and
// `loose`).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pexpack {

// Whether the name of a file leads nowhere but into the folder that it is unpacked to.
bool stays_inside(std::string_view name);

struct PexFile {
    std::string name;  // ".deps/six-1.0-py2.py3-none-any.whl", "shop/cli.py"
    std::uint64_t size = 0;
    bool executable = false;
};

class OpenedPex {
  public:
    using Take = std::function<void(std::span<const std::byte>)>;

    // Throws Error (kBadInput) when it is no pex, or has a name that would lead out of a folder.
    explicit OpenedPex(const std::string& path);
    OpenedPex(OpenedPex&&) noexcept;
    ~OpenedPex();

    const std::string& path() const { return path_; }
    bool is_folder() const;
    // Of the whole, in bytes.
    std::uint64_t size() const;
    // All of them, sorted by name; folders are not listed.
    const std::vector<PexFile>& files() const { return files_; }
    const PexFile* find(std::string_view name) const;  // null when there is none

    // May be called from several threads. Throws Error (kBadInput) when the content is damaged.
    void read(const PexFile& file, const Take& take) const;
    // At once; more than `limit` bytes are an error, too.
    std::string read(const PexFile& file, std::uint64_t limit) const;
    std::string sha256(const PexFile& file) const;

  private:
    struct Zip;

    void refuse_files_below_files() const;

    std::string path_;
    std::unique_ptr<Zip> zip_;  // null for a folder
    std::vector<PexFile> files_;
};

}  // namespace pexpack
