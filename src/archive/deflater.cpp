#include "deflater.hpp"

#include <zlib.h>

#include <array>

#include "pexpack/support/check.hpp"

namespace pexpack {

namespace {

constexpr std::size_t kPieceSize = std::size_t{64} << 10;

}  // namespace

struct Deflater::State {
    z_stream stream{};
    std::array<Bytef, kPieceSize> output{};
};

Deflater::Deflater() : state_(std::make_unique<State>()) {
    constexpr int kRaw = -15;  // the widest window, without the header of zlib
    constexpr int kMemoryLevel = 9;
    PEXPACK_CHECK(::deflateInit2(&state_->stream, Z_BEST_COMPRESSION, Z_DEFLATED, kRaw,
                                 kMemoryLevel, Z_DEFAULT_STRATEGY) == Z_OK);
}

Deflater::~Deflater() {
    ::deflateEnd(&state_->stream);
}

void Deflater::compress(std::span<const std::byte> bytes, bool is_last, const Take& take) {
    z_stream& stream = state_->stream;
    // zlib's interface is older than `const`.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    int result = Z_OK;
    do {
        stream.next_out = state_->output.data();
        stream.avail_out = kPieceSize;
        result = ::deflate(&stream, is_last ? Z_FINISH : Z_NO_FLUSH);
        PEXPACK_CHECK(result != Z_STREAM_ERROR);
        const std::size_t count = kPieceSize - stream.avail_out;
        if (count != 0) take(std::as_bytes(std::span(state_->output).first(count)));
    } while (is_last ? result != Z_STREAM_END : stream.avail_out == 0);
    if (is_last) PEXPACK_CHECK(::deflateReset(&stream) == Z_OK);
}

}  // namespace pexpack
