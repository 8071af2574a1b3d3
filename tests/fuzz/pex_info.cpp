// PEX-INFO, twice. The input as its text: what is read of it does not hang on blanks, and names no
// wheel that it does not list. The input as values (between NUL bytes) of which we write one: they
// are read back as they were, with the hash that was written.
#include "pexpack/pex/pex_info.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <tuple>

#include "fuzz/laws.hpp"
#include "fuzz/memory_file.hpp"
#include "pexpack/pex/pex_contents.hpp"
#include "pexpack/support/error.hpp"
#include "support/zip_builder.hpp"

namespace pexpack {

namespace {

using Json = nlohmann::json;

// Nothing when it is refused. The wheels that it lists are missing in a pex of nothing else.
std::optional<PexContents> read(const std::string& text) try {
    const MemoryFile file(build_zip({.entries = {{.name = "PEX-INFO", .content = text}}}));
    PexContents contents = contents_of(OpenedPex(file.path()));
    contents.runtime.clear();  // of the file that is gone
    return contents;
} catch (const Error& error) {
    require(error.kind() == ErrorKind::kBadInput, "a bad PEX-INFO is bad input", text);
    return std::nullopt;
}

auto what_is_read(const PexContents& contents) {
    return std::tie(contents.info_hash, contents.pexpack_version, contents.pex_version,
                    contents.pex_hash, contents.code_hash, contents.bootstrap_hash,
                    contents.entry_point, contents.script, contents.requirements,
                    contents.interpreter_constraints, contents.pythons, contents.target,
                    contents.targets, contents.other, contents.missing);
}

void examine_text(std::string_view input) {
    const auto contents = read(std::string(input));
    if (!contents) return;
    for (const TargetRow& row : contents->targets) {
        for (const std::string& wheel : row.wheels) {
            require(std::ranges::find(contents->missing, wheel) != contents->missing.end(),
                    "a row names wheels that are listed", input);
        }
    }
    constexpr int kIndent = 2;
    const auto again = read(Json::parse(input).dump(kIndent));
    require(again && what_is_read(*again) == what_is_read(*contents), "blanks mean nothing", input);
}

// Some of the values as each field, so that every one of them gets every kind of text.
PexInfo made_of(const std::vector<std::string_view>& values) {
    std::size_t next = 0;
    const auto value = [&] { return std::string(values[next++ % values.size()]); };
    PexInfo info;
    info.pexpack_version = value();
    info.target = value();
    info.pythons = {"cpython3.13t", "pypy3.10"};
    info.entry_point = value();
    info.script = value();
    info.requirements = {value(), value()};
    info.excluded = {value()};
    info.start.pex_root = value();
    info.start.inject_args = {value(), value()};
    info.start.inject_env = {{"NAME", value()}};
    info.code_hash = value();
    info.bootstrap_hash = value();
    for (const std::string_view name : values) info.distributions.emplace(name, value());
    const std::string first = info.distributions.begin()->first;
    const std::string last = info.distributions.rbegin()->first;
    info.targets = {{info.pythons, value(), value(), {first}}, {{value()}, "", "", {first, last}}};
    return info;
}

void examine_values(std::string_view input) {
    const PexInfo info = with_pex_hash(made_of(split(input, '\0')));
    const auto contents = read(to_json(info));
    require(contents.has_value(), "what we write can be read", input);
    require(contents->info_hash == info.pex_hash && contents->pex_hash == info.pex_hash,
            "it has the hash that is in it", input);
    require(
        std::tie(contents->pexpack_version, contents->target, contents->pythons,
                 contents->entry_point, contents->script, contents->requirements,
                 contents->code_hash, contents->bootstrap_hash, contents->targets) ==
            std::tie(info.pexpack_version, info.target, info.pythons, info.entry_point, info.script,
                     info.requirements, info.code_hash, info.bootstrap_hash, info.targets),
        "its values are those that were written", input);
    require(contents->other.at("inject_args") == Json(info.start.inject_args).dump() &&
                contents->other.at("excluded") == Json(info.excluded).dump(),
            "so are those that only the start reads", input);
    const auto name = [](const auto& distribution) { return distribution.first; };
    require(std::ranges::equal(contents->missing, info.distributions, {}, {}, name),
            "it lists the wheels that were written", input);
}

}  // namespace

void examine(std::string_view input) {
    examine_text(input);
    if (is_utf8(input)) examine_values(input);  // what we write was refused before if it is not
}

}  // namespace pexpack

PEXPACK_FUZZ_TARGET()
