"""Where the runtime puts files, and what it writes itself."""

import os
import shutil
import tempfile
import unittest
from unittest import mock

import pexpack_cache as cache
import pexpack_venv as venv
from pexpack_command import command
from pexpack_parallel import do_all
from pexpack_report import Failure


class RootTest(unittest.TestCase):
    def test_the_cache_is_where_the_settings_say(self):
        here = os.getcwd()
        self.assertEqual(cache.chosen_root({"PEX_ROOT": "./.pex"}, ""), here + "/.pex/pexpack/1")
        self.assertEqual(cache.chosen_root({"PEX_ROOT": "/r"}, "/b"), "/r/pexpack/1")
        self.assertEqual(cache.chosen_root({"XDG_CACHE_HOME": "/x"}, "/b"), "/b/pexpack/1")
        self.assertEqual(cache.chosen_root({"XDG_CACHE_HOME": "/x"}, ""), "/x/pexpack/1")

    def test_without_a_home_folder_there_is_no_cache_instead_of_one_called_tilde(self):
        with mock.patch("os.path.expanduser", lambda path: path):
            self.assertEqual(cache.chosen_root({}, ""), "")


class PlaceTest(unittest.TestCase):
    def place(self, name):
        return venv.place(name, "name-1.0-py3-none-any.whl").decode()

    def test_files_go_to_site_packages(self):
        site = venv.SITE_PACKAGES
        self.assertEqual(self.place(b"a/b.py"), site + "/a/b.py")
        self.assertEqual(self.place(b"n-1.data/purelib/a.py"), site + "/a.py")
        self.assertEqual(self.place(b"n-1.data/platlib/a.so"), site + "/a.so")

    def test_data_folders_are_spread(self):
        self.assertEqual(self.place(b"n-1.data/data/share/x"), "share/x")
        self.assertEqual(self.place(b"n-1.data/scripts/run"), "bin/run")
        headers = "include/site/python%s/name/a.h" % venv.VERSION
        self.assertEqual(self.place(b"n-1.data/headers/a.h"), headers)

    def test_a_module_may_be_called_data(self):
        self.assertEqual(self.place(b"x.data"), venv.SITE_PACKAGES + "/x.data")

    def test_an_unknown_scheme_is_refused(self):
        for name in b"n-1.data/odd/x", b"n-1.data/x":
            with self.assertRaises(Failure):
                self.place(name)


class EntryPointsTest(unittest.TestCase):
    def test_console_and_gui_scripts_are_found_and_nothing_else(self):
        text = (
            "[console_scripts]\n# c\na = m:f\nb= m.n : g.h [extra]\n\n[other]\nx = y:z\n"
            "[ gui_scripts ]\nc=m:i\n"
        )
        self.assertEqual(venv.entry_points_of(text), {"a": "m:f", "b": "m.n:g.h", "c": "m:i"})

    def test_what_is_no_python_name_or_leads_out_is_left_out(self):
        text = "[console_scripts]\n../a = m:f\nb = m;import os:f\nc = m\nd = m:f()\n"
        self.assertEqual(venv.entry_points_of(text), {})


class ShebangTest(unittest.TestCase):
    def test_it_names_the_environments_python(self):
        self.assertEqual(venv.shebang("/v"), b"#!/v/bin/python\n")

    def test_a_path_that_no_shebang_takes_goes_through_sh(self):
        for folder in "/a b", "/" + "x" * 130:
            lines = venv.shebang(folder).split(b"\n")
            self.assertEqual(lines[0], b"#!/bin/sh")
            self.assertIn(folder.encode() + b"/bin/python", lines[1])
            compile(venv.shebang(folder), "script", "exec")


class CommandTest(unittest.TestCase):
    def words(self, environ, **information):
        return command("/v", information, environ, ["-u"], ["x"])

    def test_without_an_entry_point_it_is_python(self):
        self.assertEqual(self.words({}), ["/v/bin/python", "-u", "x"])

    def test_injected_arguments_belong_to_the_entry_point(self):
        given = {"inject_args": ["i"], "inject_python_args": ["-B"], "entry_point": "m"}
        entry = ["/v/bin/pexpack-entry", "m"]
        self.assertEqual(
            self.words({}, **given), ["/v/bin/python", "-B", "-u"] + entry + ["i", "x"]
        )
        words = self.words({"PEX_INTERPRETER": "1"}, **given)
        self.assertEqual(words, ["/v/bin/python", "-B", "-u", "x"])

    def test_functions_and_modules_go_through_the_launcher(self):
        for value in "m:f", "m":
            words = self.words({"PEX_MODULE": value}, entry_point="other")
            self.assertEqual(words, ["/v/bin/python", "-u", "/v/bin/pexpack-entry", value, "x"])


class FolderTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def filled(self, final, name):
        work = cache.work_folder(final)
        with open(os.path.join(work, name), "w"):
            pass
        return work

    def test_the_second_of_two_installers_uses_the_firsts_work(self):
        final = self.path("a")
        cache.install(self.filled(final, "first"), final, lambda path: True)
        cache.install(self.filled(final, "second"), final, lambda path: True)
        self.assertEqual((os.listdir(final), os.listdir(self.folder)), (["first"], ["a"]))

    def test_what_is_broken_is_replaced(self):
        final = self.path("a")
        for name in "first", "second":
            cache.install(self.filled(final, name), final, lambda path: False)
        self.assertEqual((os.listdir(final), os.listdir(self.folder)), (["second"], ["a"]))

    def test_removing_a_tree_does_not_follow_links(self):
        os.mkdir(self.path("kept"))
        with open(self.path("kept", "file"), "w"):
            pass
        os.mkdir(self.path("gone"))
        os.symlink(self.path("kept"), self.path("gone", "link"))
        cache.remove(self.path("gone"))
        self.assertEqual(os.listdir(self.folder), ["kept"])
        self.assertEqual(os.listdir(self.path("kept")), ["file"])

    def test_a_lock_is_given_up_when_the_work_is_done(self):
        path = self.path("lock")
        first = cache.wait_for_turn(path, lambda: False)
        self.assertGreaterEqual(first, 0)
        self.assertEqual(cache.wait_for_turn(path, lambda: True), -1)
        os.close(first)

    def test_work_is_shared_and_each_job_done_once(self):
        def work(name):
            os.mkdir(self.path(name))

        do_all(["n%d" % n for n in range(300)], work, 3)
        self.assertEqual(len(os.listdir(self.folder)), 300)

    def test_a_failure_in_any_process_is_raised(self):
        def work(number):
            if number == 50:
                raise Failure("number 50")
            if number == 70:
                os.mkdir(self.path("no", "parent"))

        with self.assertRaises((Failure, OSError)):
            do_all(list(range(100)), work, 3)
        with self.assertRaises(Failure):
            do_all(list(range(60)), work, 1)

    def test_a_killed_process_is_a_failure(self):
        parent = os.getpid()

        def work(number):
            if os.getpid() != parent:
                os.kill(os.getpid(), 9)

        try:
            do_all(list(range(20000)), work, 2)
        except Failure:
            return
        # The parent may have been quicker than the fork.


if __name__ == "__main__":
    unittest.main()
