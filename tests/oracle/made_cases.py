"""Inputs for against_packaging.py: texts as people write them, and what a slip makes of them.

Every maker takes a random.Random and gives the input of one case of corpus_adapter's protocol.
"""

ODD_CHARACTERS = list(" \t.,;-_+*!=<>~()[]{}'\"\\/@#$%:0123456789abcrxzABCX") + [
    "\n", "\r", "\x0b", "\x1c", "\x85", "\u00a0", "\u2028", "\ufeff", "\u200b", "\u017f", "\u212a",
    "\u00e9", "\u00df", "\u0130", "\u0661", "\uff11", "\U0001d7cf", "\u5f20"]

ENVIRONMENTS = {
    "linux": {
        "implementation_name": "cpython", "implementation_version": "3.11.7", "os_name": "posix",
        "platform_machine": "x86_64", "platform_python_implementation": "CPython",
        "platform_release": "6.1.0-13-amd64", "platform_system": "Linux",
        "platform_version": "#1 SMP", "python_full_version": "3.11.7", "python_version": "3.11",
        "sys_platform": "linux"},
    "old": {
        "implementation_name": "", "implementation_version": "0", "os_name": "nt",
        "platform_machine": "AMD64", "platform_python_implementation": "CPython",
        "platform_release": "10", "platform_system": "Windows", "platform_version": "10.0.19045",
        "python_full_version": "2.7.18", "python_version": "2.7", "sys_platform": "win32"},
    "development": {
        "implementation_name": "pypy", "implementation_version": "7.3.15", "os_name": "posix",
        "platform_machine": "arm64", "platform_python_implementation": "PyPy",
        "platform_release": "23.2.0", "platform_system": "Darwin",
        "platform_version": "Darwin 23.2.0", "python_full_version": "3.14.0rc2+",
        "python_version": "3.14", "sys_platform": "darwin"},
}
OLD_VARIABLES = ["os.name", "sys.platform", "platform.version", "platform.machine",
                 "platform.python_implementation", "python_implementation"]


def with_slips(rng, text):
    """Mostly the text itself, else with a few characters put in, taken out, doubled or swapped."""
    characters = list(text)
    for _ in range(rng.choice([0, 0, 0, 1, 1, 2])):
        at = rng.randrange(len(characters) + 1)
        kind = rng.randrange(4)
        if kind == 0 or at == len(characters):
            characters.insert(at, rng.choice(ODD_CHARACTERS))
        elif kind == 1:
            del characters[at]
        elif kind == 2:
            characters.insert(at, characters[at])
        else:
            characters[at] = rng.choice(ODD_CHARACTERS)
    return "".join(characters)


def number(rng):
    return rng.choice(["0", "0", "1", "1", "2", "3", "9", "10", "00", "01", "007", "199", "200",
                       "8391", "8392", "999999999", "1000000000", "4294967296",
                       "18446744073709551616", str(rng.randrange(10 ** rng.randrange(1, 30)))])


def release(rng):
    return ".".join(number(rng) for _ in range(rng.choice([1, 2, 2, 3, 3, 4, 7, 12])))


def usual_version(rng):
    text = ".".join(str(rng.randrange(4)) for _ in range(rng.choice([1, 2, 2, 3, 3, 4])))
    if rng.random() < .1:
        text = "1!" + text
    for suffix, chance in (("a%d", .1), ("rc%d", .1), (".post%d", .15), (".dev%d", .15)):
        if rng.random() < chance:
            text += suffix % rng.randrange(3)
    if rng.random() < .1:
        text += rng.choice(["+1", "+a", "+a.1", "+1.a", "+10"])
    return text


def odd_version(rng):
    separator = lambda: rng.choice(["", "", ".", "-", "_"])  # noqa: E731
    text = rng.choice(["", "", "v", "V"]) + rng.choice(["", "", number(rng) + "!"]) + release(rng)
    if rng.random() < .4:
        word = rng.choice(["a", "b", "c", "rc", "alpha", "Beta", "pre", "PREVIEW", "Rc"])
        text += separator() + word + rng.choice(["", separator() + number(rng)])
    if rng.random() < .4:
        text += rng.choice(["-" + number(rng), separator() + rng.choice(["post", "rev", "r", "Post"])
                            + rng.choice(["", separator() + number(rng)])])
    if rng.random() < .4:
        text += separator() + rng.choice(["dev", "DEV"]) + rng.choice(["", separator() + number(rng)])
    if rng.random() < .3:
        parts = [rng.choice([number(rng), "a", "Ab1", "0a"]) for _ in range(rng.randrange(1, 4))]
        text += "+" + "".join(part + rng.choice(".-_") for part in parts)[:-1]
    return text


def version(rng):
    return rng.choice([usual_version, usual_version, odd_version])(rng)


def clause(rng):
    operator = rng.choice(["==", "==", "!=", "<=", ">=", ">=", "<", ">", "~=", "==="])
    text = version(rng)
    if rng.random() < .15:
        text += ".*"
    return operator + rng.choice(["", "", "", " ", "  ", "\t"]) + text


