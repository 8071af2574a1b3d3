"""What runs when the builder or the user names something to run."""

import os
import unittest

from support import TinyTest


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


class ModuleEntryPointTest(TinyTest):
    options = ("-e", "tiny")

    def test_the_module_gets_all_arguments(self):
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", "x"), "main ['-c', 'x']\n")

    def test_an_argument_that_looks_like_a_flag_of_python_is_the_applications(self):
        for _ in "cold", "warm":
            ran = self.pex(self.app, "-S", env={"PYTHONPATH": "/x", "PEX_ANY": "1"})
            self.check(ran, "main ['-S']\n")

    def test_pex_interpreter_gives_python_instead(self):
        for value in "1", "true":
            ran = self.pex(self.app, "-c", "print(1)", env={"PEX_INTERPRETER": value})
            self.check(ran, "1\n")

    def test_pex_interpreter_0_changes_nothing(self):
        for value in "0", "false", "":
            ran = self.pex(self.app, "a", env={"PEX_INTERPRETER": value})
            self.check(ran, "main ['a']\n")

    def test_pex_interpreter_does_not_need_the_archive_when_warm(self):
        self.pex(self.app)
        with open(self.app, "rb") as stream:
            header = b"".join(stream.read().partition(b"\nexit 127\n")[:2])
        app = os.path.join(self.folder, "header.pex")
        with open(app, "wb") as stream:
            stream.write(header)
        os.chmod(app, 0o755)
        self.check(self.pex(app, "-c", "print(1)", env={"PEX_INTERPRETER": "1"}), "1\n")


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


if __name__ == "__main__":
    unittest.main()
