"""What gets in from outside, and what the application sees of its start."""

import os
import shutil
import unittest

from support import TinyTest

SHOW_PEX = "import os; print(sorted(n for n in os.environ if 'PEX' in n))"
OUTSIDE = "try:\n import outside; print(outside.VALUE)\nexcept ImportError: print('hidden')"


class EnvironmentTest(TinyTest):
    def test_pex_variables_do_not_reach_the_application_but_pex_does(self):
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", SHOW_PEX, env={"PEX_ANY": "1"}), "['PEX']\n")

    def test_pex_is_the_absolute_path_of_the_file_as_it_was_called(self):
        link = os.path.join(self.folder, "link.pex")
        os.symlink(self.app, link)
        for _ in "cold", "warm":
            ran = self.pex("./link.pex", "-c", "import os; print(os.environ['PEX'])")
            self.check(ran, link + "\n")

    def test_the_rest_of_the_environment_is_untouched(self):
        shells = ("_", "SHLVL", "PWD", "OLDPWD", "LC_CTYPE")
        code = "import os; print({n: v for n, v in os.environ.items() if n not in %r})" % (shells,)
        expected = {n: v for n, v in self.environ.items() if not n.startswith("PEX_")}
        expected.update({"PYTHONPATH": ":/a:/b", "ODD": "a'b\nc", "PEX": self.app})
        env = {"PYTHONPATH": ":/a:/b", "ODD": "a'b\nc"}
        for _ in "cold", "warm":
            ran = self.pex(self.app, "-c", code, env=env)
            self.assertEqual((eval(ran.out), ran.err), (expected, ""))

    def test_the_locale_is_as_it_was_for_the_start(self):
        code = "import os, sys; print(getattr(sys.flags, 'utf8_mode', 0), os.environ.get('LC_CTYPE'))"
        for env in (
            {},
            {"LC_CTYPE": "C"},
            {"LC_CTYPE": "C.UTF-8"},
            {"LC_CTYPE": "C.UTF-8", "PYTHONUTF8": "1"},
            {"LC_CTYPE": "C.UTF-8", "LC_ALL": "C"},
            {"LANG": "C.UTF-8", "LC_CTYPE": "POSIX"},
            {"LANG": "C.UTF-8"},
            {"PYTHONCOERCECLOCALE": "0"},
        ):
            expected = self.run_words([self.python, "-c", code], env=env).out
            shutil.rmtree(self.root, ignore_errors=True)
            for _ in "cold", "warm":
                self.check(self.pex(self.app, "-c", code, env=env), expected)

    def test_the_hash_seed_is_obeyed(self):
        code = "import sys; print(sys.flags.hash_randomization, hash('a'))"
        ran = self.run_words([self.python, "-c", code], env={"PYTHONHASHSEED": "0"})
        env = {"PYTHONHASHSEED": "0", "PYTHONPATH": "/x"}
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", code, env=env), ran.out)

    def check_flags(self, flags, runs_the_hook):
        code = "import os, sys; e = os.environ; print('_PEXPACK_START' in e, e.get('PYTHONPATH'),"
        code += " sys.flags.no_site, '/x' in sys.path, 'PEX_ANY' in e, 'PEX_ROOT' in e)"
        expected = "False /x:/y %d %s %s False\n" % ((0, False, False) if runs_the_hook else (1, True, True))
        env = {"PYTHONPATH": "/x:/y", "PEX_ANY": "1"}
        for start in "cold", "warm":
            if start == "cold":
                shutil.rmtree(self.root, ignore_errors=True)
            ran = self.pex(self.app, *(flags + ("-c", code, "-S")), env=env)
            self.assertEqual((ran.status, ran.out), (0, expected), (flags, start, ran))

    def test_python_without_its_site_hook_gets_the_environment_as_it_was_but_for_our_settings(self):
        for flags in (
            ("-S",),
            ("-u", "-S"),
            ("-uS",),
            ("-SB", "-u"),
            ("-W", "ignore", "-S"),
            ("-Wignore", "-S"),
            ("-SWignore",),
            ("-BW", "ignore", "-X", "a=b", "-Xc", "-S"),
            ("--check-hash-based-pycs", "default", "-S"),
        ):
            self.check_flags(flags, False)

    def test_an_s_that_is_no_flag_hides_no_packages(self):
        for flags in (
            (),
            ("-X", "S"),
            ("-X", "-S"),
            ("-XS",),
            ("-uWignore::SyntaxWarning",),
            ("-BX", "-S"),
            ("--check-hash-based-pycs", "default", "-u"),
        ):
            self.check_flags(flags, True)
        self.write("Some.py", "import os; print('_PEXPACK_START' in os.environ)")
        for flags in ("-mSome",), ("-um", "Some", "-S"), ("-", "-S"), ("Some.py", "-S"):
            for _ in "cold", "warm":
                code = b"import os; print('_PEXPACK_START' in os.environ)"
                self.check(self.pex(self.app, *flags, input=code), "False\n")


