#include "pexpack/support/hash.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>

#include "pexpack/support/check.hpp"
#include "pexpack/support/error.hpp"

namespace pexpack {

namespace {

const EVP_MD* implementation_of(HashAlgorithm algorithm) {
    switch (algorithm) {
        case HashAlgorithm::kSha256:
            return EVP_sha256();
        case HashAlgorithm::kSha384:
            return EVP_sha384();
        case HashAlgorithm::kSha512:
            return EVP_sha512();
    }
    report_bug("a known algorithm", __FILE__, __LINE__);
}

}  // namespace

std::optional<HashAlgorithm> hash_algorithm(std::string_view name) {
    if (name == "sha256") return HashAlgorithm::kSha256;
    if (name == "sha384") return HashAlgorithm::kSha384;
    if (name == "sha512") return HashAlgorithm::kSha512;
    return std::nullopt;
}

struct Hasher::State {
    struct Free {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
};

Hasher::Hasher(HashAlgorithm algorithm) : state_(std::make_unique<State>()) {
    PEXPACK_CHECK(state_->context != nullptr);
    PEXPACK_CHECK(EVP_DigestInit_ex(state_->context.get(), implementation_of(algorithm), nullptr) ==
                  1);
}

Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;

void Hasher::update(std::span<const std::byte> bytes) {
    PEXPACK_CHECK(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

void Hasher::update(std::string_view text) {
    update(std::as_bytes(std::span(text)));
}

std::vector<unsigned char> Hasher::digest() {
    std::vector<unsigned char> digest(EVP_MAX_MD_SIZE);
    unsigned length = 0;
    PEXPACK_CHECK(EVP_DigestFinal_ex(state_->context.get(), digest.data(), &length) == 1);
    digest.resize(length);
    return digest;
}

std::string Hasher::hex_digest() {
    return fmt::format("{:02x}", fmt::join(digest(), ""));
}

std::string Hasher::base64url_digest() {
    const std::vector<unsigned char> bytes = digest();
    // Four characters for three bytes, and a final NUL that EVP_EncodeBlock writes.
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(),
                                       static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(length));
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    text.erase(std::ranges::find(text, '='), text.end());
    return text;
}

std::string sha256_hex(std::string_view text) {
    Hasher hash;
    hash.update(text);
    return hash.hex_digest();
}

FileHash hash_of_file(const std::string& path, HashAlgorithm algorithm) {
    constexpr std::size_t kChunk = std::size_t{1} << 18;
    const ReadableFile file = ReadableFile::open(path);
    Hasher hash(algorithm);
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

FileHash sha256_of_file(const std::string& path) {
    return hash_of_file(path, HashAlgorithm::kSha256);
}

}  // namespace pexpack
