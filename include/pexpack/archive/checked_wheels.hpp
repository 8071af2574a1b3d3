// Which wheels were found sound before, so that each is inflated to be checked only once.
#pragma once

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace pexpack {

// A file of SHA-256 digests in the user's cache folder. It is believed only when it belongs to us
// and nobody else may write to it. Whatever goes wrong with it is no error: then wheels are checked
// again.
class CheckedWheels {
  public:
    // `folder` is made when something is added; nothing: remembers nothing.
    explicit CheckedWheels(const std::optional<std::string>& folder);

    // The digests are 64 hexadecimal digits in lower case.
    bool contains(const std::string& sha256) const { return known_.contains(sha256); }
    void add(const std::vector<std::string>& sha256s);

  private:
    std::string folder_;
    std::string path_;
    std::unordered_set<std::string> known_;
};

}  // namespace pexpack
