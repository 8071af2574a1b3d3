// What can be imported from the code and the wheels of a pex.
#pragma once

#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pexpack/archive/wheel_reader.hpp"
#include "pexpack/project/source_tree.hpp"
#include "pexpack/resolver/resolution.hpp"

namespace pexpack {

class Importable {
  public:
    // The code goes before the wheels. Throws Error as WheelReader.
    Importable(const std::vector<SourceFile>& code, const std::vector<Pin>& pins);

    enum class Kind { kNone, kModule, kPackage, kFolder };
    // Of the dotted name; kFolder is a package without __init__.py (PEP 420).
    Kind kind_of(std::string_view module) const;

    // The source of a module or package; nothing when there is only compiled code, or a folder.
    // Throws Error when it cannot be read.
    std::optional<std::string> source_of(std::string_view module) const;

    // The last parts of the names of the modules directly in the package; "" for the top.
    std::vector<std::string> names_in(std::string_view package) const;

  private:
    struct Place {
        const SourceFile* file = nullptr;    // of the code, or
        const WheelReader* wheel = nullptr;  // of a wheel:
        const ZipEntry* entry = nullptr;
    };
    bool has_file(const std::string& stem) const;

    std::list<WheelReader> wheels_;
    std::map<std::string, Place, std::less<>> files_;  // "shop/__init__.py"
};

}  // namespace pexpack
