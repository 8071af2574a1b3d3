#pragma once

namespace pexpack {

// The source of probe.py, for `python -c`.
extern const char kProbeProgram[];

}  // namespace pexpack
