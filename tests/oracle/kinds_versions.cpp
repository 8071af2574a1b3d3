#include "corpus_kinds.hpp"
#include "pexpack/spec/version.hpp"

namespace pexpack::oracle {

namespace {

Json or_null(const std::optional<std::string_view>& text) {
    return text ? Json(*text) : Json();
}

Json answer_version(const Json& input) {
    const auto parsed = Version::parse(input.at("s").get<std::string>());
    if (!parsed) return {{"ok", false}};
    const Version& version = *parsed;
    Json pre;
    if (const std::string_view text = version.pre(); !text.empty()) {
        const std::size_t digits = text.find_first_of("0123456789");
        pre = Json::array({text.substr(0, digits), text.substr(digits)});
    }
    return {{"ok", true},
            {"norm", version.to_string()},
            {"canonical", version.canonical()},
            {"epoch", version.epoch()},
            {"release", version.release()},
            {"pre", pre},
            {"post", or_null(version.post())},
            {"dev", or_null(version.dev())},
            {"local", version.local().empty() ? Json() : Json(version.local())},
            {"public", version.without_local().to_string()},
            {"base", version.base().to_string()},
            {"is_pre", version.is_prerelease()},
            {"is_post", version.post().has_value()},
            {"is_dev", version.dev().has_value()}};
}

Json answer_order(const Json& input) {
    const auto a = Version::parse(input.at("a").get<std::string>());
    const auto b = Version::parse(input.at("b").get<std::string>());
    if (!a || !b) return Json::object();
    return {{"cmp", *a < *b ? -1 : *a == *b ? 0 : 1}};
}

}  // namespace

Kinds version_kinds() {
    return {{"versions", answer_version}, {"version_order", answer_order}};
}

}  // namespace pexpack::oracle
