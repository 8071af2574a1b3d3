#include "fake_source.hpp"
#include "support/catch.hpp"

using namespace pexpack;

using Texts = std::vector<std::string>;

TEST_CASE("the last index counts and drops the extra ones before it") {
    const IndexOptions options =
        read_text(
            "--extra-index-url https://x\n-i https://a\n--index-url=https://b\n"
            "--extra-index-url https://y\n")
            .options;
    CHECK(options.index_url == "https://b");
    CHECK(options.extra_index_urls == Texts{"https://y"});
}

TEST_CASE("--no-index clears the indexes and beats later ones") {
    const IndexOptions options =
        read_text("-i https://a\n--no-index\n-i https://b\n--extra-index-url https://c\n").options;
    CHECK(options.no_index);
    CHECK(options.index_url.empty());
    CHECK(options.extra_index_urls.empty());
}

TEST_CASE("a long option may be shortened while it is unambiguous") {
    CHECK(read_text("--find wheels\n").options.find_links == Texts{"wheels"});
    CHECK(read_text("--prefer\n").options.prefer_binary);
    CHECK(error_of("--no a\n").causes()[0].find("may mean") != std::string::npos);
}

TEST_CASE("a short option may stick to its value") {
    CHECK(read_text("-fwheels\n").options.find_links == Texts{"wheels"});
}

TEST_CASE("values may be quoted as in a shell") {
    CHECK(read_text("-f \"my wheels\"\n").options.find_links == Texts{"my wheels"});
    CHECK(read_text("-f 'a\\b' \n").options.find_links == Texts{"a\\b"});
    CHECK(read_text("-f a\\ b\n").options.find_links == Texts{"a b"});
    const std::string zero("a\0b", 3);
    CHECK(read_text("-f " + zero + "\n").options.find_links == Texts{zero});
}

TEST_CASE("--find-links is relative to the file if it exists there, else as written") {
    const FakeSource source{{{"/work/requirements.txt", "-r sub/more.txt\n"},
                             {"/work/sub/more.txt", "-f wheels\n-f other\n-f https://h/l\n"},
                             {"/work/sub/wheels/x", ""}},
                            {}};
    CHECK(source.read().options.find_links == Texts{"/work/sub/wheels", "other", "https://h/l"});
}

TEST_CASE("one --find-links of a line counts") {
    CHECK(read_text("-f a -f b\n").options.find_links == Texts{"a"});
}

TEST_CASE("names for binaries are normal, and in one of the two lists") {
    const IndexOptions options =
        read_text("--no-binary A_b,c\n--only-binary a.B\n--no-binary :none:\n--no-binary d\n")
            .options;
    CHECK(options.only_binary == Texts{"a-b"});
    CHECK(options.no_binary == Texts{"d"});
}

TEST_CASE(":all: replaces the names before it and empties the other list") {
    const IndexOptions options = read_text("--no-binary a\n--only-binary b,:all:,c\n").options;
    CHECK(options.only_binary == Texts{":all:"});
    CHECK(options.no_binary.empty());
    CHECK(read_text("--only-binary :all:,x,:none:,y\n").options.only_binary == Texts{"y"});
}

TEST_CASE("lists of names take effect beside a requirement, nothing else does") {
    const RequirementsFile file = read_text("a --no-binary b -i https://x --pre --no-index\n");
    CHECK(file.options.no_binary == Texts{"b"});
    CHECK(file.options.index_url.empty());
    CHECK_FALSE(file.options.pre);
    CHECK_FALSE(file.options.no_index);
    CHECK(texts(file.requirements) == Texts{"a"});
}

TEST_CASE("--pre is all releases of all names") {
    CHECK(read_text("--pre\n").options.all_releases == Texts{":all:"});
    CHECK(read_text("--all-releases :all:\n").options.pre);
    CHECK_FALSE(read_text("--pre\n--only-final :all:\n").options.pre);
}

TEST_CASE("words among options that belong to none are dropped") {
    CHECK(read_text("--pre a==1\n").requirements.empty());
    CHECK(texts(read_text("a>=1 - b\n").requirements) == Texts{"a>=1"});
}

TEST_CASE("a hash without a requirement is ignored with a warning") {
    const RequirementsFile file = read_text("a\n--hash=sha256:00\n");
    CHECK(file.options.warnings ==
          Texts{"requirements.txt:2: `--hash` without a requirement is ignored"});
}

TEST_CASE("hosts and features are kept once each") {
    const IndexOptions options =
        read_text("--trusted-host h\n--trusted-host h\n--use-feature fast-deps\n").options;
    CHECK(options.trusted_hosts == Texts{"h"});
    CHECK(options.use_features == Texts{"fast-deps"});
}

TEST_CASE("an option that pip's files do not know, or with a wrong value, is refused") {
    for (const char* line :
         {"--foo", "-U a", "a --global-option=x", "--index-url", "--pre=1", "--hash=md5:00",
          "--hash=00", "-C x", "--use-feature nope", "--no-binary -x", "-f \"open"}) {
        INFO(line);
        CHECK(error_of(std::string(line) + "\n").kind() == ErrorKind::kBadInput);
    }
}
