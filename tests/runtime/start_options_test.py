"""What the builder of a file decides about its starts; each at a first and at a later one."""

import os
import shutil
import unittest

from support import TinyTest, need_python

SHOW = "import os, sys; print(os.environ.get('GIVEN'), sys.warnoptions)"
OUTSIDE = "try:\n import outside; print(outside.VALUE)\nexcept ImportError: print('hidden')"


class InterpreterTest(TinyTest):
    options = ["--inject-env", "GIVEN=a b'c", "--inject-python-args=-W error",
               "--runtime-pex-root", "./built in"]

    def test_a_variable_that_is_not_set_gets_the_value_of_inject_env(self):
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", SHOW), "a b'c ['error']\n")

    def test_the_users_own_value_wins_also_an_empty_one(self):
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", SHOW, env={"GIVEN": ""}), " ['error']\n")

    def test_the_users_flags_follow_those_of_inject_python_args(self):
        for _ in "cold", "warm":
            ran = self.pex(self.app, "-Wignore", "-c", SHOW)
            self.check(ran, "a b'c ['error', 'ignore']\n")

    def test_the_cache_is_where_runtime_pex_root_says_unless_pex_root_does(self):
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", "pass", env={"PEX_ROOT": None}), "")
        built_in = os.path.join(self.folder, "built in", "pexpack")
        self.assertTrue(os.path.isdir(built_in))
        self.assertFalse(os.path.isdir(self.root))
        self.check(self.pex(self.app, "-c", "pass"), "")
        self.assertTrue(os.path.isdir(self.root))


class ProgramTest(TinyTest):
    options = ["-m", "tiny", "--inject-args", "--level 'two words'", "--inject-args", "third"]

    def test_the_users_arguments_follow_those_of_inject_args(self):
        for _ in "cold", "warm":
            ran = self.pex(self.app, "mine")
            self.check(ran, "main ['--level', 'two words', 'third', 'mine']\n")

    def test_an_interpreter_gets_no_inject_args(self):
        for _ in "cold", "warm":
            ran = self.pex(self.app, "-c", "import sys; print(sys.argv)",
                           env={"PEX_INTERPRETER": "1"})
            self.check(ran, "['-c']\n")


class KeptVariablesTest(TinyTest):
    options = ["--no-strip-pex-env"]

    def test_the_application_sees_pex_variables_with_no_strip_pex_env(self):
        for _ in "cold", "warm":
            ran = self.pex(self.app, "-c", "import os; print(os.environ['PEX_ROOT'])")
            self.check(ran, self.root + "\n")


class InheritPathTest(TinyTest):
    options = ["--inherit-path=pythonpath"]

    def test_pythonpath_gets_in_when_built_so_and_pex_inherit_path_overrules_it(self):
        self.write("lib/outside.py", "VALUE = 'inherited'\n")
        env = {"PYTHONPATH": os.path.join(self.folder, "lib")}
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", OUTSIDE, env=env), "inherited\n")
        env["PEX_INHERIT_PATH"] = "false"
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", OUTSIDE, env=env), "hidden\n")


