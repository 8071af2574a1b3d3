// SHA-256 (FIPS 180-4).
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "pexpack/support/file.hpp"

namespace pexpack {

// Fed in pieces, then asked once.
class Sha256 {
  public:
    Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();

    void update(std::span<const std::byte> bytes);
    void update(std::string_view text);

    // 64 lower-case hexadecimal digits. Ends the computation.
    std::string hex_digest();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

std::string sha256_hex(std::string_view text);

struct FileHash {
    std::string hex;
    FileStamp stamp;  // of the file when it was hashed
};

// Throws Error when the file cannot be read or changes meanwhile.
FileHash sha256_of_file(const std::string& path);

}  // namespace pexpack
