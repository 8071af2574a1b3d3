"""Where the runtime puts files, and what it writes itself."""

import json
import os
import shutil
import tempfile
import unittest
from unittest import mock

import pexpack_cache as cache
import pexpack_places as places
import pexpack_settings as settings
import pexpack_site as site_hook
import pexpack_states as states
import pexpack_venv as venv
from pexpack_command import command
from pexpack_information import parsed
from pexpack_install import Wheel
from pexpack_parallel import do_all
from pexpack_report import Failure
from pexpack_search import split_site_flag


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


def wheel_of(*files, name="n"):
    """A wheel in the store at /s/, of which nothing is read but its files' names."""
    names = (name + "-1.0.dist-info/RECORD",) + files
    members = [(file.encode(), 0, 0, 0, 0, 0, False) for file in names]
    nothing = memoryview(b"")
    return Wheel(name + "-1.0-py3-none-any.whl", nothing, nothing, "0" * 64, members, "/s")


class PlaceTest(unittest.TestCase):
    def place(self, name):
        return places.place(name, wheel_of()).decode()

    def test_files_go_to_site_packages(self):
        site = places.SITE_PACKAGES
        self.assertEqual(self.place(b"a/b.py"), site + "/a/b.py")
        self.assertEqual(self.place(b"n-1.0.data/purelib/a.py"), site + "/a.py")
        self.assertEqual(self.place(b"n-1.0.data/platlib/a.so"), site + "/a.so")

    def test_the_data_folder_is_spread(self):
        self.assertEqual(self.place(b"n-1.0.data/data/share/x"), "share/x")
        self.assertEqual(self.place(b"n-1.0.data/scripts/run"), "bin/run")
        headers = "include/site/python%s/n/a.h" % places.VERSION
        self.assertEqual(self.place(b"n-1.0.data/headers/a.h"), headers)

    def test_lib64_is_a_link_to_lib(self):
        expected = "lib/x" if places.HAS_LIB64 else "lib64/x"
        self.assertEqual(self.place(b"n-1.0.data/data/lib64/x"), expected)

    def test_a_data_folder_of_another_name_is_an_ordinary_one(self):
        site = places.SITE_PACKAGES + "/"
        names = "x.data", "x.data/scripts/run", "x.data/odd", "n-2.0.data/scripts/run", "n.data/y"
        for name in names:
            self.assertEqual(self.place(name.encode()), site + name)

    def test_the_metadata_and_not_the_file_name_say_what_the_data_folder_is_called(self):
        members = [(b"My.Name-1.0.0.dist-info/RECORD",) + (0,) * 6]
        name = "my_name-1.0-py3-none-any.whl"
        nothing = memoryview(b"")
        wheel = Wheel(name, nothing, nothing, "0" * 64, members, "/s")
        self.assertEqual(places.place(b"My.Name-1.0.0.data/scripts/run", wheel), b"bin/run")

    def test_a_wheel_without_one_folder_of_metadata_is_refused(self):
        with self.assertRaises(Failure):
            wheel_of("other-1.0.dist-info/RECORD")

    def test_an_unknown_scheme_is_refused(self):
        for name in b"n-1.0.data/odd/x", b"n-1.0.data/x":
            with self.assertRaises(Failure):
                self.place(name)