class SettingsFilesTest(TinyTest):
    """What pex's users keep in .pexrc; `python app.pex` reads it as the sh header does."""

    def run_all_ways(self, out, **env):
        for words in [self.app], [self.interpreter, self.app]:
            for _ in "cold", "warm":
                self.check(self.run_words(words + ["a"], env=dict(env, GIVEN="1")), out)

    def setUp(self):
        super().setUp()
        self.copy = os.path.join(self.folder, "apps", "app.pex")
        os.mkdir(os.path.dirname(self.copy))
        shutil.copy(self.app, self.copy)
        self.app = self.copy

    def test_the_users_file_names_a_module(self):
        self.write("home/.pexrc", "# mine\nPEX_MODULE=tiny\n")
        self.run_all_ways("main ['a']\n")

    def test_the_one_beside_the_application_goes_before_it_and_the_environment_before_both(self):
        self.write("home/.pexrc", "PEX_MODULE=nothing\n")
        self.write("apps/.pexrc", "PEX_MODULE=tiny")
        self.run_all_ways("main ['a']\n")
        self.write("apps/.pexrc", "PEX_MODULE=nothing")
        self.run_all_ways("main ['a']\n", PEX_MODULE="tiny")

    def test_pex_ignore_rcfiles_leaves_them_alone_and_is_not_seen_by_the_application(self):
        self.write("home/.pexrc", "PEX_MODULE=tiny\n")
        self.write("a", "import os; print([n for n in os.environ if n.startswith('PEX_')])")
        self.run_all_ways("[]\n", PEX_IGNORE_RCFILES="1")

    def test_pex_ignore_rcfiles_may_say_no(self):
        self.write("home/.pexrc", "PEX_MODULE=tiny\n")
        self.run_all_ways("main ['a']\n", PEX_IGNORE_RCFILES="False")

    def test_nothing_else_can_be_set_and_nothing_is_run(self):
        self.write("home/.pexrc", "GIVEN=2\nPEX_X$(touch bad)=1\nPEX_ROOT=$(touch bad)\n")
        self.write("a", "import os; print(os.environ['GIVEN'])")
        self.run_all_ways("1\n")
        self.assertFalse(os.path.exists(os.path.join(self.folder, "bad")))

    def test_a_line_may_end_as_those_of_windows_do(self):
        self.write("home/.pexrc", "PEX_MODULE=tiny\r\nPEX_FOO=1\r\n")
        self.run_all_ways("main ['a']\n")

    def test_the_one_beside_the_application_is_not_read_where_anybody_may_write_it(self):
        self.write("apps/.pexrc", "PEX_MODULE=nothing\n")
        self.write("a", "print('untouched')")
        os.chmod(self.folder + "/apps", 0o1777)
        self.run_all_ways("untouched\n")

    @unittest.skipUnless(os.getuid() == 0, "ONLY ROOT CAN MAKE ANOTHER USER'S FOLDER")
    def test_the_one_beside_the_application_is_not_read_in_another_users_folder(self):
        self.write("apps/.pexrc", "PEX_MODULE=nothing\n")
        self.write("a", "print('untouched')")
        os.chown(self.folder + "/apps", 12345, 12345)
        self.run_all_ways("untouched\n")


class ConstraintTest(TinyTest):
    minor = "3.9"
    options = ["--interpreter-constraint", "CPython>=3.9,<3.11", "--interpreter-constraint===3.6.*"]

    def test_a_python_that_no_constraint_admits_does_not_run_the_file(self):
        os.unlink(self.interpreter)
        self.offer(need_python("3.11"), "python3")
        ran = self.pex(self.app, "-c", "pass")
        self.assertEqual(ran.status, 127)
        self.assertIn("found %s/python3 (cpython3.11)" % self.bin, ran.err)

    def test_a_python_that_one_of_them_admits_runs_the_file(self):
        os.unlink(self.interpreter)
        self.offer(need_python("3.6"))
        self.check(self.pex(self.app, "-c", "import tiny; print(tiny.VALUE)"), "tiny\n")


class PlainShebangTest(TinyTest):
    options = ["--no-sh-boot"]

    def test_without_sh_boot_env_starts_the_python_of_the_target(self):
        with open(self.app, "rb") as stream:
            first = stream.readline().decode("utf-8")
        minor = "python%d.%d" % tuple(
            eval(self.run_words([self.python, "-c", "import sys; print(sys.version_info[:2])"]).out))
        self.assertEqual(first, "#!/usr/bin/env %s\n" % minor)
        path = "%s:/usr/bin:/bin" % self.bin
        ran = self.run_words([self.app, "-c", "import tiny; print(tiny.VALUE)"], env={"PATH": path})
        self.check(ran, "tiny\n")


if __name__ == "__main__":
    unittest.main()
