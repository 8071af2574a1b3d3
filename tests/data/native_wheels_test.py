#!/usr/bin/env python3
"""Wheels of real projects made without a Python are what their back ends make.

The projects are sdists, taken by name and version. What the back ends make of them is noted once in
the cache: with a clean one it takes 35 s of computing, and the time to fetch 45 MB.
"""

import concurrent.futures
import configparser
import email
import glob
import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile

import real_input

BACK_ENDS = ["setuptools==84.2.1", "wheel==0.48.0", "hatchling==1.33.0",
             "hatch-fancy-pypi-readme==25.1.0", "flit_core==4.2.0",
             "poetry-core==2.5.0", "pdm-backend==2.5.0", "uv_build==0.13.6",
             "pyproject-hooks==1.3.3", "packaging==26.4", "pip==26.3"]
PROJECTS = {
    "flit_core": ["alabaster==1.0.0", "blinker==1.9.0", "click==8.5.1", "flask==3.1.3",
                  "itsdangerous==2.2.0", "loguru==0.7.3", "markdown-it-py==4.3.0",
                  "packaging==26.4"],
    "hatchling": ["colorama==0.4.6", "httpx==0.28.1", "pydantic-settings==2.16.3", "sqlparse==0.6.1",
                  "starlette==1.10.0", "termcolor==3.3.0", "traitlets==5.16.1"],
    "pdm-backend": ["annotated-doc==0.0.7", "fastapi-cli==0.0.34", "typer==0.29.2",
                    "unearth==0.19.0"],
    "poetry-core": ["backoff==2.2.1", "cleo==2.1.0", "crashtest==0.4.1", "questionary==2.1.1",
                    "rich==15.0.0", "rsa==4.9.1", "tomlkit==0.15.2"],
    "setuptools": ["asgiref==3.13.0", "cfgv==3.5.0", "decorator==5.3.1",
                   "django-cors-headers==4.9.0", "h11==0.16.0", "identify==2.6.20", "locket==1.0.0",
                   "pre-commit==4.7.0", "pycodestyle==2.15.0", "pyjwt==2.15.1",
                   "python-dotenv==1.2.4", "python-slugify==9.2.0", "shellingham==1.5.4",
                   "trio==0.35.0", "uritemplate==4.2.0", "wsproto==1.3.2"],
    "uv_build": ["py-key-value-aio==0.5.0"],
    # What these ask for only a Python can do.
    "handed over": ["six==1.17.0", "idna==3.20"],
}
FEWEST_NATIVE = 42
BUILD = """
import pyproject_hooks, sys, tomllib, os
try:
    with open(os.path.join(sys.argv[1], "pyproject.toml"), "rb") as file:
        system = tomllib.load(file).get("build-system", {})
except FileNotFoundError:
    system = {}
back_end = system.get("build-backend", "setuptools.build_meta:__legacy__")
caller = pyproject_hooks.BuildBackendHookCaller(
    sys.argv[1], back_end, system.get("backend-path"),
    runner=pyproject_hooks.quiet_subprocess_runner)
caller.build_wheel(sys.argv[2])
"""
# The text of a wheel's METADATA and its like is the maker's own: what it says is compared.
COMPARED_BY_MEANING = ("METADATA", "WHEEL", "RECORD", "entry_points.txt")
DESCRIBE = """
import json, sys
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version
given = json.load(sys.stdin)
print(json.dumps({
    "version": str(Version(given["version"])),
    "requires_dist": sorted({str(Requirement(text)) for text in given["requires_dist"]}),
    "requires_python": str(SpecifierSet(given["requires_python"]))}))
"""


def environment():
    """The folder with the pinned back ends' Python."""
    return real_input.venv("native-wheels", real_input.python(11), BACK_ENDS)


def sdists(venv, pins):
    """The folders of the unpacked sdists, by pin."""
    folder = os.path.join(real_input.CACHE, "sdists")
    missing = [pin for pin in pins if not os.path.isdir(os.path.join(folder, pin))]
    if missing:
        with real_input.work_folder() as fresh:
            # pip asks each for its metadata: the back ends are there, and first on PATH.
            search = venv + ":" + os.environ["PATH"]
            try:
                real_input.run(
                    [os.path.join(venv, "python"), "-m", "pip", "--disable-pip-version-check",
                     "download", "-q", "--no-deps", "--no-binary", ":all:",
                     "--no-build-isolation", "-d", fresh, *missing],
                    timeout=real_input.FETCH_LIMIT, env={**os.environ, "PATH": search})
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
                real_input.skip("cannot fetch the sdists: %s" % error)
            for pin in missing:
                unpack(archive_of(fresh, pin), os.path.join(folder, pin))
    return {pin: glob.glob(os.path.join(folder, pin, "*"))[0] for pin in pins}


def archive_of(folder, pin):
    wanted = real_input.normalized(pin)
    for name in os.listdir(folder):
        stem = re.sub(r"\.(tar\.gz|zip)$", "", name)
        if real_input.normalized("==".join(stem.rsplit("-", 1))) == wanted:
            return os.path.join(folder, name)
    return real_input.fail("pip has fetched no sdist of %s" % pin)


