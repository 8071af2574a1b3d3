#!/usr/bin/env python3
"""console_script_test.py PEXPACK SHARED: examples/console-script by its README, compared with `pip install .`."""

import os

import example

real_input = example.real_input


class ConsoleScript(example.ExampleTest):
    name = "console-script"

    def setUp(self):
        super().setUp()
        self.python = example.needed(real_input.python, 11)
        self.wheels = example.needed(real_input.wheelhouse, "requests")
        self.offer_wheels(self.wheels)

    def test_the_readme_packs_a_command_that_runs(self):
        pack, use, other = self.commands()
        self.offer("pip", self.python, "-m", "pip")
        self.offer_python(self.python)
        self.run_shell(pack)
        self.assertEqual(self.run_shell(use),
                         "     2  example.com\n"      # in the README
                         "     2  example.com\n")     # in the text that the README has one type
        self.assertEqual(self.run_shell(other), "urllib3\n")

    def test_packing_takes_no_python_and_no_setuptools(self):
        os.symlink(self.wheels, os.path.join(self.folder, "wheelhouse"))
        words = [os.path.join(self.bin, "pexpack"), ".", "-c", "link-hosts", "--no-index", "-o", "dist/link-hosts"]
        nothing = os.path.join(self.top, "nothing")
        os.mkdir(nothing)
        self.run_words([*words, "--platform", "manylinux_2_28-x86_64-cp-311-cp311"], environment={"PATH": nothing})
        self.offer_python(self.python)
        self.assertEqual(self.run_words(["dist/link-hosts"], input="http://a.example/"), "     1  a.example\n")

    def test_the_file_says_what_the_installed_command_says(self):
        tools = example.needed(real_input.venv, "setuptools", self.python, ["setuptools==84.2.1"])
        target = os.path.join(self.top, "installed")
        self.run_words([os.path.join(tools, "pip"), "install", "-q", "--no-build-isolation", "--target", target, "."])
        self.environment["PYTHONPATH"] = target  # the pex does not look at it
        os.symlink(self.wheels, os.path.join(self.folder, "wheelhouse"))
        self.offer_python(self.python)
        self.run_words(["pexpack", ".", "-c", "link-hosts", "--no-index", "-o", "dist/link-hosts"])
        installed, packed = os.path.join(target, "bin", "link-hosts"), "dist/link-hosts"
        for words, text, status in (([], "https://b.example/?q=1 http://a.example:80/x https://B.example", 0),
                                    ([], "no links", 1), (["--help"], "", 0), (["missing.txt"], "", 2)):
            said = [(self.run_words([command, *words], status, input=text), self.stderr)
                    for command in (installed, packed)]
            self.assertEqual(said[0], said[1])


if __name__ == "__main__":
    example.main()
