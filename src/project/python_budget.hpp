// What a script may cost to be understood, so that a hostile one comes to an end.
#pragma once

#include <cstddef>

#include "setting.hpp"

namespace pexpack {

class PythonBudget {
  public:
    // About a byte that is copied. Hands over when all is spent.
    void spend(std::size_t cost);
    // For a copy of the value. Hands over one in which lists are nested too deep, too.
    void spend_on(const Setting& value);

  private:
    std::size_t left_ = std::size_t{16} << 20;
};

}  // namespace pexpack
