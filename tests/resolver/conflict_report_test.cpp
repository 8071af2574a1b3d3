#include <algorithm>

#include "resolver/fake_source.hpp"
#include "support/catch.hpp"

using namespace pexpack;

TEST_CASE("a conflict between two lines shows both, what there is and what to drop") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"x>=1,<3"}}).add("c 1", {.requires_dist = {"x>=3"}});
    source.add("x 1").add("x 2").add("x 3");
    CHECK(explanation(request_for({"a", "c"}), source) ==
          "no version of `x` satisfies everything that needs it\n"
          "  x>=1,<3  <- a 1 <- requirements.txt:1\n"
          "  x>=3     <- c 1 <- requirements.txt:2\n"
          "  x has: 1, 2, 3\n"
          "hint: it can be resolved without requirements.txt:1 (gives x 3), or without "
          "requirements.txt:2 (gives x 2)\n");
}

TEST_CASE("a line that has no part in the conflict is not mentioned") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"x<2"}}).add("b 1", {.requires_dist = {"x<3"}});
    source.add("c 1", {.requires_dist = {"x>=3"}}).add("x 1").add("x 2").add("x 3");
    const std::string text =
        explanation(request_for({"a", "b", "c", "unrelated; os_name == 'nt'"}), source);
    const bool blames_both =
        text.find("a 1") != std::string::npos && text.find("b 1") != std::string::npos;
    CHECK_FALSE(blames_both);
    CHECK(text.find("unrelated") == std::string::npos);
}

TEST_CASE("a demand is shown with the whole way from the line that led to it") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"a1"}}).add("a1 1", {.requires_dist = {"x<2"}});
    source.add("x 1").add("x 2");
    CHECK(explanation(request_for({"a", "x>=2"}), source)
              .find("x<2   <- a1 1 <- a 1 <- requirements.txt:1") != std::string::npos);
}

TEST_CASE("a constraint is called one") {
    FakeSource source;
    source.add("a 1").add("a 2");
    CHECK(explanation(request_for({"a>=2"}, {"a<2"}), source)
              .find("a<2   <- constraints.txt:1 (constraint)") != std::string::npos);
}

TEST_CASE("an unknown name comes with the nearest one that is known") {
    FakeSource source;
    source.add("requests 1");
    CHECK(explanation(request_for({"reqeusts"}), source) ==
          "`reqeusts` was not found in the wheelhouse `fake`\n"
          "  reqeusts (any version)  <- requirements.txt:1\n"
          "hint: did you mean `requests`?\n");
}

TEST_CASE("a package that a wheel asks for by a URL is told to be fetched") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"b @ https://host/b-1-py3-none-any.whl"}});
    CHECK_THAT(explanation(request_for({"a"}), source),
               Catch::Contains("asks for it by the URL `https://host/b-1-py3-none-any.whl`, which "
                               "is not fetched"));
}

TEST_CASE("a package with files for other platforms only lists them with the reason") {
    FakeSource source;
    source.add_unusable("a", "a-1-cp310-cp310-win_amd64.whl",
                        "is for Windows, the target is Linux");
    const std::string text = explanation(request_for({"a"}), source);
    CHECK(text.find("no file of `a` can be used on manylinux_2_28_x86_64-cp-3.11.7-cp311") !=
          std::string::npos);
    CHECK(text.find("a-1-cp310-cp310-win_amd64.whl is for Windows, the target is Linux") !=
          std::string::npos);
}

TEST_CASE("a version ruled out by its Requires-Python is named with both versions of Python") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"b"}}).add("b 1", {.requires_python = "<3"});
    CHECK(explanation(request_for({"a"}), source)
              .find("b 1 (b-1-py3-none-any.whl) cannot be used: needs Python <3, the target has "
                    "3.11.7") != std::string::npos);
}

TEST_CASE("of a long search only the demand that cannot be met is told") {
    FakeSource source;
    for (int i = 1; i < 20; ++i) {
        const std::string number = std::to_string(i);
        source.add("a " + number, {.requires_dist = {"c==" + number}}).add("c " + number);
    }
    source.add("b 1", {.requires_dist = {"c==99"}});
    const std::string text = explanation(request_for({"a", "b"}), source);
    CHECK(text.find("c==99  <- b 1 <- requirements.txt:2") != std::string::npos);
    CHECK(text.find("requirements.txt:1") == std::string::npos);
}

TEST_CASE("a pre-release that would help is told with the option that takes it") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"c"}}).add("d 1");
    source.add("c 2rc1", {.requires_dist = {"d"}}).add("c 2", {.requires_dist = {"d>=5"}});
    CHECK(explanation(request_for({"a"}), source)
              .ends_with("hint: it can be resolved with `--pre` (gives d 1)\n"));
}

TEST_CASE("a line of an included file is shown with the lines that include it") {
    FakeSource source;
    source.add("x 1").add("x 2");
    ResolutionRequest request = request_for({"x<2", "x>=2"}, {});
    request.requirements[0].where = {.file = "deep.txt", .line = 3, .column = 0};
    request.requirements[0].included_from = {{.file = "base.txt", .line = 2, .column = 0},
                                             {.file = "requirements.txt", .line = 1, .column = 0}};
    CHECK(explanation(request, source)
              .find("x<2   <- deep.txt:3 <- base.txt:2 <- requirements.txt:1\n") !=
          std::string::npos);
}

