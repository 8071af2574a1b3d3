"""Whether what was accepted runs, and holds what was in the wheels."""

import hashlib
import io
import json
import os
import sys
import zipfile

from sandbox import Sandbox

RUNTIME = (".bootstrap/", "__main__.py")

# Tells of every file of the environment how it looks, and of every package what it says.
PROBE = """
import hashlib, importlib, json, os, sys, sysconfig
def look(path):
    with open(path, "rb") as file:
        return {"sha256": hashlib.sha256(file.read()).hexdigest(), "mode": os.stat(path).st_mode}
found = {}
for folder, _, names in os.walk(sys.prefix):
    for name in names:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            found[os.path.relpath(path, sys.prefix)] = look(path)
values = {name: getattr(importlib.import_module(name), "VALUE", None) for name in sys.argv[1:]}
site = os.path.relpath(sysconfig.get_path("purelib"), sys.prefix)
json.dump({"site": site, "files": found, "values": values}, sys.stdout)
"""


def check_result(case, sandbox):
    """What is wrong with the pex that was made."""
    if sandbox.left_behind() != ["app.pex"]:
        return ["left %s" % sandbox.left_behind()]
    with zipfile.ZipFile(case.output) as pex:
        wheels = {name[len(".deps/"):]: pex.read(name) for name in pex.namelist()
                  if name.startswith(".deps/")}
        runtime = digest_of_runtime(pex)
    faults = [*faults_of_choice(case, wheels)]
    if runtime != case.runtime:
        faults.append("the runtime is not that of a pex without wheels")
    modules = sorted(name for wheel in wheels.values() for name in modules_of(wheel))
    ran = sandbox.run([case.output, "-c", PROBE, *modules])
    if case.entry["expected"] == "reject":
        return faults  # it is for its own code to say how that ends
    if ran.status != 0 or ran.err:
        return [*faults, "ran with status %d: %s" % (ran.status, ran.err)]
    seen = json.loads(ran.out)
    for name, wheel in wheels.items():
        faults += faults_of_wheel(name, wheel, seen, shared=len(wheels) > 1)
    return faults + ["%s is %r" % (name, value) for name, value in seen["values"].items()
                     if value != "ok:" + case.name]


def digest_of_runtime(pex):
    """Of the pex's own files, which no wheel may touch."""
    digest = hashlib.sha256()
    for name in sorted(pex.namelist()):
        if name.startswith(RUNTIME):
            digest.update(name.encode() + b"\0" + pex.read(name) + b"\0")
    return digest.hexdigest()


def runtime_of_empty_pex(binary, top):
    """What digest_of_runtime() gives for a pex without wheels."""
    sandbox = Sandbox(top)
    source = sandbox.path("tmp", "code")
    os.mkdir(source)
    with open(os.path.join(source, "empty.py"), "w", encoding="utf-8"):
        pass
    output = sandbox.path("work", "app.pex")
    ran = sandbox.run([binary, "-D", source, "--python", sys.executable, "-o", output])
    if ran.status != 0:
        raise AssertionError("an empty pex cannot be made: " + ran.err)
    with zipfile.ZipFile(output) as pex:
        return digest_of_runtime(pex)


def faults_of_choice(case, wheels):
    """Every wheel is one that was given, byte for byte."""
    given = {}
    for listed in case.entry["files"]:
        if listed["kind"] == "file":
            given.setdefault(os.path.basename(listed["path"]), set()).add(listed["sha256"])
    for name, wheel in wheels.items():
        if hashlib.sha256(wheel).hexdigest() not in given.get(name, ()):
            yield "%s is not what was given" % name
    words = case.entry.get("expect_result") or ""
    if words.startswith("version ") and words.endswith(" chosen"):
        if not any("-%s-" % words.split()[1] in name for name in wheels):
            yield "%s: there is %s" % (words, sorted(wheels))


def modules_of(wheel):
    """The packages that the generator made, with a VALUE that names the case."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        return [name.split("/")[0] for name in archive.namelist()
                if name.count("/") == 1 and name.endswith("/__init__.py")
                and b"VALUE = 'ok:" in archive.read(name)]


def faults_of_wheel(name, wheel, seen, shared):
    """Every file is where an installer puts it, and as it was."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        names = [entry for entry in archive.namelist() if not entry.endswith("/")]
        info = next(entry for entry in names if entry.split("/")[0].endswith(".dist-info"))
        data = info.split("/")[0][:-len(".dist-info")] + ".data/"
        for entry in names:
            place = place_of(entry, data, seen["site"], name)
            there = seen["files"].get(place)
            if there is None:
                yield "%s is not at %s" % (entry, place)
                continue
            if not there["mode"] & 0o400:
                yield "%s cannot be read" % entry
            content = archive.read(entry)
            if place.startswith("bin" + os.sep) and content.startswith(b"#!python"):
                if there["sha256"] == hashlib.sha256(content).hexdigest():
                    yield "#!python stands in %s" % entry
            elif there["sha256"] != hashlib.sha256(content).hexdigest() and not shared:
                yield "%s has another content" % entry


def place_of(entry, data, site, filename):
    if not entry.startswith(data):
        return os.path.join(site, entry)
    scheme, _, rest = entry[len(data):].partition("/")
    if scheme in ("purelib", "platlib"):
        return os.path.join(site, rest)
    if scheme == "headers":
        version = "python%d.%d" % sys.version_info[:2]
        return os.path.join("include", "site", version, filename.split("-")[0], rest)
    return os.path.join("bin", rest) if scheme == "scripts" else rest