def unpack(archive, folder):
    """Under another name first, so that what is there is whole."""
    with real_input.work_folder() as fresh:
        if archive.endswith(".zip"):
            with zipfile.ZipFile(archive) as file:
                file.extractall(fresh)
        else:
            with tarfile.open(archive) as file:
                file.extractall(fresh)
        os.makedirs(os.path.dirname(folder), exist_ok=True)
        os.rename(fresh, folder)
        os.mkdir(fresh)  # for work_folder() to remove


def described(wheel, venv):
    """What counts of a wheel, as a value to compare and to keep."""
    files, metadata, entry_points = {}, None, {}
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith("/"):
                continue
            content = archive.read(name)
            in_info = name.split(".dist-info/")[1] if ".dist-info/" in name else ""
            if in_info == "METADATA":
                metadata = email.message_from_string(content.decode())
            elif in_info == "entry_points.txt":
                entry_points = entry_points_in(content.decode())
            by_meaning = in_info in COMPARED_BY_MEANING
            files[name] = "" if by_meaning else hashlib.sha256(content).hexdigest()
    values = subprocess.run(
        [os.path.join(venv, "python"), "-c", DESCRIBE], stdout=subprocess.PIPE, check=True,
        text=True, input=json.dumps({
            "version": metadata["Version"],
            "requires_dist": metadata.get_all("Requires-Dist", []),
            "requires_python": metadata["Requires-Python"] or ""})).stdout
    return {"file": os.path.basename(wheel), "files": files, "name": metadata["Name"],
            "provides_extra": sorted(metadata.get_all("Provides-Extra", [])),
            "license_expression": metadata["License-Expression"],
            "license_files": sorted(metadata.get_all("License-File", [])),
            "description_content_type": metadata["Description-Content-Type"],
            "description": (metadata.get_payload() or "").strip(),
            "entry_points": entry_points, **json.loads(values)}


def entry_points_in(text):
    parser = configparser.ConfigParser(delimiters=("=",), interpolation=None)
    parser.optionxform = str
    parser.read_string(text)
    return {group: dict(parser[group]) for group in parser.sections() if dict(parser[group])}


def reference(pin, source, venv):
    """What the back end makes, of a copy: setuptools leaves things behind."""
    key = hashlib.sha256("\n".join(BACK_ENDS).encode()).hexdigest()[:16]
    noted = os.path.join(real_input.CACHE, "native-references", key, pin + ".json")
    if os.path.exists(noted):
        with open(noted, encoding="utf-8") as file:
            return json.load(file)
    with real_input.work_folder() as fresh:
        copy = os.path.join(fresh, os.path.basename(source))
        output = os.path.join(fresh, "output")
        os.mkdir(output)
        subprocess.run(["cp", "-a", source, copy], check=True)
        subprocess.run([os.path.join(venv, "python"), "-c", BUILD, copy, output], check=True,
                       timeout=300, stdout=subprocess.DEVNULL,
                       env={**os.environ, "PATH": venv + ":" + os.environ["PATH"],
                            "PYTHONWARNINGS": "ignore"})
        result = described(glob.glob(os.path.join(output, "*.whl"))[0], venv)
    os.makedirs(os.path.dirname(noted), exist_ok=True)
    with open(noted + ".part", "w", encoding="utf-8") as file:
        json.dump(result, file)
    os.rename(noted + ".part", noted)
    return result


def differences(ours, theirs):
    found = []
    for name in sorted(set(ours["files"]) | set(theirs["files"])):
        if name not in ours["files"]:
            found.append("lacks " + name)
        elif name not in theirs["files"]:
            found.append("has " + name)
        elif ours["files"][name] != theirs["files"][name]:
            found.append("has another " + name)
    return found + ["%s: %r instead of %r" % (key, ours[key], theirs[key])
                    for key in theirs if key != "files" and ours[key] != theirs[key]]


def outcome(pin, source, venv):
    """(whether it was made natively, what is different, a line about it)"""
    with real_input.work_folder() as fresh:
        run = subprocess.run([sys.argv[1], source, fresh], stdout=subprocess.PIPE, check=True,
                             text=True, timeout=120, env={"PATH": ""})
        said = run.stdout.strip()
        if not said.startswith("native: "):
            return False, [], "%s: %s" % (pin, said)
        ours = described(said[len("native: "):], venv)
    found = differences(ours, reference(pin, source, venv))
    return True, found, "%s: native: %s" % (pin, "; ".join(found) or "same")


def main():
    venv = environment()
    pins = [pin for group in PROJECTS.values() for pin in group]
    sources = sdists(venv, pins)
    native, wrong = 0, []
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = pool.map(lambda pin: outcome(pin, sources[pin], venv), pins)
        for pin, (is_native, found, line) in zip(pins, outcomes):
            print(line, flush=True)
            native += is_native
            if found or (is_native and pin in PROJECTS["handed over"]):
                wrong.append(pin)
    print("%d of %d are native" % (native, len(pins)))
    real_input.check(not wrong, "other than their back ends make them: " + ", ".join(wrong))
    real_input.check(native >= FEWEST_NATIVE, "fewer than %d are native" % FEWEST_NATIVE)


if __name__ == "__main__":
    main()
