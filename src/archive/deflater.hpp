// Compresses a stream of bytes as zip files have it (RFC 1951).
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>

namespace pexpack {

class Deflater {
  public:
    // What takes the compressed bytes, in pieces.
    using Take = std::function<void(std::span<const std::byte>)>;

    Deflater();
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;
    ~Deflater();

    // Compresses the next piece of the content; `is_last` ends it, and another content may follow.
    void compress(std::span<const std::byte> bytes, bool is_last, const Take& take);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace pexpack
