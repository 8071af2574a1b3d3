"""against_packaging.py ADAPTER [--count N] [--seed S] [--only KIND,KIND]: made cases, both answers.

Makes N inputs of each kind (made_cases.py), asks corpus_adapter and Python's `packaging`, and prints
where they differ. The seed is fixed, so that a run is like the one before; take another one to look
for more. Exits 0 when nothing differs, 77 (skipped) when packaging is not to be had, else 1.
"""

import argparse
import json
import os
import random
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "data"))

import made_cases  # noqa: E402
import real_input  # noqa: E402

SHOWN = 20


def is_deliberate(case, expected):
    """Letters beyond ASCII are no version; the reference takes some in a specifier and fails on them."""
    return expected is None or any(
        "\u017f" in str(value) or "\u212a" in str(value) for value in case.values())


class Reference:
    """What packaging says; for made_cases.MAKERS one method each. None: it failed in its own way."""

    def __init__(self):
        import packaging.markers
        import packaging.requirements
        import packaging.specifiers
        import packaging.utils
        import packaging.version
        self.markers, self.requirement = packaging.markers, packaging.requirements
        self.specifier, self.utils, self.version = (
            packaging.specifiers, packaging.utils, packaging.version)

    def versions(self, case):
        try:
            version = self.version.Version(case["s"])
        except self.version.InvalidVersion:
            return {"ok": False}
        optional = lambda number: None if number is None else str(number)  # noqa: E731
        return {"ok": True, "norm": str(version),
                "canonical": self.utils.canonicalize_version(version),
                "epoch": str(version.epoch), "release": [str(part) for part in version.release],
                "pre": version.pre and [version.pre[0], str(version.pre[1])],
                "post": optional(version.post), "dev": optional(version.dev), "local": version.local,
                "public": version.public, "base": version.base_version,
                "is_pre": version.is_prerelease, "is_post": version.is_postrelease,
                "is_dev": version.is_devrelease}

    def version_order(self, case):
        try:
            a, b = self.version.Version(case["a"]), self.version.Version(case["b"])
        except self.version.InvalidVersion:
            return {}
        return {"cmp": (a > b) - (a < b)}

    def set_of(self, text, prereleases=None):
        try:
            return self.specifier.SpecifierSet(text, prereleases=prereleases)
        except self.specifier.InvalidSpecifier:
            return None

    def specifier_parse(self, case):
        found = self.set_of(case["spec"])
        if found is None:
            return {"ok": False}
        canonical = sorted(list(clause._canonical_spec) for clause in found)
        return {"ok": True, "parts": sorted([clause.operator, clause.version] for clause in found),
                "canonical": canonical, "prereleases": found.prereleases}

    def specifiers(self, case):
        found = self.set_of(case["spec"])
        if found is None:
            return {}
        return {"contains": found.contains(case["version"], prereleases=case["prereleases"])}

    def specifier_filter(self, case):
        found = self.set_of(case["spec"])
        if found is None:
            return {}
        return {"filtered": list(found.filter(case["versions"], prereleases=case["prereleases"]))}

    def specifier_sets(self, case):
        a, b = self.set_of(case["a"]), self.set_of(case["b"])
        if a is None or b is None:
            return {}
        return {"subset": a.is_subset(b), "superset": a.is_superset(b),
                "disjoint": a.is_disjoint(b), "and_unsatisfiable": (a & b).is_unsatisfiable()}

    def requirements(self, case):
        try:
            found = self.requirement.Requirement(case["s"])
        except self.requirement.InvalidRequirement:
            return {"ok": False}
        normal = self.utils.canonicalize_name
        return {"ok": True, "name": found.name, "norm_name": normal(found.name),
                "extras": sorted(found.extras),
                "norm_extras": sorted({normal(extra) for extra in found.extras}),
                "specifier": sorted([part.operator, part.version] for part in found.specifier),
                "url": found.url, "marker": found.marker and str(found.marker), "str": str(found)}

    def names(self, case):
        try:
            valid = bool(self.utils.canonicalize_name(case["s"], validate=True))
        except self.utils.InvalidName:
            valid = False
        return {"norm": self.utils.canonicalize_name(case["s"]), "valid": valid,
                "is_normalized": self.utils.is_normalized_name(case["s"])}

    def markers_result(self, marker, environment, context):
        try:
            return marker.evaluate(environment, context)
        except self.markers.UndefinedComparison:
            return "undefined-comparison"
        except self.markers.UndefinedEnvironmentName:
            return "undefined-name"

    def marker(self, case):
        try:
            marker = self.markers.Marker(case["marker"])
        except self.markers.InvalidMarker:
            return {"result": "parse"}
        environment = dict(made_cases.ENVIRONMENTS[case["env"]])
        if isinstance(case["extra"], str):
            environment["extra"] = case["extra"]
        elif case["context"] == "lock_file":
            environment.update({name: set(names) for name, names in case["extra"].items()})
        return {"result": self.markers_result(marker, environment, case["context"])}

    def wheel_names(self, case):
        try:
            name, version, build, tags = self.utils.parse_wheel_filename(case["filename"])
        except self.utils.InvalidWheelFilename:
            return {"ok": False}
        return {"ok": True, "name": name, "version": str(version),
                "build": [str(build[0]), build[1]] if build else None,
                "tags": sorted(str(tag) for tag in tags)}

    def sdist_names(self, case):
        try:
            name, version = self.utils.parse_sdist_filename(case["filename"])
        except self.utils.InvalidSdistFilename:
            return {"ok": False}
        return {"ok": True, "name": name, "version": str(version)}

    def answer(self, kind, case):
        # The reference's own bugs: a number of more than 4300 digits, an assertion.
        try:
            return getattr(self, "marker" if kind == "markers" else kind)(case)
        except (AssertionError, ValueError):
            return None


