"""Reads pex's files of settings, as the sh header does. Runs on Python 2.7 as well."""

import os
import stat

WORDS = (
    "ROOT INHERIT_PATH INTERPRETER MODULE SCRIPT PYTHON PYTHON_PATH PATH EXTRA_SYS_PATH"
    " VERBOSE VERIFY"
)
NAMES = ["PEX_" + word for word in WORDS.split()]
NO = ("", "0", "false", "no", "off")


def is_own_folder(path):
    """The user's, and none like /tmp where anybody may make files."""
    try:
        status = os.stat(path)
    except OSError:
        return False
    return status.st_uid == os.geteuid() and not status.st_mode & stat.S_ISVTX


def settings_files(environ, pex):
    """Their paths; a later one goes before an earlier one."""
    found = ["/etc/pexrc"]
    if environ.get("HOME"):
        found.append(os.path.join(environ["HOME"], ".pexrc"))
    folder = os.path.dirname(pex)
    return found + [os.path.join(folder, ".pexrc")] * is_own_folder(folder)


def settings_in(content):
    """[(name, value)] of the lines that name a variable for us. `content`: bytes."""
    found = []
    for line in content.split(b"\n"):
        name, equals, value = line.strip(b" \t\r").partition(b"=")
        name = name.decode("ascii", "replace")
        if equals and name in NAMES and b"\0" not in value:
            found.append((str(name), value if str is bytes else os.fsdecode(value)))
    return found


def read_settings(environ, pex):
    """Adds what the files say to `environ`, whose own variables go before."""
    if environ.get("PEX_IGNORE_RCFILES", "").lower() in NO:
        found = {}
        for path in settings_files(environ, pex):
            try:
                with open(path, "rb") as stream:
                    found.update(settings_in(stream.read()))
            except (IOError, OSError):
                continue
        for name, value in found.items():
            environ.setdefault(name, value)
