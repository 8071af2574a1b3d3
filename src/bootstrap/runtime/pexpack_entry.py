"""Starts the application's entry point: a function as a console script would, a module as `-m`.

Installed as bin/pexpack-entry and called with "module:function" or "module" before the
application's arguments. Neither bin nor the working folder gets on sys.path: a file that lies there
by chance must not take the place of a package.
"""

import os
import sys

if __name__ == "__main__":
    if sys.path[:1] == [os.path.dirname(os.path.realpath(__file__))]:
        del sys.path[0]
    module, _, attributes = sys.argv.pop(1).partition(":")
    if attributes:
        sys.argv[0] = os.environ.get("PEX") or sys.argv[0]
        found = __import__(module, None, None, ["__name__"])
        for attribute in attributes.split("."):
            found = getattr(found, attribute)
        sys.exit(found())  # type: ignore
    # What `-m` itself calls. runpy.run_module() would take the module `__main__` away at its end,
    # from threads that still run and from -i. The names of ours go, as the module's stand here.
    import runpy

    sys.argv[0] = "-m"
    run = runpy._run_module_as_main  # type: ignore
    del os, runpy, sys, _, attributes
    globals().pop("run")(globals().pop("module"))