def cases_of(kind, count, seed):
    rng = random.Random("%s %s" % (kind, seed))
    return [made_cases.MAKERS[kind](rng) for _ in range(count)]


def reference_main(kinds, count, seed):
    """Under the Python with packaging: an answer a line."""
    reference = Reference()
    for kind in kinds:
        for case in cases_of(kind, count, seed):
            print(json.dumps(reference.answer(kind, case)))


def our_answers(adapter, kind, cases, folder):
    asked = "".join(json.dumps(case) + "\n" for case in cases)
    run = subprocess.run([adapter, kind], input=asked, capture_output=True, text=True, check=True,
                         env=dict(os.environ, CORPUS_DIR=folder))
    return [json.loads(line) for line in run.stdout.split("\n")[:-1]]


def compare(kind, cases, expected, ours):
    if not len(cases) == len(expected) == len(ours):
        real_input.fail("%s: %d cases, %d and %d answers" % (kind, len(cases), len(expected), len(ours)))
    differing = [(case, wanted, got) for case, wanted, got in zip(cases, expected, ours)
                 if not is_deliberate(case, wanted)
                 and any(got.get(field) != wanted[field] for field in wanted)]
    print("%-17s %6d / %6d" % (kind, len(cases) - len(differing), len(cases)))
    for case, wanted, got in differing[:SHOWN]:
        fields = {field: (value, got.get(field)) for field, value in wanted.items()
                  if got.get(field) != value}
        print("   %s -> packaging, pexpack: %s" % (ascii(case), ascii(fields)))
    return len(differing)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("adapter")
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only")
    parser.add_argument("--reference", action="store_true")
    options = parser.parse_args()
    kinds = options.only.split(",") if options.only else list(made_cases.MAKERS)
    if options.reference:
        return reference_main(kinds, options.count, options.seed)

    asked = subprocess.run([real_input.packaging_python(), os.path.abspath(__file__),
                            *sys.argv[1:], "--reference"], capture_output=True, text=True, check=True)
    expected = [json.loads(line) for line in asked.stdout.split("\n")[:-1]]
    differing = 0
    with real_input.work_folder() as folder:
        with open(os.path.join(folder, "marker_envs.json"), "w", encoding="utf-8") as file:
            json.dump({"full": made_cases.ENVIRONMENTS}, file)
        for kind in kinds:
            cases = cases_of(kind, options.count, options.seed)
            wanted, expected = expected[:len(cases)], expected[len(cases):]
            differing += compare(kind, cases, wanted, our_answers(options.adapter, kind, cases, folder))
    sys.exit(1 if differing else 0)


main()
