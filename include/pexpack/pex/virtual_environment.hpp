// A virtual environment (PEP 405) made of wheels and code, as an installer would have made it.
#pragma once

#include <string>
#include <vector>

#include "pexpack/archive/wheel_reader.hpp"
#include "pexpack/pex/pex_contents.hpp"

namespace pexpack {

struct EnvironmentPython {
    std::string binary;   // of the Python that the environment belongs to
    std::string version;  // "3.11.7"
};

class VirtualEnvironment {
  public:
    // `work` is the folder that is filled, `final` the absolute path that it will have.
    VirtualEnvironment(std::string work, std::string final, const EnvironmentPython& python);

    // Relative to the environment: "lib/python3.11/site-packages".
    const std::string& site_packages() const { return site_; }

    // pyvenv.cfg, bin/python and the like. Throws Error (kSystem).
    void make_skeleton() const;

    // Installs the wheels, in parallel; a later one's file replaces an earlier one's. They must
    // have passed check_wheel() and refuse_clashes(). Throws Error (kSystem).
    void install(const std::vector<WheelReader>& wheels) const;

    // The application's own files, into site-packages, and `pex`, a program that starts what the
    // pex would. Throws Error: kSystem, kBadInput when the content is damaged.
    void add_code(const OpenedPex& pex, const PexContents& contents) const;

  private:
    std::string place_of(const WheelReader& wheel, const std::string& entry) const;
    std::string shebang() const;
    void write_console_scripts(const WheelReader& wheel) const;

    std::string work_;
    std::string final_;
    EnvironmentPython python_;
    std::string site_;
};

}  // namespace pexpack
