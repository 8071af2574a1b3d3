#include "fake_source.hpp"
#include "support/catch.hpp"

using namespace pexpack;

using Texts = std::vector<std::string>;
using Numbers = std::vector<int>;

TEST_CASE("each line is a requirement with its number") {
    const RequirementsFile file = read_text("a\n\n  b>=1\t\nc[x]==2 ; python_version >= '3'\n");
    CHECK(texts(file.requirements) == Texts{"a", "b>=1", "c[x]==2; python_version >= \"3\""});
    CHECK(line_numbers(file.requirements) == Numbers{1, 3, 4});
    CHECK(file.requirements[1].where.file == "requirements.txt");
}

TEST_CASE("lines end wherever Python's splitlines ends them") {
    const RequirementsFile file = read_text(
        "a\rb\r\nc\x0b"
        "d\x0c"
        "e\x1c"
        "f\xC2\x85"
        "g\xE2\x80\xA8"
        "h");
    CHECK(texts(file.requirements) == Texts{"a", "b", "c", "d", "e", "f", "g", "h"});
    CHECK(line_numbers(file.requirements) == Numbers{1, 2, 3, 4, 5, 6, 7, 8});
}

TEST_CASE("a comment starts with # at the start of a line or after white space") {
    CHECK(texts(read_text("# x\n  # y\na # z\nb\t#z\nc  #  # z\n").requirements) ==
          Texts{"a", "b", "c"});
    CHECK(texts(read_text("a @ https://h.invalid/a.zip#sha256=00 # z\n").requirements) ==
          Texts{"a @ https://h.invalid/a.zip#sha256=00"});
}

TEST_CASE("a final backslash joins lines, the first of which counts") {
    const RequirementsFile file = read_text("a \\\n  >= 1, \\\n <2\nb\n");
    CHECK(texts(file.requirements) == Texts{"a<2,>=1", "b"});
    CHECK(line_numbers(file.requirements) == Numbers{1, 4});
}

TEST_CASE("a comment line ends a joined line") {
    const RequirementsFile file = read_text("a \\\n# why\nb\n");
    CHECK(texts(file.requirements) == Texts{"a", "b"});
}

TEST_CASE("a comment line does not go on, whatever it ends with") {
    CHECK(texts(read_text("# why \\\na\n").requirements) == Texts{"a"});
}

TEST_CASE("a backslash before a blank joins nothing") {
    CHECK(error_of("a \\ \n>=1\n").kind() == ErrorKind::kBadInput);
}

TEST_CASE("a file may end within a joined line") {
    CHECK(texts(read_text("a \\").requirements) == Texts{"a"});
}

TEST_CASE("variables in capitals are put in after comments are gone") {
    const FakeSource source{
        {{"/work/requirements.txt", "a==${VERSION} # ${VERSION}\nb @ https://${HOST_1}/b.zip\n"}},
        {{"VERSION", "1.5"}, {"HOST_1", "h.invalid"}}};
    CHECK(texts(source.read().requirements) == Texts{"a==1.5", "b @ https://h.invalid/b.zip"});
}

TEST_CASE("an unset, empty or lower case variable stays as it is written") {
    const FakeSource source{{{"/work/requirements.txt", "-f ${NONE}/${EMPTY}/${lower}/$PLAIN\n"}},
                            {{"EMPTY", ""}, {"lower", "x"}, {"PLAIN", "x"}}};
    CHECK(source.read().options.find_links == Texts{"${NONE}/${EMPTY}/${lower}/$PLAIN"});
}

TEST_CASE("hashes belong to their requirement, in lower case") {
    const RequirementsFile file =
        read_text("a==1 \\\n  --hash=sha256:AbC \\\n  --hash sha512:00\nb\n");
    CHECK(file.requirements[0].hashes == Texts{"sha256:abc", "sha512:00"});
    CHECK(file.requirements[1].hashes.empty());
}

TEST_CASE("settings for the build back end are kept by key") {
    const RequirementsFile file = read_text("a --config-settings=k=v -C k=w -C l=\n");
    CHECK(file.requirements[0].config_settings ==
          std::map<std::string, Texts>{{"k", {"v", "w"}}, {"l", {""}}});
}

TEST_CASE("a marker that is empty is none") {
    CHECK(texts(read_text("a ;\nb ; \n").requirements) == Texts{"a", "b"});
}

TEST_CASE("a bare URL keeps a semicolon that no blank follows") {
    const RequirementsFile file = read_text("https://h.invalid/a.zip;x\n");
    CHECK(file.requirements[0].kind == RequirementLine::Kind::kUrl);
    CHECK(file.requirements[0].location == "https://h.invalid/a.zip;x");
    CHECK_FALSE(file.requirements[0].marker);
}

TEST_CASE("a bare URL takes a marker after a semicolon and a blank") {
    const RequirementsFile file = read_text("https://h.invalid/a.zip; os_name == 'nt'\n");
    CHECK(file.requirements[0].location == "https://h.invalid/a.zip");
    CHECK(file.requirements[0].marker->to_string() == "os_name == \"nt\"");
}

TEST_CASE("a URL tells name, version and hash where it can") {
    const RequirementsFile file = read_text(
        "https://h.invalid/A_b-1.0-py3-none-any.whl#sha256=00ff\n"
        "git+https://h.invalid/r.git@v1#egg=Proj&subdirectory=s\n");
    CHECK(file.requirements[0].implied->to_string() == "a-b==1.0");
    CHECK(file.requirements[0].link_hash == "sha256:00ff");
    CHECK(file.requirements[1].implied->name.to_string() == "proj");
}

TEST_CASE("a URL to a wheel with a bad name, or with a bad egg, is refused") {
    CHECK(error_of("https://h.invalid/foo-1.0-py3.whl\n").kind() == ErrorKind::kBadInput);
    CHECK(error_of("https://h.invalid/a.zip#egg=a[x]\n").kind() == ErrorKind::kBadInput);
    CHECK(error_of("file://host/a.zip\n").kind() == ErrorKind::kBadInput);
}
