"""One case of the manifest, handed to pexpack."""

import os
import sys

from sandbox import Sandbox, now

DEFAULT_LIMITS = {"seconds": 20, "rss_mb": 256}

# Root may read what nobody may: without these it is as everybody else.
AS_EVERYBODY = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]


class Case:
    """`entry`: what the manifest says of it; `folder`: for all cases, with their inputs;
    `runtime`: the digest of a pex's own files.
    """

    def __init__(self, entry, manifest, folder, binary, runtime, measures_memory):
        self.entry = entry
        self.name = entry["name"]
        self.canary_folder = manifest["canary_dir"]
        self.inputs = os.path.join(folder, "inputs")
        self.top = os.path.join(folder, "runs", self.name)
        self.binary = binary
        self.runtime = runtime
        self.measures_memory = measures_memory
        self.limits = {**DEFAULT_LIMITS, **entry.get("limits", {})}
        self.output = os.path.join(self.top, "work", "app.pex")

    def arguments(self):
        """Of pexpack: what the manifest wants to be packed."""
        given = self.entry["input"]
        found = [word for folder in given.get("find_links", []) for word in ("-f", self.at(folder))]
        if given["kind"] == "requirements":
            return ["-r", self.at(given["path"]), *found]
        if given["kind"] == "wheelhouse":
            return [*given["requirements"], *found]
        return [self.at(given["path"])] + ([] if given["deps"] else ["--no-transitive"])

    def at(self, path):
        return os.path.join(self.inputs, path)

    def pack(self):
        """(the sandbox, what pexpack did there, when it started)"""
        sandbox = Sandbox(self.top)
        words = [self.binary, *self.arguments(), "--python", sys.executable, "-o", self.output]
        if "nonroot" in self.entry["needs"] and os.geteuid() == 0:
            words = AS_EVERYBODY + words
        started = now()
        return sandbox, sandbox.run(words, self.limits["seconds"]), started
