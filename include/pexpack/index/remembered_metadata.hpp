// What the METADATA of wheels said the last time, so that they need not be opened again.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "pexpack/support/file.hpp"

namespace pexpack {

class RememberedMetadata {
  public:
    // Reads what is remembered in the folder; without a folder, nothing is. A file there that is
    // damaged, or that others could have written, is as good as none.
    explicit RememberedMetadata(
        const std::optional<std::string>& folder,
        std::chrono::system_clock::time_point now = std::chrono::system_clock::now());
    RememberedMetadata(const RememberedMetadata&) = delete;
    RememberedMetadata& operator=(const RememberedMetadata&) = delete;
    ~RememberedMetadata();

    // The text that was added for the wheel (an absolute path) in this very state.
    std::optional<std::string> text(const std::string& path, const FileState& state);

    // To be remembered from write() on. Ignored while the file is so new that it could be written
    // to once more without a change of state: clocks of file systems go in steps.
    void add(const std::string& path, const FileState& state, std::string_view text);

    // Writes the file anew if something was added; that it cannot be written is no error. What was
    // used last stays longest: the file has a largest size. Of two commands at once the last wins.
    void write();

  private:
    struct Contents;
    std::unique_ptr<Contents> contents_;
};

}  // namespace pexpack
