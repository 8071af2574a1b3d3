#include "pexpack/support/sha256.hpp"

#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("SHA-256 gives the digests of the standard's examples") {
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a text in pieces has the digest of the whole") {
    Sha256 hash;
    hash.update("a");
    hash.update("");
    hash.update("bc");
    CHECK(hash.hex_digest() == sha256_hex("abc"));
}

TEST_CASE("a hash that was moved goes on where it was") {
    Sha256 first;
    first.update("ab");
    Sha256 second = std::move(first);
    second.update("c");
    CHECK(second.hex_digest() == sha256_hex("abc"));
}
