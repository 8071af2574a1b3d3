"""Compares the reading of versions, specifiers, markers and wheel names with `packaging`.

spec_speed.py SPEC_SPEED (the program of spec_speed.cpp). Both do the same work on the same made-up
texts, one after the other in one run, and count the processor's time; when their answers differ,
this fails.
"""

import json
import os
import random
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "data"))

import real_input  # noqa: E402

GOAL = 50  # times as fast as packaging
ROUNDS = 3
WORK = [("versions", "parse and order 100,000 versions"),
        ("pairs", "parse and test 100,000 specifiers and versions"),
        ("markers", "parse and evaluate 100,000 markers"),
        ("wheels", "parse and rank 10,000 wheel names")]


def made_version(rng):
    """As on an index: mostly finals of three numbers."""
    text = ".".join(str(rng.randrange(40)) for _ in range(rng.choice([2, 3, 3, 3, 4])))
    suffixes = ["", "", "", "", "", "rc%d", "a%d", "b%d", ".post%d", ".dev%d"]
    suffix = rng.choice(suffixes)
    return text + (suffix % rng.randrange(5) if suffix else "")


def made_specifier(rng):
    first = "%d.%d" % (rng.randrange(10), rng.randrange(40))
    return rng.choice([">=" + first, ">=%s,<%d" % (first, rng.randrange(10, 40)), "~=" + first,
                       "==%s.*" % first, "==%s.%d" % (first, rng.randrange(9)),
                       ">=%s,!=%s.1,<%d" % (first, first, rng.randrange(10, 40))])


def made_marker(rng):
    python = "3.%d" % rng.randrange(6, 15)
    comparison = [
        'python_version %s "%s"' % (rng.choice(["<", ">=", "==", "!="]), python),
        'python_full_version >= "%s.%d"' % (python, rng.randrange(9)),
        'sys_platform == "%s"' % rng.choice(["linux", "win32", "darwin"]),
        'platform_machine in "x86_64 aarch64"',
        'platform_python_implementation != "PyPy"',
        'extra == "%s"' % rng.choice(["test", "docs", "all"]),
    ]
    words = rng.sample(comparison, rng.choice([1, 1, 2, 3]))
    text = words[0]
    for word in words[1:]:
        text = rng.choice(["%s and %s", "%s or %s", "(%s) and %s"]) % (text, word)
    return text


def made_wheel(rng):
    minor = rng.randrange(6, 15)
    tags = ["py3-none-any", "py2.py3-none-any", "cp%d-abi3-manylinux2014_x86_64" % (30 + minor),
            "cp3%d-cp3%d-manylinux_2_17_x86_64.manylinux2014_x86_64" % (minor, minor),
            "cp3%d-cp3%d-musllinux_1_2_aarch64" % (minor, minor),
            "cp3%d-cp3%d-win_amd64" % (minor, minor),
            "cp3%d-cp3%d-macosx_11_0_arm64" % (minor, minor)]
    name = "".join(rng.choice("abcdefghij_") for _ in range(10)).replace("__", "_x")
    return "x%sx-%s-%s.whl" % (name, made_version(rng), rng.choice(tags))


def make_input(folder):
    rng = random.Random(1)
    makers = {"versions": (100000, made_version),
              "pairs": (100000, lambda r: "%s\t%s" % (made_specifier(r), made_version(r))),
              "markers": (100000, made_marker), "wheels": (10000, made_wheel)}
    for name, (count, make) in makers.items():
        with open(os.path.join(folder, name + ".txt"), "w", encoding="utf-8") as file:
            file.write("".join(make(rng) + "\n" for _ in range(count)))


def lines(folder, name):
    with open(os.path.join(folder, name + ".txt"), encoding="utf-8") as file:
        return file.read().splitlines()


def reference(folder):
    """Runs under the Python that has packaging; prints what spec_speed.cpp prints."""
    from packaging.markers import Marker, default_environment
    from packaging.specifiers import SpecifierSet
    from packaging.tags import sys_tags
    from packaging.utils import parse_wheel_filename
    from packaging.version import Version

    environment = {**default_environment(), "extra": ""}
    tags = list(sys_tags())
    ranks = {tag: rank for rank, tag in enumerate(tags)}
    with open(os.path.join(folder, "target.json"), "w", encoding="utf-8") as file:
        json.dump({"marker_environment": default_environment(),
                   "compatible_tags": [str(tag) for tag in tags]}, file)

    def versions(texts):
        parsed = [Version(text) for text in texts]
        answer = 0
        for index in sorted(range(len(parsed)), key=parsed.__getitem__):
            answer = (answer * 31 + index) % 1000003
        return answer

    def pairs(texts):
        count = 0
        for text in texts:
            specifier, version = text.split("\t")
            count += SpecifierSet(specifier).contains(Version(version), prereleases=True)
        return count

    def markers(texts):
        return sum(Marker(text).evaluate(environment) for text in texts)

    def wheels(texts):
        total = 0
        for text in texts:
            found = [ranks[tag] for tag in parse_wheel_filename(text)[3] if tag in ranks]
            total += min(found, default=0)
        return total

    for work in (versions, pairs, markers, wheels):
        texts = lines(folder, work.__name__)
        quickest = float("inf")
        for _ in range(ROUNDS):
            start = time.process_time()
            answer = work(texts)
            quickest = min(quickest, time.process_time() - start)
        print(work.__name__, "%.6f" % quickest, answer)


def results(output):
    rows = [line.split() for line in output.splitlines()]
    return {name: (float(seconds), answer) for name, seconds, answer in rows}


def main():
    with real_input.work_folder() as folder:
        make_input(folder)
        theirs = results(real_input.run([real_input.packaging_python(), __file__, "--reference", folder]))
        ours = results(real_input.run([os.path.abspath(sys.argv[1]), folder]))
    print("\n| what | pexpack | packaging | ratio | goal |\n|---|---|---|---|---|")
    for name, what in WORK:
        (slow, expected), (quick, answer) = theirs[name], ours[name]
        real_input.check(answer == expected, "%s: %s, packaging says %s" % (name, answer, expected))
        print("| %s | %.1f ms | %.0f ms | %.0f × | ≥ %d × |"
              % (what, 1000 * quick, 1000 * slow, slow / quick, GOAL))


if __name__ == "__main__":
    if sys.argv[1] == "--reference":
        reference(sys.argv[2])
    else:
        main()
