"""What was measured, one JSON file for each measurement, in a folder outside the repository.

A measurement is written after every sample, so that a run may be stopped at any time and goes on
where it was. One made under other conditions (another pexpack, other rivals) is made anew.
"""

import datetime
import json
import os
import re
import shutil
import statistics
import time


class CannotRun(Exception):
    """What a measurement needs is not there; the text says what."""


class Measurement:
    """Samples of some contestants, measured in turn."""

    def __init__(self, path, content):
        self.path = path
        self.content = content

    @property
    def name(self):
        return self.content["name"]

    @property
    def finished(self):
        return self.content["finished"]

    @property
    def contestants(self):
        return list(self.content["samples"])

    @property
    def facts(self):
        return self.content["facts"]

    @property
    def failures(self):
        """{contestant: why there are no samples of it}."""
        return self.content["failures"]

    @property
    def missing(self):
        """Why there is no measurement at all, or ""."""
        return self.content["missing"]

    def samples(self, contestant, what="wall"):
        """All values of "wall" or "cpu" (seconds), "peak" or "size" (bytes) that there are."""
        return [sample[what] for sample in self.content["samples"].get(contestant, [])
                if what in sample]

    def median(self, contestant, what="wall"):
        """None when there is no such sample."""
        values = self.samples(contestant, what)
        return statistics.median(values) if values else None

    def add(self, contestant, command, **values):
        """One more sample; `command` is what a reader could type."""
        self.content["samples"].setdefault(contestant, []).append(values)
        self.content["commands"][contestant] = command
        self.failures.pop(contestant, None)
        self.save()

    def cannot(self, contestant, why):
        self.failures[contestant] = why
        self.save()

    def note(self, **facts):
        self.facts.update(facts)
        self.save()

    def finish(self, missing=""):
        self.content.update(finished=not missing, missing=missing)
        self.save()

    def save(self):
        self.content["date"] = datetime.datetime.now().astimezone().isoformat(timespec="minutes")
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        fresh = self.path + ".new"
        with open(fresh, "w", encoding="utf-8") as file:
            json.dump(self.content, file, indent=1)
        os.replace(fresh, self.path)


class Store:
    """`conditions` are what has to be the same for samples to be comparable."""

    def __init__(self, folder, conditions=None):
        self.folder = folder
        self.conditions = conditions

    def forget(self, part):
        shutil.rmtree(os.path.join(self.folder, part), ignore_errors=True)

    def path(self, part, name):
        return os.path.join(self.folder, part, re.sub(r"[^\w.]+", "-", name) + ".json")

    def measurement(self, part, name):
        """The one of that name as far as it came, or an empty one."""
        found = self.find(part, name)
        if found and found.content["conditions"] == self.conditions:
            return found
        return Measurement(self.path(part, name), {
            "part": part, "name": name, "conditions": self.conditions, "begun": time.time(),
            "finished": False, "missing": "", "date": "", "facts": {}, "commands": {},
            "samples": {}, "failures": {}})

    def find(self, part, name):
        """None when there is none."""
        try:
            with open(self.path(part, name), encoding="utf-8") as file:
                return Measurement(file.name, json.load(file))
        except FileNotFoundError:
            return None

    def all(self, part):
        """Those of one part in the order in which they were begun."""
        folder = os.path.join(self.folder, part)
        names = os.listdir(folder) if os.path.isdir(folder) else []
        found = []
        for name in names:
            if name.endswith(".json"):
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    found.append(Measurement(file.name, json.load(file)))
        return sorted(found, key=lambda each: each.content["begun"])
