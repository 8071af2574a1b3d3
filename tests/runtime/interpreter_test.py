"""A pex without an entry point is CPython's own command line."""

import os
import sys
import unittest
import zipfile

from support import WANTED, TinyTest, header_of

IMPORTS = "import other; print(other.VALUE)"


class InterpreterTests:
    """The same for every Python; see the classes at the end."""

    def test_a_cold_start_prints_what_the_program_prints_and_nothing_else(self):
        self.check(self.pex(self.app, "-c", IMPORTS), "other and tiny\n")

    def test_a_warm_start_does_the_same_and_does_not_open_the_archive(self):
        app = os.path.join(self.folder, "app.pex")
        with open(self.app, "rb") as stream:
            content = stream.read()
        for text in (content, header_of(self.app)):
            with open(app, "wb") as stream:
                stream.write(text)
            os.chmod(app, 0o755)
            self.check(self.pex(app, "-c", IMPORTS), "other and tiny\n")

    def test_arguments_reach_the_program_as_they_are(self):
        ran = self.pex(self.app, "-c", "import sys; print(sys.argv)", "-a", "b c", "'", "$x", "")
        self.check(ran, "['-c', '-a', 'b c', \"'\", '$x', '']\n")

    def test_a_module_runs_with_dash_m(self):
        self.check(self.pex(self.app, "-m", "tiny", "1", "2"), "main ['1', '2']\n")

    def test_dash_m_looks_into_the_working_folder_first(self):
        self.write("tiny.py", "import sys; print('nearer', sys.argv)")
        for _ in "cold", "warm":
            expected = "nearer ['%s', '1']\n" % os.path.join(self.folder, "tiny.py")
            self.check(self.pex(self.app, "-m", "tiny", "1"), expected)

    def test_a_script_runs_with_its_folder_first_on_sys_path(self):
        self.write("scripts/neighbour.py", "VALUE = 1\n")
        code = "import sys, other, neighbour\nprint(__name__, sys.argv, sys.path[0])\n"
        script = self.write("scripts/program.py", code)
        expected = "__main__ ['%s', 'x'] %s\n" % (script, os.path.dirname(script))
        self.check(self.pex(self.app, script, "x"), expected)

    def test_a_class_of_a_script_can_be_pickled(self):
        script = self.write(
            "p.py", "import pickle\nclass C: pass\nprint(len(pickle.dumps(C())) > 0)\n"
        )
        self.check(self.pex(self.app, script), "True\n")

    def test_a_folder_with_a_main_runs(self):
        self.write("program/__main__.py", IMPORTS)
        self.check(self.pex(self.app, "program"), "other and tiny\n")

    def test_a_zip_with_a_main_runs(self):
        with zipfile.ZipFile(os.path.join(self.folder, "program.zip"), "w") as archive:
            archive.writestr("__main__.py", IMPORTS)
        self.check(self.pex(self.app, "program.zip"), "other and tiny\n")

    def test_a_folder_or_zip_without_a_main_is_the_sentence_that_python_says(self):
        os.mkdir(os.path.join(self.folder, "empty"))
        zipfile.ZipFile(os.path.join(self.folder, "empty.zip"), "w").close()
        for name in "empty", "empty.zip":
            for words in [self.app, name], [self.python, self.app, name]:
                ran = self.run_words(words)
                self.assertEqual((ran.status, ran.out), (1, ""), (words, ran))
                said = self.run_words([self.python, name]).err.partition(": ")[2]
                self.assertEqual(ran.err.partition(": ")[2], said, words)

    def test_a_program_is_read_from_standard_input(self):
        for arguments in ([], ["-"]):
            ran = self.pex(self.app, *arguments, input=IMPORTS.encode())
            self.check(ran, "other and tiny\n")

    def test_standard_input_is_the_programs(self):
        ran = self.pex(self.app, "-c", "print(input())", input=b"a line\n")
        self.check(ran, "a line\n")

    def test_flags_of_python_work(self):
        code = "import sys; print(sys.flags.dont_write_bytecode, sys.warnoptions, sys._xoptions)"
        ran = self.pex(self.app, "-B", "-W", "ignore", "-X", "a=b", "-u", "-c", code)
        self.check(ran, "1 ['ignore'] {'a': 'b'}\n")

    def test_the_version_is_pythons(self):
        self.assertTrue(self.pex(self.app, "-V").out.startswith("Python 3."))

    def test_the_exit_code_is_the_programs(self):
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", "import sys; sys.exit(7)"), "", 7)

    def test_a_traceback_shows_no_frame_of_ours(self):
        for _ in "cold", "warm":
            ran = self.pex(self.app, "-c", "import tiny.program as p; p.fail()")
            self.assertEqual(ran.status, 1)
            self.assertEqual(ran.err.count("File "), 2, ran.err)
            self.assertNotIn("pexpack_", ran.err)

    def test_the_application_is_the_process_that_was_started(self):
        code = "import os; print(os.getppid())"
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", code), "%d\n" % os.getpid())

    def test_no_descriptor_is_left_open(self):
        code = "import os; print(sorted(map(int, os.listdir('/proc/self/fd'))))"
        if not os.path.isdir("/proc/self/fd"):
            self.skipTest("NO /proc HERE")
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", code), "[0, 1, 2, 3]\n")

    def test_children_by_sys_executable_see_the_packages(self):
        code = "import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', %r]))"
        self.check(self.pex(self.app, "-c", code % IMPORTS), "other and tiny\n")

    def test_spawned_processes_of_multiprocessing_see_the_packages(self):
        code = (
            "import multiprocessing, other\n"
            "def work(n): return other.VALUE * n\n"
            "if __name__ == '__main__':\n"
            "    context = multiprocessing.get_context('spawn')\n"
            "    with context.Pool(1) as pool: print(pool.map(work, [1]))\n"
        )
        self.check(self.pex(self.app, self.write("mp.py", code)), "['other and tiny']\n")


def test_class(minor):
    name = "Python%sTest" % minor.replace(".", "")
    return type(name, (InterpreterTests, TinyTest), {"minor": minor, "__module__": __name__})


for wanted in WANTED:
    made = test_class(wanted)
    setattr(sys.modules[__name__], made.__name__, made)
del made

if __name__ == "__main__":
    unittest.main()
