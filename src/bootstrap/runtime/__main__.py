"""Starts a pexpack application, where the sh header did not or could not.

This file and the modules that it imports itself also have to run on Python 2.7, far enough to find
the right one, pexpack_start.py excepted.
"""

import os
import sys


def own_path():
    """The application's file as it was called, absolute, links not resolved."""
    path = sys.argv[0]
    if os.path.isabs(path):
        return path
    return os.path.join(os.getcwd(), path[2:] if path.startswith("./") else path)


def standard_library_only():
    """No module of the application or of PYTHONPATH may be in our way."""
    foreign = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    try:
        foreign += [os.path.abspath(path) for path in foreign]
    except OSError:  # the working folder is gone
        pass
    library = os.path.dirname(os.__file__)
    sys.path[:] = [path for path in sys.path[1:] if path not in foreign or path == library]


def main(loader):
    path = own_path()
    archive = loader.archive
    if os.path.realpath(sys.argv[0]) != os.path.realpath(archive):
        # Python looked for the main program of a folder or zip without one, and came by us at the
        # end of sys.path.
        sys.exit("%s: can't find '__main__' module in %r" % (sys.executable, sys.path[0]))
    standard_library_only()
    sys.path.append(os.path.join(archive, ".bootstrap"))

    from pexpack_information import is_ours, parsed

    information = parsed(loader.get_data("PEX-INFO").decode("utf-8"))
    if not is_ours(information):
        raise ValueError("its PEX-INFO is none of pexpack's")
    facts = information["build_properties"]["pexpack"]
    if "_PEXPACK_COLD" not in os.environ:  # else the sh header has done so
        from pexpack_settings import read_settings

        read_settings(os.environ, path)
    import pexpack_search

    row = pexpack_search.become_fitting_python(path, facts)

    import pexpack_start

    pexpack_start.start(path, archive, information, row)


def damage(archive):
    """What is wrong with the file itself, but for the wheels in it; "" when nothing is."""
    import hashlib
    import zipfile

    try:
        with zipfile.ZipFile(archive) as members:
            for name in members.namelist():
                if not name.startswith(".deps/"):
                    members.read(name)
            text = members.read("PEX-INFO")
        # The runtime is whole, as reading it has compared its checksums.
        sys.path.append(os.path.join(archive, ".bootstrap"))
        from pexpack_information import is_ours, is_own_hash, parsed

        information = parsed(text.decode("utf-8"))
        given = information.get("pex_hash") if isinstance(information, dict) else ""
        if not is_own_hash(text, given, lambda content: hashlib.sha256(content).hexdigest()):
            return "its PEX-INFO does not have the pex_hash that it gives"
        if not is_ours(information):
            return "its PEX-INFO is none of pexpack's"
    except Exception as error:
        return " ".join(str(error).split()) or type(error).__name__
    return ""


if __name__ == "__main__":
    try:
        main(__loader__)  # type: ignore  # noqa: F821
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception:
        why = damage(__loader__.archive)  # type: ignore  # noqa: F821
        if not why:
            raise
        sys.exit("%s: the file is damaged: %s" % (own_path(), why))
