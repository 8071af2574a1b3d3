// Passwords that go into the pex because a requirements file lies among the code.
#pragma once

#include <vector>

#include "pexpack/cli/inputs.hpp"
#include "pexpack/cli/messages.hpp"
#include "pexpack/project/source_tree.hpp"

namespace pexpack {

// Names each line, without its secret, of the requirements files read that are part of the code.
// Where a variable (`${TOKEN}`) stands for the secret there is none.
void warn_of_packed_secrets(const Inputs& inputs, const std::vector<SourceFile>& code,
                            Messages& messages);

}  // namespace pexpack