def specifier(rng):
    return rng.choice([",", ",", ", ", " , "]).join(clause(rng) for _ in range(rng.choice([1, 1, 2, 3])))


def name(rng):
    return "".join(rng.choice("abcXYZ019._-") for _ in range(rng.randrange(1, 9)))


def quoted(rng, text):
    quote = rng.choice("'\"")
    return quote + text + quote


def comparison(rng):
    variable = rng.choice(list(ENVIRONMENTS["linux"]) + OLD_VARIABLES
                          + ["extra", "extra", "extras", "dependency_groups", "unknown"])
    known = [rng.choice(list(ENVIRONMENTS.values())).get(variable.replace(".", "_"), "x")]
    value = rng.choice(known + [version(rng), "3.11", "3.*", "", "linux", "linux darwin", "test",
                                "Test_Dep", "2.7 3.11 3.14"])
    operator = rng.choice(["==", "!=", "<", "<=", ">", ">=", "~=", "===", "in", "not in", "not  in"])
    sides = [variable, quoted(rng, value)]
    if rng.random() < .2:
        sides.reverse()
    if rng.random() < .05:
        sides[rng.randrange(2)] = rng.choice(["os_name", quoted(rng, "posix")])
    space = " " if operator[-1] == "n" else rng.choice(["", " "])
    return sides[0] + space + operator + space + sides[1]


def marker_text(rng, depth=3):
    if depth == 0 or rng.random() < .4:
        return comparison(rng)
    if rng.random() < .3:
        return "(" + marker_text(rng, depth - 1) + ")"
    return marker_text(rng, depth - 1) + rng.choice([" and ", " or "]) + marker_text(rng, depth - 1)


def requirement_text(rng):
    text = name(rng)
    if rng.random() < .3:
        text += "[" + ",".join(name(rng) for _ in range(rng.randrange(3))) + "]"
    kind = rng.randrange(4)
    if kind == 0:
        text += rng.choice(["", " "]) + "@" + rng.choice(["", " "]) + "https://h.invalid/a-1.whl#sha256=ab"
    elif kind == 1:
        text += " (" + specifier(rng) + ")"
    elif kind == 2:
        text += rng.choice(["", " "]) + specifier(rng)
    if rng.random() < .4:
        text += rng.choice([";", " ;", " ; "]) + marker_text(rng, 1)
    return text


def wheel_filename(rng):
    interpreters = ["py3", "py2.py3", "cp311", "cp36.cp37", "CP39", "pp310", "3py", "\u00e9"]
    platforms = ["any", "manylinux_2_17_x86_64.manylinux2014_x86_64", "win_amd64", "macosx_11_0_arm64"]
    parts = [name(rng).replace("-", "_"), version(rng).replace("-", "_"), rng.choice(interpreters),
             rng.choice(["none", "cp311", "abi3", "cp36m.cp37m", "ABI3"]), rng.choice(platforms)]
    if rng.random() < .3:
        parts.insert(2, rng.choice(["1", "01", "2a", "10_x", "a1", "", "\u0661", "0"]))
    return "-".join(parts) + ".whl"


def made_marker(rng):
    context = rng.choice(["metadata", "metadata", "requirement", "lock_file"])
    extra = {"metadata": rng.choice([None, "test", "test-dep", "Test_Dep", ""]),
             "lock_file": {"extras": ["test"], "dependency_groups": ["x"]}}.get(context)
    return {"marker": with_slips(rng, marker_text(rng)), "env": rng.choice(list(ENVIRONMENTS)),
            "extra": extra, "context": context}


def prereleases(rng):
    return rng.choice([None, None, True, False])


MAKERS = {
    "versions": lambda rng: {"s": with_slips(rng, version(rng))},
    "version_order": lambda rng: {"a": version(rng), "b": version(rng)},
    "specifier_parse": lambda rng: {"spec": with_slips(rng, specifier(rng))},
    "specifiers": lambda rng: {"spec": specifier(rng), "version": version(rng),
                               "prereleases": prereleases(rng)},
    "specifier_filter": lambda rng: {
        "spec": specifier(rng), "versions": [usual_version(rng) for _ in range(rng.randrange(1, 9))],
        "prereleases": prereleases(rng)},
    # With === the reference compares no sets.
    "specifier_sets": lambda rng: {"a": specifier(rng).replace("===", "=="),
                                   "b": specifier(rng).replace("===", "==")},
    "requirements": lambda rng: {"s": with_slips(rng, requirement_text(rng))},
    "names": lambda rng: {"s": with_slips(rng, name(rng))},
    "markers": made_marker,
    "wheel_names": lambda rng: {"filename": with_slips(rng, wheel_filename(rng))},
    "sdist_names": lambda rng: {"filename": with_slips(
        rng, name(rng) + "-" + version(rng) + rng.choice([".tar.gz", ".zip", ".tar.bz2", ".TAR.GZ"]))},
}
