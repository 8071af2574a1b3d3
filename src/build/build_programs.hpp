// The Python sources of this folder, compiled in.
#pragma once

namespace pexpack {

extern const char kCallBackEnd[];
extern const char kBdistWheel[];
extern const char kListInstalled[];

}  // namespace pexpack
