"""Which Python runs it, and how the file may be called."""

import os
import shutil
import unittest

from support import PYTHONS, TinyTest, minor_of, need_python

VERSION = "import sys, other; print('%d.%d' % sys.version_info[:2])"


class SelectionTest(TinyTest):
    minor = "3.11"

    def setUp(self):
        super().setUp()
        self.version = minor_of(self.python) + "\n"

    def test_a_python_27_named_python_is_stepped_over(self):
        os.unlink(self.interpreter)
        two = need_python("2.7")
        other = os.path.join(self.folder, "other")
        os.mkdir(other)
        os.symlink(self.python, os.path.join(other, "python"))
        self.offer(two, "python")
        env = {"PATH": self.bin + ":" + other}
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", VERSION, env=env), self.version)
        header_only = self.only_header(self.app)
        self.check(self.pex(header_only, "-c", VERSION, env=env), self.version)

    def test_a_shim_that_fails_is_stepped_over(self):
        os.unlink(self.interpreter)
        self.offer_program("python3.11", "#!/bin/sh\necho 'no version set' >&2\nexit 127\n")
        self.offer(self.python, "python3")
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", VERSION), self.version)

    def test_a_shim_that_works_is_used_once(self):
        os.unlink(self.interpreter)
        self.offer_program("python3.11", '#!/bin/sh\nexec "%s" "$@"\n' % self.python)
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", VERSION), self.version)
        self.check(self.pex(self.only_header(self.app), "-c", VERSION), self.version)

    def test_an_interpreter_elsewhere_than_at_the_build_is_found_without_the_archive(self):
        os.unlink(self.interpreter)
        elsewhere = os.path.join(self.folder, "else where", "bin")
        os.makedirs(elsewhere)
        os.symlink(self.python, os.path.join(elsewhere, "python3.11"))
        env = {"PATH": elsewhere}
        self.check(self.pex(self.app, "-c", VERSION, env=env), self.version)
        self.check(self.pex(self.only_header(self.app), "-c", VERSION, env=env), self.version)

    def test_a_folder_on_path_that_climbs_above_the_root_is_no_place_to_write_to(self):
        env = {"PATH": "/.." * 40 + self.bin}
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", VERSION, env=env), self.version)
            self.assertTrue(os.path.islink(self.interpreter))
        env = {"PATH": self.bin + "/../bin", "PEX_ROOT": self.root + "/../root"}
        self.check(self.pex(self.app, "-c", VERSION, env=env), self.version)
        self.check(self.pex(self.only_header(self.app), "-c", VERSION, env=env), self.version)

    def test_no_fitting_python_is_one_sentence_and_exit_code_127(self):
        os.unlink(self.interpreter)
        for _ in "cold", "warm":
            ran = self.pex(self.app, "-c", VERSION)
            self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (127, "", 1), ran)
            self.assertIn("built for CPython 3.11", ran.err)
        path = self.offer_program("python3", "#!/bin/sh\nexit 1\n")
        ran = self.pex(self.app, "-c", VERSION)
        self.assertEqual((ran.status, ran.err.count("\n")), (127, 1), ran)
        self.assertIn("found %s (does not start)" % path, ran.err)

    def test_an_interpreter_that_went_away_is_replaced_by_another(self):
        self.check(self.pex(self.app, "-c", VERSION), self.version)
        os.rename(self.interpreter, os.path.join(self.bin, "python"))
        self.check(self.pex(self.app, "-c", VERSION), self.version)

    def offer_shim(self, name):
        """A program that becomes the one that a file names; returns the path of that file."""
        choice = os.path.join(self.folder, "choice")
        self.offer_program(name, '#!/bin/sh\nread -r p <"%s"\nexec "$p" "$@"\n' % choice)
        return choice

    def only_later(self):
        """A folder with a fitting Python, for the end of PATH."""
        later = os.path.join(self.folder, "later")
        os.mkdir(later)
        os.symlink(self.python, os.path.join(later, "python"))
        self.environ["PATH"] = self.bin + ":" + later
        return later

    def test_a_shim_that_was_stepped_over_is_asked_again_before_giving_up(self):
        os.unlink(self.interpreter)
        later = self.only_later()
        choice = self.offer_shim("python3")
        self.write(choice, need_python("2.7") + "\n")
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", VERSION), self.version)
        shutil.rmtree(later)
        ran = self.pex(self.app, "-c", VERSION)
        self.assertEqual((ran.status, ran.err.count("python3 (cpython2.7)")), (127, 1), ran)
        self.write(choice, self.python + "\n")
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", VERSION), self.version)
        self.check(self.pex(self.only_header(self.app), "-c", VERSION), self.version)

    def test_a_link_that_was_stepped_over_is_asked_again_when_it_leads_to_an_older_file(self):
        os.unlink(self.interpreter)
        later = self.only_later()
        link = self.offer(need_python("2.7"), "python3")
        self.check(self.pex(self.app, "-c", VERSION), self.version)
        shutil.rmtree(later)
        os.unlink(link)
        os.symlink(self.python, link)
        self.check(self.pex(self.app, "-c", VERSION), self.version)
        self.check(self.pex(self.only_header(self.app), "-c", VERSION), self.version)

    def test_the_interpreter_that_ran_it_is_kept_when_a_shim_turns_to_one_that_does_not_fit(self):
        os.unlink(self.interpreter)
        choice = self.offer_shim("python3")
        for python in self.python, need_python("2.7"):
            self.write(choice, python + "\n")
            self.check(self.pex(self.app, "-c", VERSION), self.version)

    def test_the_interpreter_behind_a_shim_that_went_away_is_replaced_by_another(self):
        os.unlink(self.interpreter)
        choice = self.offer_shim("python3")
        code = "import os, sys, other; print(os.path.realpath(sys.executable))"
        copy = os.path.join(self.folder, "first", "bin", "python3.11")
        os.makedirs(os.path.dirname(copy))
        shutil.copy(self.python, copy)
        for python in copy, self.python:
            self.write(choice, python + "\n")
            for _ in "cold", "warm":
                self.check(self.pex(self.app, "-c", code), python + "\n")
            shutil.rmtree(os.path.join(self.folder, "first"), ignore_errors=True)

    def test_pex_python_names_the_interpreter(self):
        os.unlink(self.interpreter)
        for value in (self.python, os.path.relpath(self.python, self.folder)):
            ran = self.pex(self.app, "-c", VERSION, env={"PEX_PYTHON": value})
            self.check(ran, self.version)
        env = {"PEX_PYTHON_PATH": os.path.dirname(self.python)}
        self.check(self.pex(self.app, "-c", VERSION, env=env), self.version)

    def test_pex_python_that_does_not_fit_is_one_sentence(self):
        ran = self.pex(self.app, "-c", VERSION, env={"PEX_PYTHON": "/bin/sh"})
        self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (127, "", 1), ran)
        self.assertIn("/bin/sh (does not start)", ran.err)


