// Wheels of projects and sdists, made by their own back ends under a Python (PEP 517).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pexpack/archive/checked_wheels.hpp"
#include "pexpack/index/remembered_metadata.hpp"
#include "pexpack/project/build_system.hpp"
#include "pexpack/spec/sdist_filename.hpp"
#include "pexpack/support/temporary_folder.hpp"
#include "pexpack/target/interpreter.hpp"

namespace pexpack {

struct BuildSettings {
    std::vector<std::string> find_links;  // where what a build needs comes from
    std::optional<std::string> cache;     // the folder where built wheels are kept; none: nowhere
    RememberedMetadata* remembered = nullptr;
    std::function<void(const std::string&)> announce;  // says what is being done, in a line
};

struct BackEndAnswer;
struct BuildSupplies;

class WheelBuilder {
  public:
    // What the settings point at must outlive the builder. Without a Python it packs what needs no
    // back end, and throws Error (kSystem) for all else.
    WheelBuilder(std::optional<Interpreter> python, BuildSettings settings);

    // For messages: "`/usr/bin/python3` built".
    std::string maker() const;

    // The path of the wheel, in `output_folder`. The project is built where it lies, so that it
    // finds what lies around it, but for what setuptools leaves behind: that goes elsewhere. The
    // environment of the build holds the wheels that it asks for, from the wheelhouse, and where
    // that lacks one what the Python has installed; no index is asked. Throws Error (kBadInput)
    // with what is missing, or the end of what the build said, also when the wheel is not what
    // pyproject.toml says.
    std::string wheel_of_project(const std::string& folder, const std::string& output_folder);

    // The same of an sdist, unpacked into a folder of its own. Where that can be done exactly it is
    // made without the back end (native_wheel.hpp). Built wheels are remembered by the
    // sdist's SHA-256 and the Python, so that nothing is built twice. Lies there as long as the
    // builder lives. Throws Error (kBadInput) also when the sdist is unsound or what is built has
    // another name or version than the sdist.
    std::string wheel_of_sdist(const SdistFilename& filename, const std::string& path);

  private:
    std::string built_sdist(const SdistFilename& filename, const std::string& path,
                            const std::string& output_folder);
    struct Source {
        std::string folder;
        std::string what;     // for messages: "the project `.`"
        std::string way_out;  // for hints: "build the wheel elsewhere …"
    };
    const Interpreter& python_for(const Source& source) const;
    std::string build(const Source& source, const std::string& output_folder);
    BuildSupplies supplies_for(const BuildSystem& system, const Source& source);
    void announce(const BuildSupplies& supplies, std::vector<std::string>& said) const;
    Error failed(const BuildSystem& system, const BackEndAnswer& answer,
                 const Source& source) const;
    // An empty folder of our own.
    std::string new_folder();

    std::optional<Interpreter> python_;
    BuildSettings settings_;
    CheckedWheels checked_;
    TemporaryFolder work_;
    std::size_t folders_ = 0;
    std::map<std::string, std::string> wheels_;  // by the paths of their sdists
    std::vector<std::string> in_progress_;       // sdists: what one needs may be another
};

}  // namespace pexpack
