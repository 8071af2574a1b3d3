"""One file for several targets: each start takes the wheels for its Python and machine."""

import json
import os
import platform
import shutil
import subprocess
import unittest
import zipfile

from support import PYTHONS, RuntimeTest, build_for, make_wheel, need_python, shared_folder

MINORS = ("3.6", "3.11", "3.13")
ABIS = {"3.6": "cp36-cp36m", "3.9": "cp39-cp39", "3.11": "cp311-cp311", "3.13": "cp313-cp313"}
MACHINE = platform.machine()
ASK = "import fast; print(fast.WHO)"


def options_for(*places):
    """`--platform` for (minor, machine)."""
    options = []
    for minor, machine in places:
        tags, abi = ABIS[minor].split("-")
        options += ["--platform", "manylinux2014-%s-cp-%s-%s" % (machine, minor, abi)]
    return options


def fast_wheel(folder, minor, machine=MACHINE, version="1.0", files=None, **more):
    """A wheel that looks compiled and says whom it is for."""
    text = "WHO = '%s %s %s'\n" % (version, minor, machine)
    tag = "%s-manylinux2014_%s" % (ABIS[minor], machine)
    make_wheel(folder, "fast", files or {"fast.py": text}, version=version, tag=tag, **more)


def table_of(app):
    with zipfile.ZipFile(app) as archive:
        information = json.loads(archive.read("PEX-INFO").decode("utf-8"))
    return information["build_properties"]["pexpack"]["targets"]


def need_personality():
    """`setarch i686`, under which this machine calls itself one; skips the test without it."""
    words = ["setarch", "i686"]
    if MACHINE == "x86_64" and shutil.which("setarch"):
        ran = subprocess.run(words + ["uname", "-m"], stdout=subprocess.PIPE)
        if ran.stdout == b"i686\n":
            return [shutil.which("setarch"), "i686"]
    raise unittest.SkipTest("NO setarch i686 HERE: nothing was tested of two machines")


class SeveralPythonsTest(RuntimeTest):
    @classmethod
    def setUpClass(cls):
        cls.pythons = [need_python(minor) for minor in MINORS]
        folder = shared_folder(cls)
        wheels = os.path.join(folder, "wheels")
        for minor in MINORS:
            fast_wheel(wheels, minor)
        make_wheel(
            wheels, "pure", {"pure.py": "import fast\n"}, requires=["back; python_version < '3.8'"]
        )
        make_wheel(wheels, "back", {"back.py": "VALUE = 'back'\n"})
        places = [(minor, MACHINE) for minor in MINORS]
        app = os.path.join(folder, "app.pex")
        cls.app = build_for(app, ["fast", "pure"], wheels, options_for(*places))

    def test_each_python_imports_the_wheels_that_are_for_it(self):
        for minor, python in zip(MINORS, self.pythons):
            self.offer(python)
            for _ in "cold", "warm":
                ran = self.pex(self.app, "-c", ASK + "; import pure", env={"PATH": self.bin})
                self.check(ran, "1.0 %s %s\n" % (minor, MACHINE))
            os.unlink(os.path.join(self.bin, "python" + minor))

    def test_what_only_one_target_needs_is_there_alone(self):
        code = "import importlib.util as u; print(u.find_spec('back') is not None)"
        for minor, python in zip(MINORS, self.pythons):
            ran = self.run_words([python, self.app, "-c", code])
            self.check(ran, "True\n" if minor == "3.6" else "False\n")

    def test_each_wheel_is_in_the_file_once(self):
        with zipfile.ZipFile(self.app) as archive:
            names = [name for name in archive.namelist() if name.startswith(".deps/")]
        self.assertEqual(len(names), 5)
        self.assertEqual(len(set(names)), 5)
        self.assertEqual([row["pythons"] for row in table_of(self.app)],
                         [["cpython" + minor] for minor in MINORS])

    def test_the_python_that_was_named_first_is_preferred(self):
        for python in reversed(self.pythons):
            self.offer(python)
        self.check(self.pex(self.app, "-c", ASK), "1.0 3.6 %s\n" % MACHINE)

    def test_a_python_between_the_targets_is_left_for_one_of_them(self):
        between = need_python("3.9")
        self.offer(self.pythons[1])
        for _ in "cold", "warm":
            ran = self.run_words([between, self.app, "-c", ASK])
            self.check(ran, "1.0 3.11 %s\n" % MACHINE)

    def test_no_fitting_python_is_one_sentence_that_names_all_targets(self):
        between = need_python("3.9")
        sentence = "built for CPython 3.6, 3.11 or 3.13 on linux-%s, but " % MACHINE
        self.offer(between, "python3")
        for words in ([self.app], [between, self.app]):
            ran = self.run_words(words + ["-c", ASK])
            self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (127, "", 1), ran)
            self.assertIn(sentence, ran.err)
            self.assertIn("3.9", ran.err.partition("but")[2])
            self.assertNotIn("manylinux", ran.err)

    def test_pex_verify_looks_at_the_wheels_of_the_python_that_runs(self):
        self.offer(self.pythons[1])
        self.check(self.pex(self.app, "-c", ASK), "1.0 3.11 %s\n" % MACHINE)
        changed = os.path.join(self.environment(), "lib", "python3.11", "site-packages", "fast.py")
        for verify in "1", "0":  # then what notices it is the hook of the import
            os.chmod(changed, 0o644)
            with open(changed, "w") as stream:
                stream.write("WHO = 'somebody'\n")
            ran = self.pex(self.app, "-c", ASK, env={"PEX_VERIFY": verify})
            self.assertEqual((ran.status, ran.out), (0, "1.0 3.11 %s\n" % MACHINE), ran)
            self.assertIn("fast.py was changed in the cache", ran.err)

    def test_pex_path_adds_the_wheels_for_the_python_that_runs(self):
        folder = os.path.join(self.folder, "wheels")
        make_wheel(folder, "alone", {"alone.py": ""})
        for minor, python in zip(MINORS, self.pythons):
            own = build_for(os.path.join(self.folder, minor), ["alone"], folder,
                            options_for((minor, MACHINE)))
            ran = self.run_words([python, own, "-c", "import alone; " + ASK],
                                 env={"PEX_PATH": self.app})
            self.check(ran, "1.0 %s %s\n" % (minor, MACHINE))
        between = need_python("3.9")
        ran = self.run_words([between, own, "-c", ""], env={"PEX_PATH": self.app})
        self.assertEqual((ran.status, ran.err.count("\n")), (1, 1), ran)
        self.assertIn("is for CPython 3.6, 3.11 or 3.13 on", ran.err)