class UnderAnInterpreterTest(TinyTest):
    minor = "3.11"

    def test_it_runs_under_the_interpreter_that_is_named(self):
        os.unlink(self.interpreter)
        for _ in "cold", "warm":
            ran = self.run_words([self.python, self.app, "-c", "import other; print(other.VALUE)"])
            self.check(ran, "other and tiny\n")

    def test_flags_of_the_interpreter_are_carried_over(self):
        code = "import sys; print(sys.flags.dont_write_bytecode, sys.warnoptions, sys._xoptions)"
        words = [self.python, "-B", "-W", "ignore", "-X", "a=b", self.app, "-c", code]
        self.check(self.run_words(words), "1 ['ignore'] {'a': 'b'}\n")

    def test_a_python_that_does_not_fit_is_left_for_one_that_does(self):
        for minor in ("2.7", "3.6", "3.13"):
            if minor not in PYTHONS:
                continue
            ran = self.run_words([PYTHONS[minor], "-B", self.app, "-c", VERSION])
            self.check(ran, "3.11\n" if minor not in self.fits() else minor + "\n")

    def fits(self):
        import json
        import zipfile

        with zipfile.ZipFile(self.app) as archive:
            facts = json.loads(archive.read("PEX-INFO").decode())["build_properties"]["pexpack"]
        return [word.replace("cpython", "") for word in facts["pythons"]]

    def test_python_27_alone_is_one_sentence(self):
        os.unlink(self.interpreter)
        ran = self.run_words([need_python("2.7"), self.app, "-c", "pass"])
        self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (127, "", 1), ran)
        self.assertIn("this is Python 2.7", ran.err)

    def test_an_interpreter_of_a_virtual_environment_is_left_for_its_base(self):
        for options in [], ["--copies"]:
            host = os.path.join(self.folder, "host" + "".join(options))
            self.run_words([self.python, "-m", "venv", "--without-pip", host] + options)
            for _ in "cold", "warm":
                ran = self.run_words(
                    [host + "/bin/python", self.app, "-c", "import other; print(1)"]
                )
                self.check(ran, "1\n")
            ran = self.pex(self.app, "-c", "import sys; print(sys.base_prefix)")
            self.assertIn(ran.out.strip(), os.path.dirname(os.path.dirname(self.python)))