TEST_CASE("a demand that nothing could ever fit is named alone, with what to put there") {
    FakeSource source;
    source.add("c 1").add("c 2");
    CHECK(explanation(request_for({"c==99"}), source) ==
          "no version of `c` fits `c==99`\n"
          "  c==99  <- requirements.txt:1\n"
          "  c has: 1, 2\n"
          "hint: put a wheel that fits `c==99` into the wheelhouse `fake`, or ask for another "
          "version\n");
}

TEST_CASE("versions that need another Python are told together, with a Python that was tried") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"b"}});
    source.add("b 1", {.requires_python = ">=3.12"}).add("b 2", {.requires_python = ">=3.12"});
    CHECK(explanation(request_for({"a"}), source) ==
          "no version of `b` runs on Python 3.11.7\n"
          "  b (any version)  <- a 1 <- requirements.txt:1\n"
          "  b 1, 2 cannot be used: needs Python >=3.12, the target has 3.11.7\n"
          "hint: it can be resolved for Python 3.12 (gives b 2)\n");
}

TEST_CASE("files with METADATA that cannot be used are told by their names") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"b[x]"}});
    source.add("b 1", {.requires_dist = {"=="}}).add("b 2", {.requires_dist = {"=="}});
    const std::string text = explanation(request_for({"a"}), source);
    INFO(text);
    CHECK(
        text.starts_with("no version of `b` has sound METADATA\n"
                         "  b[x] (any version)  <- a 1 <- requirements.txt:1\n"
                         "  b 2 (b-2-py3-none-any.whl) cannot be used: Requires-Dist `==`: "));
    CHECK(text.find("\n  b 1 (b-1-py3-none-any.whl) cannot be used: Requires-Dist `==`: ") !=
          std::string::npos);
    CHECK(
        text.ends_with("hint: fetch the file again, or put another version into the wheelhouse "
                       "`fake`\n"));
}

TEST_CASE("of very many files that cannot be used the first are told") {
    FakeSource source;
    for (int i = 1; i <= 50; ++i) source.add("a " + std::to_string(i), {.requires_dist = {"=="}});
    CHECK(explanation(request_for({"a"}), source).find("\n  and 30 more that cannot be used\n") !=
          std::string::npos);
}

TEST_CASE("an older Python is named when only an older one helps") {
    FakeSource source;
    source.add("b 1", {.requires_python = "<3.10"});
    CHECK(explanation(request_for({"b"}), source)
              .ends_with("hint: it can be resolved for Python 3.9 (gives b 1)\n"));
}

TEST_CASE("an extra that need not be asked for is told") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"b==1; extra == 'x'", "b==2; extra == 'y'"},
                       .extras = {"x", "y"}});
    source.add("b 1").add("b 2");
    CHECK(explanation(request_for({"a[x,y]"}), source)
              .ends_with("hint: it can be resolved without the extra `x` of requirements.txt:1 "
                         "(gives b 2), or without the extra `y` of requirements.txt:1 (gives b "
                         "1)\n"));
}

TEST_CASE("demands that do not meet at one package are told, the first of them") {
    FakeSource source;  // three packages that all need to be different, and have two versions
    for (const auto& [name, others] :
         {std::pair{"p", std::pair{"q", "r"}}, {"q", {"p", "r"}}, {"r", {"p", "q"}}}) {
        for (const std::string version : {"1", "2"}) {
            source.add(std::string(name) + " " + version,
                       {.requires_dist = {std::string(others.first) + "!=" + version,
                                          std::string(others.second) + "!=" + version}});
        }
    }
    const std::string text = explanation(request_for({"p", "q", "r"}), source);
    CHECK(text.starts_with("no versions of `p`, `q` and `r` go together\n"));
    CHECK(std::ranges::count(text, '\n') < 24);
}

TEST_CASE("of the command line the requirement to leave out is named, too") {
    FakeSource source;
    source.add("a 1").add("a 2");
    ResolutionRequest request = request_for({"a<2", "a>=2"});
    for (RootRequirement& line : request.requirements)
        line.where = {.file = "the command line", .line = 0, .column = 0};
    CHECK(explanation(request, source).find("without `a<2` of the command line (gives a 2)") !=
          std::string::npos);
}

TEST_CASE("a change that leads to a damaged wheel is no help and no error") {
    FakeSource source;
    source.add("a 1", {.requires_dist = {"x<2"}}).add("b 1", {.requires_dist = {"x>=2"}});
    source.add("x 1").add("x 2", {.is_damaged = true});
    source.add("c 1", {.requires_dist = {"x<2"}});
    CHECK(explanation(request_for({"a", "b"}), source)
              .ends_with("hint: it can be resolved without requirements.txt:2 (gives x 1)\n"));
}

TEST_CASE("of the files that cannot be used those of a version nobody asks for are left out") {
    FakeSource source;
    source.add_unusable("a", "a-1-cp310-cp310-win_amd64.whl", "is for Windows");
    source.add_unusable("a", "a-2-cp310-cp310-win_amd64.whl", "is for Windows, too");
    const std::string text = explanation(request_for({"a==1"}), source);
    CHECK(text.find("a-1-cp310-cp310-win_amd64.whl is for Windows\n") != std::string::npos);
    CHECK(text.find("a-2") == std::string::npos);
}
