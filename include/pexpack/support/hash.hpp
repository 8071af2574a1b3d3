// The hashes that packaging uses: SHA-256, SHA-384 and SHA-512 (FIPS 180-4).
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pexpack/support/file.hpp"

namespace pexpack {

enum class HashAlgorithm { kSha256, kSha384, kSha512 };

// "sha256", "sha384", "sha512"; nothing for any other name, the broken md5 and sha1 included.
std::optional<HashAlgorithm> hash_algorithm(std::string_view name);

// Fed in pieces, then asked once.
class Hasher {
  public:
    explicit Hasher(HashAlgorithm algorithm = HashAlgorithm::kSha256);
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;
    ~Hasher();

    void update(std::span<const std::byte> bytes);
    void update(std::string_view text);

    // Either ends the computation.
    std::string hex_digest();        // lower case
    std::string base64url_digest();  // RFC 4648 section 5 without padding, as RECORD has it

  private:
    std::vector<unsigned char> digest();

    struct State;
    std::unique_ptr<State> state_;
};

std::string sha256_hex(std::string_view text);

struct FileHash {
    std::string hex;
    FileStamp stamp;  // of the file when it was hashed
};

// Throws Error when the file cannot be read or changes meanwhile.
FileHash hash_of_file(const std::string& path, HashAlgorithm algorithm);
FileHash sha256_of_file(const std::string& path);

}  // namespace pexpack