class CallTest(TinyTest):
    def check_runs(self, words, **options):
        for _ in "cold", "warm":
            ran = self.run_words(
                words + ["-c", "import other, os; print(os.environ['PEX'])"], **options
            )
            self.assertEqual((ran.status, ran.err), (0, ""))
            self.assertTrue(os.path.isabs(ran.out.strip()) and os.path.exists(ran.out.strip()), ran)

    def test_it_runs_under_any_sh(self):
        for words in (["dash"], ["bash"], ["busybox", "sh"], ["ksh"]):
            program = shutil.which(words[0])
            if program is None:
                continue
            shutil.rmtree(self.root, ignore_errors=True)
            self.check_runs([program] + words[1:] + [self.app])

    def test_it_runs_under_a_sh_that_ends_at_errors_and_unset_variables(self):
        for program in filter(None, (shutil.which("sh"), shutil.which("bash"))):
            shutil.rmtree(self.root, ignore_errors=True)
            self.check_runs([program, "-eu", self.app])

    def test_no_globbing_is_switched_off_for_children_where_bash_exports_its_options(self):
        bash = shutil.which("bash")
        if bash is None:
            self.skipTest("NO bash HERE")
        code = "import os, other; print('noglob' in os.environ['SHELLOPTS'].split(':'))"
        for _ in "cold", "warm":
            ran = self.run_words([bash, self.app, "-c", code], env={"SHELLOPTS": "errexit:nounset"})
            self.check(ran, "False\n")

    def test_it_runs_from_a_path_with_blanks_and_quotes(self):
        folder = os.path.join(self.folder, "a b'c\"d$e\u00e9")
        os.mkdir(folder)
        shutil.copy(self.app, folder)
        self.check_runs([os.path.join(folder, "app.pex")])
        self.check_runs([os.path.join(folder, "app.pex")], env={"PEX_ROOT": folder + "/root"})

    def test_a_console_script_runs_from_a_cache_with_blanks_and_a_long_path(self):
        for root in ("a b'c\"d$e", "x" * 150):
            env = {"PEX_ROOT": os.path.join(self.folder, root), "PEX_SCRIPT": "tiny-script"}
            self.check(self.pex(self.app, "1", env=env), "script ['1']\n")

    def test_it_runs_through_a_link_and_by_its_name_on_path(self):
        os.symlink(self.app, os.path.join(self.bin, "tool"))
        self.check_runs([os.path.join(self.bin, "tool")])
        self.check_runs(["/usr/bin/env", "tool"])
        self.check_runs(["sh", "tool"], cwd=self.bin, env={"PATH": self.bin + ":/bin:/usr/bin"})

    def test_it_runs_in_a_working_folder_that_is_gone(self):
        gone = os.path.join(self.folder, "gone")
        code = "cd %s && rmdir %s && exec %s -c 'print(1)'" % (gone, gone, self.app)
        env = {"PATH": self.bin + ":/bin:/usr/bin"}
        for _ in "cold", "warm":
            os.mkdir(gone)
            ran = self.run_words(["/bin/sh", "-c", code], env=env)
            self.assertEqual((ran.status, ran.out), (0, "1\n"), ran)  # sh itself may complain

    def test_it_runs_moved_and_renamed(self):
        moved = os.path.join(self.folder, "renamed")
        shutil.copy(self.app, os.path.join(self.folder, "first.pex"))
        self.check_runs(["./first.pex"])
        os.rename(os.path.join(self.folder, "first.pex"), moved)
        self.check_runs([moved])


if __name__ == "__main__":
    unittest.main()