class ManyWheelsTest(unittest.TestCase):
    def test_of_two_wheels_with_the_same_file_the_later_ones_is_taken(self):
        for first, second in ("x.py", "x.py"), ("{}.data/scripts/x", "{}.data/data/bin/x"):
            for one, other in (first, second), (second, first):
                wheels = [wheel_of(one.format("a-1.0"), name="a")]
                wheels += [wheel_of(other.format("b-1.0"), name="b")]
                wheels[1].folder = "/b"
                links, scripts, owners = places.places_of(wheels)
                (found,) = [p for p in owners if p.endswith((b"/x", b"/x.py"))]
                taken = [source for source in (links.get(found), scripts.get(found)) if source]
                self.assertEqual(len(taken), 1)
                self.assertTrue(taken[0].startswith(b"/b/"), taken)
                self.assertEqual(owners[found], wheels[1].name)

    def refusal(self, wheels, application=()):
        members = [(name,) + (0,) * 6 for name in application]
        with self.assertRaises(Failure) as caught:
            places.check_folders(places.places_of(wheels)[2], members)
        return str(caught.exception)

    def test_a_file_where_another_wheel_needs_a_folder_names_both(self):
        text = self.refusal([wheel_of("x/y/z.py", name="a"), wheel_of("x", name="b")])
        expected = "/x is a file of b-1.0-py3-none-any.whl and a folder of a-1.0-py3-none-any.whl"
        self.assertTrue(text.endswith(expected), text)

    def test_a_file_where_the_application_needs_a_folder_is_refused(self):
        text = self.refusal([wheel_of("x")], [b"x/y.py"])
        self.assertIn("x is a file of n-1.0-py3-none-any.whl and a folder of the app", text)
        text = self.refusal([wheel_of("x/y")], [b"x"])
        self.assertIn("x is a file of the application itself and a folder of n-1.0", text)

    def test_what_the_environment_needs_for_itself_is_refused(self):
        for name in "data/pyvenv.cfg/x", "scripts/python/x", "data/lib", "data/pexpack-site/x":
            text = self.refusal([wheel_of("n-1.0.data/" + name)])
            self.assertIn("the virtual environment itself", text)

    def test_folders_that_many_share_are_no_conflict(self):
        wheels = [wheel_of("x/a.py", name="a"), wheel_of("x/b.py", "x.py", name="b")]
        places.check_folders(places.places_of(wheels)[2], [(b"x/c.py",) + (0,) * 6])


class StatesTest(unittest.TestCase):
    def test_the_hook_sees_what_the_first_start_noted(self):
        for path in __file__, os.path.dirname(__file__), "/nothing":
            path = os.fsencode(path)
            self.assertEqual(states.state_of(path), site_hook.state_of(path))
        self.assertEqual(cache.CHECKS, site_hook.CHECKS)


class SettingsTest(unittest.TestCase):
    def test_a_line_is_a_variable_of_ours_and_its_value(self):
        text = b" PEX_ROOT=/a b=c \r\n#PEX_PYTHON=x\nPATH=/evil\nPEX_A-B=c\nPEX_MODULE\nPEX_X=1\n"
        text += b"PEX_SCRIPT=a\0b\nPEX_PATH=\n"
        self.assertEqual(settings.settings_in(text), [("PEX_ROOT", "/a b=c"), ("PEX_PATH", "")])


class InformationTest(unittest.TestCase):
    def test_it_is_read_as_json_does(self):
        text = '{"a": [1, -2.5, true, null], "b": {"\\u00e9\\/": "\\ud83d\\ude00"}}'
        self.assertEqual(parsed("\n " + text + " \n"), json.loads(text))

    def test_what_is_no_json_document_is_refused(self):
        for text in "", "{", '{"a": 1} x', "{}\xa0", "[1,", '{"a"', "{'a': 1}":
            with self.assertRaises(ValueError):
                parsed(text)


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


class SiteFlagTest(unittest.TestCase):
    def test_it_is_taken_out_of_the_flags_and_nothing_else(self):
        for words, expected in (
            ("-u -S", (True, "-u")),
            ("-uSB -S", (True, "-uB")),
            ("-SWignore -X a", (True, "-Wignore -X a")),
            ("-W -S -XS", (False, "-W -S -XS")),
            ("-S -c -S", (True, "-c")),
            ("-u file -S", (False, "-u")),
            ("--check-hash-based-pycs -S -S", (True, "--check-hash-based-pycs -S")),
            ("- -S", (False, "")),
            ("-- -S", (False, "")),
        ):
            found, flags = split_site_flag(words.split())
            self.assertEqual((found, " ".join(flags)), expected, words)


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
