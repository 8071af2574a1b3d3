"""Calls the application's function, as a console script would.

Installed as bin/pexpack-entry and called with "module:function" before the application's arguments.
"""

import os
import sys

if __name__ == "__main__":
    module, _, attributes = sys.argv.pop(1).partition(":")
    sys.argv[0] = os.environ.get("PEX") or sys.argv[0]
    function = __import__(module, None, None, ["__name__"])
    for attribute in attributes.split("."):
        function = getattr(function, attribute)
    sys.exit(function())
