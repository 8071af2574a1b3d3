#include "pexpack/support/sha256.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <vector>

#include "pexpack/support/check.hpp"
#include "pexpack/support/error.hpp"

namespace pexpack {

struct Sha256::State {
    struct Free {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    PEXPACK_CHECK(state_->context != nullptr);
    PEXPACK_CHECK(EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) == 1);
}

Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::update(std::span<const std::byte> bytes) {
    PEXPACK_CHECK(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

void Sha256::update(std::string_view text) {
    update(std::as_bytes(std::span(text)));
}

std::string Sha256::hex_digest() {
    std::array<unsigned char, 32> digest{};
    unsigned length = 0;
    PEXPACK_CHECK(EVP_DigestFinal_ex(state_->context.get(), digest.data(), &length) == 1);
    PEXPACK_CHECK(length == digest.size());
    return fmt::format("{:02x}", fmt::join(digest, ""));
}

std::string sha256_hex(std::string_view text) {
    Sha256 hash;
    hash.update(text);
    return hash.hex_digest();
}

FileHash sha256_of_file(const std::string& path) {
    constexpr std::size_t kChunk = std::size_t{1} << 18;
    const ReadableFile file = ReadableFile::open(path);
    Sha256 hash;
    std::vector<std::byte> buffer(kChunk);
    std::uint64_t offset = 0;
    while (const std::size_t count = file.read_some(buffer, offset)) {
        hash.update(std::span(buffer).first(count));
        offset += count;
    }
    if (file.current_stamp() != file.stamp()) {
        throw Error(ErrorKind::kBadInput, fmt::format("`{}` was changed while it was read", path))
            .hint("wait until whatever writes it is done, then try again");
    }
    return {hash.hex_digest(), file.stamp()};
}

}  // namespace pexpack
