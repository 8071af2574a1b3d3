// What Python source says without being run: the names that a module defines (the Python language
// reference, "Lexical analysis").
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pexpack {

inline constexpr std::size_t kMaxSourceLength = 8U << 20U;  // bytes

struct DefinedNames {
    std::vector<std::string> names;  // that the module may have once it is imported; sorted
    // It makes others in a way that cannot be foretold: `from x import *`, `globals()`, a
    // `__getattr__` of its own, a name that is not ASCII, or more source than the limit.
    bool is_open = false;
};

// Never says that a name is missing that could be there: what an `if` or `try` defines counts.
DefinedNames defined_names(std::string_view source);

}  // namespace pexpack
