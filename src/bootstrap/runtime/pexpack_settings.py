"""Reads pex's files of settings, as the sh header does. Runs on Python 2.7 as well."""

import io
import os

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_"


def settings_files(environ, pex):
    """Their paths; a later one goes before an earlier one."""
    found = ["/etc/pexrc"]
    if environ.get("HOME"):
        found.append(os.path.join(environ["HOME"], ".pexrc"))
    own = os.path.join(os.path.dirname(pex), ".pexrc")
    try:
        if os.stat(own).st_uid == os.geteuid():  # anybody may write one to /tmp
            found.append(own)
    except OSError:
        pass
    return found


def settings_in(text):
    """[(name, value)] of the lines that name a variable for us."""
    pairs = [line.strip().partition("=")[::2] for line in text.splitlines() if "=" in line]
    return [pair for pair in pairs if pair[0][:4] == "PEX_" and not pair[0].strip(LETTERS)]


def read_settings(environ, pex):
    """Adds what the files say to `environ`, whose own variables go before."""
    if environ.get("PEX_IGNORE_RCFILES", "0") not in ("", "0"):
        return
    found = {}
    for path in settings_files(environ, pex):
        if not os.path.isfile(path):
            continue
        try:
            with io.open(path, encoding="utf-8", errors="replace") as stream:
                found.update(settings_in(stream.read()))
        except (IOError, OSError):
            continue
    for name, value in found.items():
        environ.setdefault(str(name), str(value))
