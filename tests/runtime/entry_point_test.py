"""What runs when the builder or the user names something to run."""

import os
import shutil
import sys
import unittest

from support import (
    WANTED,
    RuntimeTest,
    TinyTest,
    any_python,
    build,
    build_tiny,
    make_wheel,
)


class NoEntryPointTest(TinyTest):
    def test_pex_module_runs_a_module(self):
        self.check(self.pex(self.app, "a", env={"PEX_MODULE": "tiny"}), "main ['a']\n")

    def test_pex_module_runs_a_function_whose_value_is_the_exit_code(self):
        ran = self.pex(self.app, "a", env={"PEX_MODULE": "tiny.program:run"})
        self.check(ran, "['%s', 'a']\n" % self.app, 21)

    def test_pex_script_runs_a_console_script(self):
        ran = self.pex(self.app, "a", env={"PEX_SCRIPT": "tiny-run"})
        self.check(ran, "['%s', 'a']\n" % self.app, 21)

    def test_pex_script_runs_python_and_shell_scripts(self):
        ran = self.pex(self.app, "a", env={"PEX_SCRIPT": "tiny-script"})
        self.check(ran, "script ['a']\n")
        ran = self.pex(self.app, "a", "b c", env={"PEX_SCRIPT": "tiny-shell"})
        self.check(ran, "shell a b c\n")

    def test_a_script_that_does_not_exist_is_one_sentence(self):
        ran = self.pex(self.app, env={"PEX_SCRIPT": "nothing"})
        self.assertEqual((ran.status, ran.out), (1, ""))
        self.assertEqual(ran.err.count("\n"), 1, ran.err)
        self.assertIn("tiny-fail, tiny-run", ran.err)

    def test_module_and_script_together_are_refused(self):
        ran = self.pex(self.app, env={"PEX_SCRIPT": "tiny-run", "PEX_MODULE": "tiny"})
        self.assertEqual((ran.status, ran.out), (1, ""))
        self.assertIn("PEX_MODULE and PEX_SCRIPT", ran.err)

    def test_pex_interpreter_changes_nothing(self):
        for value in "0", "1", "maybe":
            for _ in "cold", "warm":
                ran = self.pex(self.app, "-c", "print(1)", env={"PEX_INTERPRETER": value})
                self.check(ran, "1\n")

    def test_pex_interpreter_wins_over_pex_module(self):
        env = {"PEX_INTERPRETER": "1", "PEX_MODULE": "tiny"}
        self.check(self.pex(self.app, "-c", "print(1)", env=env), "1\n")

    def test_pex_module_does_not_look_into_the_working_folder(self):
        self.write("tiny.py", "print('of the working folder')")
        for value, out in ("tiny", "main []\n"), ("tiny:VALUE.upper", ""):
            ran = self.pex(self.app, env={"PEX_MODULE": value})
            self.assertEqual((ran.status, ran.out), (0 if out else 1, out), ran)
            self.assertNotIn("of the working folder", ran.err)


class ModuleEntryPointTest(TinyTest):
    options = ("-e", "tiny")

    def test_a_file_in_the_working_folder_does_not_take_the_place_of_a_package(self):
        for name in "tiny", "other":
            self.write(name + ".py", "import sys; sys.exit('of the working folder')")
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "a"), "main ['a']\n")

    def test_the_module_gets_all_arguments(self):
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", "x"), "main ['-c', 'x']\n")

    def test_an_argument_that_looks_like_a_flag_of_python_is_the_applications(self):
        for _ in "cold", "warm":
            ran = self.pex(self.app, "-S", env={"PYTHONPATH": "/x", "PEX_ANY": "1"})
            self.check(ran, "main ['-S']\n")

    def test_pex_interpreter_means_the_same_in_every_start(self):
        python, main = (0, "1\n"), (0, "main ['-c', 'print(1)']\n")
        for value in "1", "true", "True", "TRUE", "yes", "Yes", "on", "ON":
            self.check_both_starts(value, python)
        for value in "0", "false", "False", "FALSE", "no", "No", "NO", "off", "OFF", "", None:
            self.check_both_starts(value, main)
        for value in "maybe", "2", " 1", "fals", "truee", "*", "no\n":
            self.check_both_starts(value, (1, ""))

    def check_both_starts(self, value, expected):
        for start in "cold", "warm":
            if start == "cold":
                shutil.rmtree(self.root, ignore_errors=True)
            ran = self.pex(self.app, "-c", "print(1)", env={"PEX_INTERPRETER": value})
            self.assertEqual((ran.status, ran.out), expected, (value, start, ran))
            self.assertEqual("PEX_INTERPRETER is `" in ran.err, expected[0] != 0, ran)
            self.assertLessEqual(ran.err.count("\n"), 1, ran)

    def test_pex_interpreter_does_not_need_the_archive_when_warm(self):
        self.pex(self.app)
        app = self.only_header(self.app)
        self.check(self.pex(app, "-c", "print(1)", env={"PEX_INTERPRETER": "1"}), "1\n")


