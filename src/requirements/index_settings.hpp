#pragma once

#include <string>

#include "line_options.hpp"
#include "pexpack/requirements/requirements_file.hpp"

namespace pexpack {

// --no-binary, --only-binary, --all-releases and --only-final take effect wherever they stand, even
// beside a requirement.
void apply_name_lists(const OptionLine& line, IndexOptions& options);

// Everything else, from a line without a requirement in `file`.
void apply_options(const OptionLine& line, const SourceLocation& where,
                   const RequirementsSource& source, IndexOptions& options);

}  // namespace pexpack