class SeveralMachinesTest(RuntimeTest):
    def setUp(self):
        super().setUp()
        self.wheels = os.path.join(self.folder, "wheels")
        self.app = os.path.join(self.folder, "app.pex")

    def build(self, *places):
        for minor, machine in places:
            fast_wheel(self.wheels, minor, machine)
        build_for(self.app, ["fast"], self.wheels, options_for(*places))

    def test_two_machines_that_share_a_cache_take_their_own_wheels(self):
        narrow = need_personality()
        self.offer(need_python("3.11"))
        self.build(("3.11", "i686"), ("3.11", "x86_64"))
        for app in self.app, self.app, self.only_header(self.app):
            self.check(self.run_words(narrow + [app, "-c", ASK]), "1.0 3.11 i686\n")
            self.check(self.run_words([app, "-c", ASK]), "1.0 3.11 x86_64\n")

    def test_a_python_whose_row_is_for_another_machine_is_left_for_one_that_fits(self):
        other = "x86_64" if MACHINE != "x86_64" else "aarch64"
        self.offer(need_python("3.11"))
        self.offer(need_python("3.9"))
        self.build(("3.11", other), ("3.9", MACHINE))
        for app in self.app, self.app, self.only_header(self.app):
            self.check(self.run_words([app, "-c", ASK]), "1.0 3.9 %s\n" % MACHINE)
        self.check(self.run_words([PYTHONS["3.11"], self.app, "-c", ASK]), "1.0 3.9 %s\n" % MACHINE)

    def test_a_machine_that_no_row_is_for_is_one_sentence(self):
        machines = [name for name in ("x86_64", "aarch64", "ppc64le") if name != MACHINE]
        self.offer(need_python("3.11"))
        self.build(*[("3.11", machine) for machine in machines])
        for words in ([self.app], [PYTHONS["3.11"], self.app]):
            ran = self.run_words(words + ["-c", ASK])
            self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (127, "", 1), ran)
            self.assertIn("CPython 3.11 on linux-%s, or CPython 3.11 on" % machines[0], ran.err)
            self.assertIn("but this is linux-" + MACHINE, ran.err)


class DifferentContentTest(RuntimeTest):
    def setUp(self):
        super().setUp()
        self.wheels = os.path.join(self.folder, "wheels")
        self.app = os.path.join(self.folder, "app.pex")
        self.places = [("3.9", MACHINE), ("3.11", MACHINE)]
        self.pythons = [need_python(minor) for minor, _ in self.places]

    def answers(self, code):
        return [self.run_words([python, self.app, "-c", code]).out for python in self.pythons]

    def test_each_target_has_its_own_version(self):
        fast_wheel(self.wheels, "3.9", version="1.0")
        fast_wheel(self.wheels, "3.11", version="2.0")
        build_for(self.app, ["fast"], self.wheels, options_for(*self.places))
        self.assertEqual(self.answers(ASK), ["1.0 3.9 %s\n" % MACHINE, "2.0 3.11 %s\n" % MACHINE])

    def test_wheels_that_could_not_be_installed_together_can_be_for_different_targets(self):
        fast_wheel(self.wheels, "3.9", files={"fast/__init__.py": "WHO = 'folder'\n"})
        fast_wheel(self.wheels, "3.11", files={"fast": "a file\n", "fast.py": "WHO = 'file'\n"})
        build_for(self.app, ["fast"], self.wheels, options_for(*self.places))
        self.assertEqual(self.answers(ASK), ["folder\n", "file\n"])

    def test_a_console_script_may_be_another_function_on_each_target(self):
        for (minor, _), name in zip(self.places, ("old", "new")):
            files = {
                "fast.py": "import sys\ndef %s():\n    print('%s', sys.argv[1:])\n" % (name, name),
                "{info}/entry_points.txt": "[console_scripts]\nrun = fast:%s\n" % name,
            }
            fast_wheel(self.wheels, minor, files=files)
        build_for(self.app, ["fast"], self.wheels, options_for(*self.places), "-c", "run")
        for python, name in zip(self.pythons, ("old", "new")):
            self.offer(python)
            for _ in "cold", "warm":
                self.check(self.pex(self.app, "1"), "%s ['1']\n" % name)
            self.check(self.run_words([python, self.app, "1"]), "%s ['1']\n" % name)
            os.unlink(os.path.join(self.bin, os.path.basename(python)))


if __name__ == "__main__":
    unittest.main()
