"""Compares the reading of versions, specifiers, markers and wheel names with `packaging`.

Both do the same work on the same made-up texts, one after the other in one run, and count the
processor's time; when their answers differ, this fails. packaging's side is
packaging_speed.py.
"""

import os
import random

import real_input
from steps import Step

PART = "spec"
NAME = "against packaging"
REFERENCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "packaging_speed.py")
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


def results(output):
    rows = [line.split() for line in output.splitlines()]
    return {name: (float(seconds), answer) for name, seconds, answer in rows}


def measure(setting, measurement, _progress):
    with real_input.work_folder() as folder:
        make_input(folder)
        python = real_input.packaging_python()
        theirs = results(real_input.run([python, REFERENCE, folder]))
        ours = results(real_input.run([setting.spec_speed, folder]))
    for name, _ in WORK:
        (slow, expected), (quick, answer) = theirs[name], ours[name]
        real_input.check(answer == expected, "%s: %s, packaging says %s" % (name, answer, expected))
        measurement.add(contestant("pexpack", name), "spec_speed FOLDER", cpu=quick)
        measurement.add(contestant("packaging", name), "python packaging_speed.py FOLDER", cpu=slow)


def contestant(who, work):
    return "%s: %s" % (who, work)


def steps(setting):
    return [Step(PART, NAME, 40, lambda *given: measure(setting, *given))]