SHOW = """\
import sys
if __name__ == "__main__":
    print(sorted(globals()), __spec__.name, __package__, repr(__file__), sys.argv)
"""
PATHS = "import os, sys\nprint([os.path.basename(p) for p in sys.path[:1] + sys.path[-1:]])\n"
PICKLE = """\
import pickle, threading, time
class C:
    pass
def work():
    threading.main_thread().join()
    print(len(pickle.dumps(C())) > 0)
print(len(pickle.dumps(C())) > 0)
threading.Thread(target=work).start()
"""
SPAWN = """\
import multiprocessing
def work(n):
    return n * 2
if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(pool.map(work, [21]))
"""


class ApplicationTests:
    """Modules of an application under PEX_MODULE, as an entry point; see the end for Pythons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name, text in (
            ("__init__", ""),
            ("show", SHOW),
            ("paths", PATHS),
            ("saved", PICKLE),
            ("spawn", SPAWN),
            ("fail", "def run():\n    raise ValueError('on purpose')\nrun()\n"),
        ):
            path = os.path.join(cls.built, "src", "app", name + ".py")
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as stream:
                stream.write(text)
        source = os.path.join(cls.built, "src")
        cls.app = build_tiny(os.path.join(cls.built, "my.pex"), cls.python, "-D", source)

    def module(self, name, *arguments):
        return self.pex(self.app, *arguments, env={"PEX_MODULE": "app." + name})

    def test_a_module_sees_of_itself_what_it_sees_with_dash_m(self):
        expected = self.pex(self.app, "-m", "app.show", "a", "-b")
        self.check(self.module("show", "a", "-b"), expected.out)
        self.assertIn("app/show.py', 'a', '-b']", expected.out)

    def test_neither_the_working_folder_nor_that_of_the_scripts_is_on_sys_path(self):
        ran = self.module("paths")
        self.assertEqual((ran.status, ran.err), (0, ""))
        first, last = eval(ran.out)
        self.assertRegex(first, r"^python3\d+\.zip$")
        self.assertEqual(last, "my.pex")

    def test_classes_of_a_module_can_be_pickled_also_by_a_thread_after_its_end(self):
        self.check(self.module("saved"), "True\nTrue\n")

    def test_spawned_processes_of_multiprocessing_find_the_modules_functions(self):
        self.check(self.module("spawn"), "[42]\n")

    def test_a_traceback_shows_the_launcher_once_and_then_what_dash_m_shows(self):
        with_m = self.pex(self.app, "-m", "app.fail")
        ran = self.module("fail")
        self.assertEqual((ran.status, with_m.status), (1, 1))
        ours = [line for line in ran.err.splitlines() if "pexpack-entry" in line]
        self.assertEqual(len(ours), 1, ran.err)
        self.assertTrue(ran.err.endswith(with_m.err.partition("\n")[2]), ran.err)

    def test_a_module_that_is_not_there_is_one_sentence(self):
        ran = self.module("nothing")
        self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (1, "", 1), ran)
        self.assertIn("No module named app.nothing", ran.err)


def test_class(minor):
    name = "ApplicationPython%sTest" % minor.replace(".", "")
    return type(name, (ApplicationTests, TinyTest), {"minor": minor, "__module__": __name__})


for wanted in WANTED:
    made = test_class(wanted)
    setattr(sys.modules[__name__], made.__name__, made)
del made


class FunctionEntryPointTest(TinyTest):
    options = ("-e", "tiny.program:run")

    def test_the_function_sees_the_file_as_its_program_name(self):
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "a", "b c"), "['%s', 'a', 'b c']\n" % self.app, 21)

    def test_a_link_to_the_file_gives_the_program_its_name(self):
        link = os.path.join(self.folder, "tool")
        os.symlink(self.app, link)
        for _ in "cold", "warm":
            self.check(self.pex(link), "['%s']\n" % link, 21)


class ConsoleScriptTest(TinyTest):
    options = ("-c", "tiny-run")

    def test_a_console_script_runs_like_its_function(self):
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "a"), "['%s', 'a']\n" % self.app, 21)


NAMES = ("PYTHONPATH", "_PEXPACK_START", "PEX_ROOT", "PEX_SCRIPT", "PEX_VERBOSE", "PEX")
SHELL = "".join('echo "%s=${%s-unset}"\n' % (name, name) for name in NAMES)
PYTHON = "import os\nfor n in %r: print(n + '=' + os.environ.get(n, 'unset'))\n" % (NAMES,)
PATH = "import sys; print('/x' in sys.path)\n"


class ScriptTest(RuntimeTest):
    """Programs of .data/scripts, most of which are not run by the environment's Python."""

    def setUp(self):
        super().setUp()
        self.python = any_python()
        self.offer(self.python)
        self.wheels = os.path.join(self.folder, "wheels")
        scripts = {
            "shell": "#!/bin/sh\n" + SHELL,
            "host": "#!%s -S\n%s%s" % (self.python, PYTHON, PATH),
            "own": "#!python\n%s%s" % (PYTHON, PATH),
        }
        with open(os.path.realpath(shutil.which("env")), "rb") as stream:
            scripts["compiled"] = stream.read()
        files = {"{data}/scripts/" + name: text for name, text in scripts.items()}
        make_wheel(self.wheels, "odd", dict(files, **{"odd.py": ""}))

    def check_starts(self, name, tail="", **variables):
        """It sees PYTHONPATH and PEX alone, whoever named it; `tail`: what else it prints."""
        built = [
            (self.build("named.pex", "-c", name), None),
            (self.build("free.pex"), name),
        ]
        env = dict(variables, PYTHONPATH="/x", PEX_VERBOSE="0")
        for app, script in built:
            shutil.rmtree(self.root, ignore_errors=True)
            for start in "cold", "warm":
                ran = self.pex(app, env=dict(env, PEX_SCRIPT=script))
                lines = [line.split("=", 1) for line in ran.out.splitlines() if "=" in line]
                found = {n: value for n, value in lines if n in NAMES and value != "unset"}
                expected = {"PYTHONPATH": "/x", "PEX": app}
                self.assertEqual((ran.status, ran.err, found), (0, "", expected), (app, start))
                self.assertTrue(ran.out.endswith(tail), ran)

    def build(self, output, *options):
        output = os.path.join(self.folder, output)
        return build(output, ["odd"], self.wheels, self.python, *options)

    def test_a_shell_script_gets_the_environment_without_ours(self):
        self.check_starts("shell")

    def test_a_compiled_program_gets_the_environment_without_ours(self):
        self.check_starts("compiled")

    def test_a_script_for_the_hosts_python_gets_the_environment_without_ours(self):
        self.check_starts("host", "True\n")

    def test_a_script_for_the_environments_python_has_pythonpath_hidden(self):
        for root in "root", "x" * 150, "a b'c\"d":
            self.root = os.path.join(self.folder, root)
            self.check_starts("own", "False\n", PEX_ROOT=self.root)


if __name__ == "__main__":
    unittest.main()
