#include "native_project.hpp"

#include <algorithm>

#include "pexpack/archive/wheel_check.hpp"
#include "pexpack/spec/header_block.hpp"
#include "support/catch.hpp"
#include "support/written_file.hpp"

namespace pexpack {

namespace {

WheelReader reader_of(const NativeWheel& wheel) {
    INFO(wheel.why_not);
    REQUIRE(wheel.path);
    WheelReader reader(*wheel.path, WheelFilename::parse(base_name(*wheel.path)).value());
    CHECK_NOTHROW(check_wheel(reader));
    return reader;
}

std::vector<std::string> names_in(const WheelReader& reader, bool in_info) {
    const std::string info = ".dist-info/";
    std::vector<std::string> names;
    for (const ZipEntry& entry : reader.directory().entries()) {
        const std::size_t at = entry.name.find(info);
        if (in_info != (at != std::string::npos)) continue;
        names.emplace_back(in_info ? entry.name.substr(at + info.size()) : entry.name);
    }
    std::ranges::sort(names);
    return names;
}

}  // namespace

NativeProject::NativeProject() : folder_(join_path(top_.path(), "in")) {
    make_directories(join_path(top_.path(), "out"));
    make_directories(folder_);
}

NativeProject& NativeProject::with(const std::string& name, const std::string& text) {
    write_file(join_path(folder_, name), text);
    return *this;
}

NativeProject& NativeProject::with_files(const std::vector<std::string>& names) {
    for (const std::string& name : names) with(name, "");
    return *this;
}

NativeWheel NativeProject::made() const {
    return native_wheel(folder_, join_path(top_.path(), "out"));
}

std::string NativeProject::name() const {
    const NativeWheel wheel = made();
    INFO(wheel.why_not);
    REQUIRE(wheel.path);
    return std::string(base_name(*wheel.path));
}

std::vector<std::string> NativeProject::files() const {
    return names_in(reader_of(made()), false);
}

std::vector<std::string> NativeProject::info_files() const {
    return names_in(reader_of(made()), true);
}

std::vector<std::string> NativeProject::headers(const std::string& name) const {
    const std::string text(reader_of(made()).metadata_text());
    const auto block = HeaderBlock::parse(text);
    REQUIRE(block.has_value());
    std::vector<std::string> values;
    for (const std::string_view value : block->all(name)) values.emplace_back(value);
    return values;
}

std::vector<std::string> NativeProject::entry_points() const {
    std::vector<std::string> points;
    for (const EntryPoint& point : reader_of(made()).entry_points())
        points.push_back(point.group + ": " + point.name + " = " + point.object.to_string());
    std::ranges::sort(points);
    return points;
}

}  // namespace pexpack
