// corpus_adapter KIND: answers the cases of that kind, one JSON object a line from stdin to stdout.
#include <iostream>

#include "corpus_kinds.hpp"

namespace {

pexpack::oracle::Kinds all_kinds() {
    using namespace pexpack::oracle;
    Kinds all;
    for (Kinds kinds : {version_kinds(), specifier_kinds(), marker_kinds(), file_kinds(),
                        metadata_kinds(), target_kinds()}) {
        all.merge(kinds);
    }
    return all;
}

// A text with half of a surrogate pair is no UTF-8 and nothing that we read could hold it.
pexpack::oracle::Json answer(const pexpack::oracle::Answer& kind, const std::string& line) {
    const auto input = pexpack::oracle::Json::parse(line, nullptr, false);
    return input.is_discarded() ? pexpack::oracle::Json{{"ok", false}} : kind(input);
}

}  // namespace

int main(int argc, char** argv) {
    const auto kinds = all_kinds();
    const auto kind = argc == 2 ? kinds.find(argv[1]) : kinds.end();
    if (kind == kinds.end()) {
        std::cerr << "usage: corpus_adapter KIND\n";
        return 2;
    }
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) {
        // Escaped, because the comparison splits lines at U+0085 and U+2028 too.
        std::cout << answer(kind->second, line).dump(-1, ' ', true) << '\n';
    }
    return 0;
}