class SearchPathTest(TinyTest):
    def setUp(self):
        super().setUp()
        self.write("elsewhere/outside.py", "VALUE = 'outside'\n")
        self.write("elsewhere/tiny.py", "VALUE = 'not tiny'\n")
        self.outside = os.path.join(self.folder, "elsewhere")

    def run_outside(self, code, mode=None, **variables):
        env = dict(variables, PYTHONPATH=self.outside)
        if mode:
            env["PEX_INHERIT_PATH"] = mode
        results = [self.pex(self.app, "-c", code, env=env) for _ in ("cold", "warm")]
        self.assertEqual(repr(results[0]), repr(results[1]))
        return results[0]

    def test_the_file_is_last_on_sys_path(self):
        for _ in "cold", "warm":
            ran = self.pex(self.app, "-c", "import sys; print(sys.path[-1])")
            self.check(ran, self.app + "\n")

    def test_besides_that_sys_path_is_a_virtual_environments(self):
        own = "[p for p in sys.path if 'site-packages' in p or not p.startswith(sys.base_prefix)]"
        code = "import sys; print(%s)" % own
        ran = self.pex(self.app, "-c", code)
        site = os.path.join(
            self.environment(), "lib", "python" + self.minor_here(), "site-packages"
        )
        self.check(ran, "%r\n" % ["", site, self.app])

    def minor_here(self):
        return os.path.basename(self.interpreter)[len("python") :]

    def test_pythonpath_does_not_get_in_by_default(self):
        self.check(self.run_outside(OUTSIDE), "hidden\n")

    def test_pythonpath_does_not_get_into_children_either_but_reaches_them(self):
        child = "import os; print('PYTHONPATH' in os.environ)\n" + OUTSIDE
        code = "import subprocess, sys; subprocess.call([sys.executable, '-c', %r])" % child
        self.check(self.run_outside(code), "True\nhidden\n")

    def test_a_standard_module_on_pythonpath_is_not_taken(self):
        for name in ("json", "zlib", "struct", "os", "encodings", "signal", "pexpack_start"):
            self.write("elsewhere/%s.py" % name, "import sys; sys.exit('shadowed by %s')" % name)
        self.check(self.run_outside("import json, os; print(json.loads('1'))"), "1\n")

    def test_a_standard_module_in_the_working_folder_does_not_disturb_the_start(self):
        for name in ("json", "zlib", "struct", "pexpack_start"):
            self.write(name + ".py", "import sys; sys.exit('shadowed by %s')" % name)
        self.check(self.pex(self.app, self.write("sub/p.py", "print(1)")), "1\n")
        script = self.write("sub/q.py", "print(2)")
        self.check(self.run_words([self.python, self.app, script]), "2\n")

    def test_mode_pythonpath_lets_that_alone_in_and_first(self):
        code = "import sys, tiny, outside; print(tiny.VALUE, outside.VALUE)"
        self.check(self.run_outside(code, "pythonpath"), "not tiny outside\n")

    def test_mode_fallback_puts_pythonpath_behind_the_packages(self):
        code = "import sys, tiny, outside; print(tiny.VALUE, outside.VALUE)"
        self.check(self.run_outside(code, "fallback"), "tiny outside\n")

    def test_mode_prefer_puts_pythonpath_before_the_packages(self):
        code = "import sys, tiny, outside; print(tiny.VALUE, outside.VALUE)"
        self.check(self.run_outside(code, "prefer"), "not tiny outside\n")

    def test_the_hosts_packages_get_in_only_when_asked_for(self):
        host = os.path.join(self.folder, "host")
        self.run_words([self.python, "-m", "venv", "--without-pip", host])
        site = "lib/python%s/site-packages/" % self.minor_here()
        self.write("host/" + site + "outside.py", "VALUE = 'of the host'\n")
        self.write("host/" + site + "tiny.py", "VALUE = 'tiny of the host'\n")
        code = "import outside, tiny; print(outside.VALUE, tiny.VALUE)"
        env = {"PATH": os.path.join(host, "bin")}
        for mode, expected in (
            ("fallback", "of the host tiny\n"),
            ("prefer", "of the host tiny of the host\n"),
        ):
            for _ in "cold", "warm":
                ran = self.pex(self.app, "-c", code, env=dict(env, PEX_INHERIT_PATH=mode))
                self.check(ran, expected)
        self.check(self.pex(self.app, "-c", OUTSIDE, env=env), "hidden\n")

    def test_an_unknown_mode_is_one_sentence(self):
        ran = self.run_outside("print(1)", "maybe")
        self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (1, "", 1))
        self.assertIn("false, prefer, fallback, pythonpath", ran.err)

    def test_extra_folders_are_behind_the_packages(self):
        code = "import tiny, outside; print(tiny.VALUE, outside.VALUE)"
        env = {"PEX_EXTRA_SYS_PATH": self.outside}
        self.check(self.pex(self.app, "-c", code, env=env), "tiny outside\n")

    def test_extra_folders_of_one_start_are_not_those_of_the_next(self):
        code = "import sys; print(%r in sys.path)" % self.outside
        env = {"PEX_EXTRA_SYS_PATH": self.outside}
        self.check(self.pex(self.app, "-c", code, env=env), "True\n")
        self.check(self.pex(self.app, "-c", code), "False\n")
        self.check(self.pex(self.app, "-c", code, env=env), "True\n")


if __name__ == "__main__":
    unittest.main()
