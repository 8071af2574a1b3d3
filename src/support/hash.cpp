// OpenSSL's newer interface reads a configuration file and gathers providers before the first byte,
// which takes longer than many a command as a whole. What stands behind both is the same.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "pexpack/support/hash.hpp"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <variant>

#include "pexpack/support/check.hpp"
#include "pexpack/support/error.hpp"

namespace pexpack {

std::optional<HashAlgorithm> hash_algorithm(std::string_view name) {
    if (name == "sha256") return HashAlgorithm::kSha256;
    if (name == "sha384") return HashAlgorithm::kSha384;
    if (name == "sha512") return HashAlgorithm::kSha512;
    return std::nullopt;
}

struct Hasher::State {
    HashAlgorithm algorithm;
    std::variant<SHA256_CTX, SHA512_CTX> context;  // SHA-384 is a SHA-512 cut short
};

Hasher::Hasher(HashAlgorithm algorithm) : state_(std::make_unique<State>()) {
    state_->algorithm = algorithm;
    switch (algorithm) {
        case HashAlgorithm::kSha256:
            PEXPACK_CHECK(SHA256_Init(&state_->context.emplace<SHA256_CTX>()) == 1);
            return;
        case HashAlgorithm::kSha384:
            PEXPACK_CHECK(SHA384_Init(&state_->context.emplace<SHA512_CTX>()) == 1);
            return;
        case HashAlgorithm::kSha512:
            PEXPACK_CHECK(SHA512_Init(&state_->context.emplace<SHA512_CTX>()) == 1);
            return;
    }
    report_bug("a known algorithm", __FILE__, __LINE__);
}

Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;

void Hasher::update(std::span<const std::byte> bytes) {
    if (auto* sha256 = std::get_if<SHA256_CTX>(&state_->context)) {
        PEXPACK_CHECK(SHA256_Update(sha256, bytes.data(), bytes.size()) == 1);
    } else {
        auto& sha512 = std::get<SHA512_CTX>(state_->context);
        PEXPACK_CHECK(SHA512_Update(&sha512, bytes.data(), bytes.size()) == 1);
    }
}

void Hasher::update(std::string_view text) {
    update(std::as_bytes(std::span(text)));
}

std::vector<unsigned char> Hasher::digest() {
    if (auto* sha256 = std::get_if<SHA256_CTX>(&state_->context)) {
        std::vector<unsigned char> digest(SHA256_DIGEST_LENGTH);
        PEXPACK_CHECK(SHA256_Final(digest.data(), sha256) == 1);
        return digest;
    }
    auto& sha512 = std::get<SHA512_CTX>(state_->context);
    std::vector<unsigned char> digest(SHA512_DIGEST_LENGTH);
    PEXPACK_CHECK(SHA512_Final(digest.data(), &sha512) == 1);
    if (state_->algorithm == HashAlgorithm::kSha384) digest.resize(SHA384_DIGEST_LENGTH);
    return digest;
}

std::string Hasher::hex_digest() {
    return fmt::format("{:02x}", fmt::join(digest(), ""));
}

std::string Hasher::base64url_digest() {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    constexpr unsigned kBits = 6;
    std::string text;
    unsigned pending = 0;
    unsigned pending_bits = 0;
    for (const unsigned char byte : digest()) {
        pending = pending << 8U | byte;
        pending_bits += 8;
        for (; pending_bits >= kBits; pending_bits -= kBits) {
            text.push_back(kDigits[pending >> (pending_bits - kBits) & 63U]);
        }
    }
    if (pending_bits > 0) text.push_back(kDigits[pending << (kBits - pending_bits) & 63U]);
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
