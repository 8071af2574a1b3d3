#include "pexpack/support/hash.hpp"

#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("SHA-256 gives the digests of the standard's examples") {
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a text in pieces has the digest of the whole") {
    Hasher hash;
    hash.update("a");
    hash.update("");
    hash.update("bc");
    CHECK(hash.hex_digest() == sha256_hex("abc"));
}

TEST_CASE("a hash that was moved goes on where it was") {
    Hasher first;
    first.update("ab");
    Hasher second = std::move(first);
    second.update("c");
    CHECK(second.hex_digest() == sha256_hex("abc"));
}

TEST_CASE("the other algorithms are known by their names, the broken ones are not") {
    CHECK(hash_algorithm("sha256") == HashAlgorithm::kSha256);
    CHECK(hash_algorithm("sha512") == HashAlgorithm::kSha512);
    CHECK_FALSE(hash_algorithm("md5").has_value());
    CHECK_FALSE(hash_algorithm("sha1").has_value());
    Hasher hash(HashAlgorithm::kSha384);
    hash.update("abc");
    CHECK(hash.hex_digest().starts_with("cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163"));
}

TEST_CASE("a digest for RECORD is base64 for URLs without padding") {
    Hasher hash;
    CHECK(hash.base64url_digest() == "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
}
