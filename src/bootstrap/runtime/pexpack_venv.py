"""Lays an application out as a virtual environment: what pip would have made of the same wheels.

Real files (hard links into the store), not links to folders: compiled modules that look for
another wheel's libraries relative to themselves, and code that resolves its own path, find what
they expect.
"""

import os
import sys

from pexpack_archive import NAME, content
from pexpack_cache import LINK, MARK, install, is_whole, set_aside, work_folder
from pexpack_files import link_or_copy, write
from pexpack_install import do_pieces, heal_store, unpacking
from pexpack_parallel import do_all, processors
from pexpack_places import HAS_LIB64, SITE_PACKAGES, VERSION, check_folders, places_of
from pexpack_report import verbose
from pexpack_states import Layout, is_application, note_states

LINKS_PER_JOB = 400
LONGEST_SHEBANG = 127
HOOK = SITE_PACKAGES + "/_pexpack_site.py"
INSTALLED = {
    b".bootstrap/pexpack_entry.py": "bin/pexpack-entry",
    b".bootstrap/pexpack_site.py": HOOK,
    b".bootstrap/pexpack_temporary.py": SITE_PACKAGES + "/_pexpack_temporary.py",
}
CONSOLE_SCRIPT = """\
%simport sys
from %s import %s
if __name__ == "__main__":
    sys.exit(%s())
"""


def link_all(links: dict, work: str) -> None:
    base = os.fsencode(work) + b"/"
    items = sorted(links.items())
    jobs = [items[at : at + LINKS_PER_JOB] for at in range(0, len(items), LINKS_PER_JOB)]
    made = set()

    def link(job: list) -> None:
        for place_, source in job:
            target = base + place_
            folder = target.rpartition(b"/")[0]
            if folder not in made:
                os.makedirs(folder, exist_ok=True)
                made.add(folder)
            link_or_copy(source, target)

    do_all(jobs, link, processors() if len(jobs) > 4 else 1)


def shebang(final: str) -> bytes:
    """The first line or lines of a script; sh helps where the kernel's limits are too narrow."""
    python = os.fsencode(os.path.join(final, "bin", "python"))
    if len(python) + 3 <= LONGEST_SHEBANG and b" " not in python and b"\t" not in python:
        return b"#!" + python + b"\n"
    # The second line starts Python for sh and is a text without use for Python.
    quoted = b"'" + python.replace(b"'", b"'\\''") + b"'"
    return b"#!/bin/sh\n'''exec' " + quoted + b" \"$0\" \"$@\"\n' '''\n"


def write_scripts(scripts: dict, work: str, line: bytes) -> None:
    """The files of .data/scripts, with `#!python` replaced by the environment's."""
    for place_, source in scripts.items():
        target = os.path.join(os.fsencode(work), place_)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(source, "rb") as stream:
            text = stream.read()
        first, _, rest = text.partition(b"\n")
        if first.startswith(b"#!python"):
            text = line + rest
        write(target, text, 0o777)


def entry_points_of(text: str) -> dict:
    """The console and gui scripts of an entry_points.txt: {name: "module:function"}."""
    found, section = {}, ""
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("["):
            section = line.strip("[] ")
        elif section in ("console_scripts", "gui_scripts") and line[:1] not in ("#", ";", ""):
            name, _, value = line.partition("=")
            value = "".join(value.partition("[")[0].split())
            module, _, function = value.partition(":")
            parts = module.split(".") + function.split(".")
            name = name.strip()
            is_plain = name.isprintable() and os.sep not in name and name not in ("", ".", "..")
            if all(part.isidentifier() for part in parts) and is_plain:
                found[name] = value
    return found


def console_scripts_of(work: str) -> dict:
    """Those of all distributions in the environment."""
    found = {}
    site = os.path.join(work, SITE_PACKAGES)
    for name in sorted(os.listdir(site)):
        path = os.path.join(site, name, "entry_points.txt")
        if name.endswith(".dist-info") and os.path.isfile(path):
            with open(path, encoding="utf-8", errors="replace") as stream:
                found.update(entry_points_of(stream.read()))
    return found


def write_console_scripts(work: str, line: bytes) -> None:
    found = console_scripts_of(work)
    for name, value in found.items():
        module, _, function = value.partition(":")
        text = CONSOLE_SCRIPT % ("", module, function.split(".")[0], function)
        write(os.path.join(work, "bin", name), line + text.encode("utf-8"), 0o777)
    listing = "".join("%s=%s\n" % item for item in sorted(found.items()))
    write(os.path.join(work, "console_scripts.txt"), listing.encode("utf-8"))


def write_skeleton(work: str, python: str, own: dict) -> None:
    """pyvenv.cfg, bin/python and our own few files; last, so that no wheel can replace them."""
    configuration = "home = %s\ninclude-system-site-packages = false\nversion = %d.%d.%d\n"
    text = configuration % ((os.path.dirname(python),) + sys.version_info[:3])
    write(os.path.join(work, "pyvenv.cfg"), os.fsencode(text))
    links = [("python", python), ("python3", "python"), ("python" + VERSION, "python")]
    links = [("bin/" + name, target) for name, target in links]
    links.append((LINK, SITE_PACKAGES))
    if HAS_LIB64:
        links.append(("lib64", "lib"))
    for name, target in links:
        path = os.path.join(work, name)
        if os.path.lexists(path):
            os.unlink(path)
        os.symlink(target, path)
    for name, text in own.items():
        write(os.path.join(work, name), text)
    write(os.path.join(work, SITE_PACKAGES, MARK), b"import _pexpack_site\n")


def own_files(data: memoryview, members: list, hook_call: str) -> dict:
    """{place: content} of the files that our own become in the environment."""
    texts = {member[NAME]: member for member in members if member[NAME] in INSTALLED}
    own = {
        place: bytes(content(data, texts[name], "the runtime")) for name, place in INSTALLED.items()
    }
    own[HOOK] += os.fsencode("\n\n%s\n" % hook_call)
    return own


def lay_out(
    data: memoryview, members: list, wheels: list, final: str, python: str, hook_call: str
) -> None:
    """Makes the environment `final` of the application and its wheels, which are in the store."""
    own = own_files(data, members, hook_call)
    application = [member for member in members if is_application(member[NAME])]
    links, scripts, owners = places_of(wheels)
    check_folders(owners, application)
    line = shebang(final)
    verbose("linking %d files" % len(links))
    work = work_folder(final)
    site = os.path.join(work, SITE_PACKAGES)
    try:
        os.makedirs(site)
        os.mkdir(os.path.join(work, "bin"))
        try:
            link_all(links, work)
            write_scripts(scripts, work, line)
        except FileNotFoundError:
            heal_store(wheels)
            link_all(links, work)
            write_scripts(scripts, work, line)
        do_pieces(unpacking(data, application, os.fsencode(site), "the application", shared=False))
        write_console_scripts(work, line)
        note_states(work, wheels, Layout(links, owners, application))
        write_skeleton(work, python, own)
        install(work, final, is_whole)
    except BaseException:
        set_aside(work)
        raise
