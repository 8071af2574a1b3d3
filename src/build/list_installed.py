"""Prints what this Python has installed, and where, as JSON. Runs under 3.6 to 3.14."""

import json
import os
import sys
import sysconfig


def fields_of(path):
    """(name, version) of the metadata at `path`, or None."""
    fields = {}
    try:
        with open(path, encoding="utf-8", errors="replace") as stream:
            for line in stream:
                name, colon, value = line.partition(":")
                if not line.strip() or not colon:
                    break
                fields.setdefault(name.lower(), value.strip())
    except OSError:
        return None
    if "name" not in fields or "version" not in fields:
        return None
    return fields["name"], fields["version"]


def installed_in(folder):
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name.endswith(".dist-info"):
            yield fields_of(os.path.join(path, "METADATA"))
        elif name.endswith(".egg-info"):
            yield fields_of(os.path.join(path, "PKG-INFO") if os.path.isdir(path) else path)


def main():
    own = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    own |= {os.path.join(path, "lib-dynload") for path in own}
    # The first is where this very program is thought to lie.
    folders = [path for path in sys.path[1:] if os.path.isdir(path) and path not in own]
    found = [fields for folder in folders for fields in installed_in(folder) if fields]
    print(json.dumps({"folders": folders, "installed": found}))


main()
