#!/usr/bin/env python3
"""What is done with a pex that exists: inspect, verify, diff, extract, venv."""

import json
import os
import subprocess
import sys
import zipfile

import command
from dummy_wheel import Wheel


class Tools(command.CommandTest):
    def setUp(self):
        super().setUp()
        Wheel("tiny", "1.0", scripts=["tiny = tiny:main"]).write(self.path("wheelhouse"))
        self.write("code/shop/__init__.py", "")
        self.write("code/shop/cli.py", "def main():\n    print('sold')\n")
        self.app = self.pack("app.pex", "-m", "shop.cli:main")

    def pack(self, name, *arguments):
        self.pexpack("-D", "code", "tiny", "-f", "wheelhouse", "--python", sys.executable,
                     *arguments, "-o", name)
        return self.path(name)

    def tool(self, *arguments):
        return self.pexpack(*arguments).stdout

    def failing_tool(self, *arguments):
        environment = {"PATH": "/usr/bin:/bin", "HOME": self.top, "TMPDIR": os.path.join(self.top, "tmp")}
        run = subprocess.run([self.binary, *arguments], cwd=self.folder, env=environment,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True, timeout=120, check=False)
        self.assertNotEqual(run.returncode, 0, run.stdout)
        return run

    def run_python(self, *words):
        run = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                             env={"PATH": "/usr/bin:/bin"}, timeout=120, check=True)
        return run.stdout

    def damaged(self, name, old, new):
        with open(self.app, "rb") as file:
            content = file.read()
        self.assertEqual(content.count(old), 1)
        with open(self.path(name), "wb") as file:
            file.write(content.replace(old, new))
        return name

    def test_inspect_says_what_is_in_it_and_what_it_runs(self):
        said = self.tool("inspect", "app.pex")
        for expected in ("tiny-1.0-py3-none-any.whl", "shop/cli.py", "runs:         shop.cli:main",
                         "requirements: tiny"):
            self.assertIn(expected, said)

    def test_inspect_gives_json(self):
        facts = json.loads(self.tool("inspect", "app.pex", "--json"))
        self.assertEqual([wheel["file"] for wheel in facts["wheels"]], ["tiny-1.0-py3-none-any.whl"])
        self.assertEqual(facts["entry_point"], "shop.cli:main")
        self.assertEqual([file["name"] for file in facts["code"]], ["shop/__init__.py", "shop/cli.py"])

    def test_verify_finds_a_sound_pex_sound(self):
        self.assertIn("app.pex is sound", self.tool("verify", "app.pex"))
        self.assertTrue(json.loads(self.tool("verify", "app.pex", "--json"))["sound"])

    def test_verify_names_a_damaged_wheel(self):
        with zipfile.ZipFile(self.app) as archive:
            wheel = archive.read(".deps/tiny-1.0-py3-none-any.whl")
        other = wheel[:-30] + bytes([wheel[-30] ^ 1]) + wheel[-29:]
        run = self.failing_tool("verify", self.damaged("bad.pex", wheel, other))
        self.assertEqual(run.returncode, 4)
        self.assertIn("tiny-1.0-py3-none-any.whl", run.stderr)

    def changed(self, filename, old, new):
        """The pex with other content in a file, as one who has the checksums right makes it."""
        with zipfile.ZipFile(self.app) as archive:
            entries = [(item, archive.read(item)) for item in archive.infolist()]
        with zipfile.ZipFile(self.path("bad.pex"), "w") as archive:
            for item, content in entries:
                if item.filename == filename:
                    self.assertIn(old, content)
                    content = content.replace(old, new)
                archive.writestr(item, content)
        return "bad.pex"

    def test_verify_notices_another_pex_info(self):
        bad = self.changed("PEX-INFO", b'"shop.cli:main"', b'"shop.cli:loot"')
        self.assertIn("pex_hash", self.failing_tool("verify", bad).stderr)

    def test_verify_notices_other_code(self):
        bad = self.changed("shop/cli.py", b"sold", b"lost")
        self.assertIn("code_hash", self.failing_tool("verify", bad).stderr)

    def test_verify_notices_another_runtime(self):
        for filename in ("__main__.py", ".bootstrap/pexpack_start.py"):
            with self.subTest(filename):
                bad = self.changed(filename, b"import sys", b"import os, sys")
                self.assertIn("bootstrap_hash", self.failing_tool("verify", bad).stderr)

    def test_diff_is_silent_about_a_pex_and_itself(self):
        self.assertEqual(self.tool("diff", "app.pex", "app.pex"), "")

    def test_quiet_tools_answer_by_their_exit_code_alone(self):
        self.write("code/shop/till.py", "")
        self.pack("new.pex")
        for words in (["inspect", "app.pex"], ["verify", "app.pex"], ["diff", "app.pex", "app.pex"],
                      ["extract", "app.pex", "out"],
                      ["venv", "app.pex", "env", "--python", sys.executable]):
            run = self.pexpack(*words, "-q")
            self.assertEqual(run.stdout + run.stderr, "", words)
        run = self.failing_tool("diff", "app.pex", "new.pex", "--quiet")
        self.assertEqual((run.returncode, run.stdout + run.stderr), (4, ""))

    def test_quiet_tools_give_their_json_all_the_same(self):
        self.assertTrue(json.loads(self.tool("verify", "app.pex", "-q", "--json"))["sound"])

    def test_an_unknown_letter_is_not_taken_for_another(self):
        said = self.failing_tool("inspect", "app.pex", "-x").stderr
        self.assertIn("unknown option `-x`", said)
        self.assertNotIn("did you mean", said)

    def test_diff_names_what_changed(self):
        Wheel("tiny", "2.0").write(self.path("wheelhouse"))
        self.write("code/shop/cli.py", "def main():\n    print('sold out')\n")
        self.write("code/shop/till.py", "")
        self.pack("new.pex", "-m", "shop.cli:main")
        run = self.failing_tool("diff", "app.pex", "new.pex")
        self.assertEqual(run.returncode, 4)
        lines = [line[:20] for line in run.stdout.splitlines()]
        self.assertIn("~ wheel tiny: tiny-1.0", run.stdout)
        self.assertIn("~ code shop/cli.py: ", lines)
        self.assertIn("+ code shop/till.py:", lines)
        changes = json.loads(self.failing_tool("diff", "app.pex", "new.pex", "--json").stdout)
        self.assertEqual([change["kind"] for change in changes["changes"]], ["wheel", "code", "code"])

    def test_diff_tells_another_first_line(self):
        self.pack("new.pex", "-m", "shop.cli:main", "--python-shebang", "/usr/bin/python3")
        run = self.failing_tool("diff", "app.pex", "new.pex")
        self.assertEqual(run.stdout, "~ start first line: #!/bin/sh -> #!/usr/bin/python3\n")

    def test_extract_gives_the_wheels_back_byte_for_byte(self):
        self.assertEqual(self.tool("extract", "app.pex", "out"), "out/tiny-1.0-py3-none-any.whl\n")
        self.assertEqual(os.listdir(self.path("out")), ["tiny-1.0-py3-none-any.whl"])
        with open(self.path("wheelhouse", "tiny-1.0-py3-none-any.whl"), "rb") as before, \
                open(self.path("out", "tiny-1.0-py3-none-any.whl"), "rb") as after:
            self.assertEqual(before.read(), after.read())

    def test_extract_leaves_nothing_of_a_damaged_pex(self):
        with zipfile.ZipFile(self.app) as archive:
            wheel = archive.read(".deps/tiny-1.0-py3-none-any.whl")
        self.damaged("bad.pex", wheel, b"x" + wheel[1:])
        self.failing_tool("extract", "bad.pex", "out/of/it")
        self.assertFalse(os.path.exists(self.path("out")))

    def test_extract_writes_no_wheel_when_one_has_no_place(self):
        Wheel("alpha", "1.0").write(self.path("wheelhouse"))
        self.pack("two.pex", "alpha")
        self.write("out/tiny-1.0-py3-none-any.whl/notes.txt", "mine\n")
        run = self.failing_tool("extract", "two.pex", "out")
        self.assertEqual(run.returncode, 2)
        self.assertEqual(os.listdir(self.path("out")), ["tiny-1.0-py3-none-any.whl"])

    def test_venv_runs_what_the_pex_does_and_has_its_scripts(self):
        self.tool("venv", "app.pex", "env", "--python", sys.executable)
        self.assertEqual(self.run_python(self.path("env/pex")), "sold\n")
        self.assertEqual(self.run_python(self.path("env/bin/tiny")), "tiny 1.0\n")
        told = self.run_python(self.path("env/bin/python"), "-c", "import sys; print(sys.prefix)")
        self.assertEqual(told.strip(), os.path.realpath(self.path("env")))

    def test_venv_makes_layers_of_wheels_and_code(self):
        for scope in ("deps", "srcs"):
            self.assertFalse(os.path.exists(self.path("env/pex")))
            self.tool("venv", "app.pex", "env", "--scope", scope, "--python", sys.executable)
        self.assertEqual(self.run_python(self.path("env/pex")), "sold\n")
        self.assertEqual(self.run_python(self.path("env/bin/tiny")), "tiny 1.0\n")

    def test_venv_leaves_a_folder_of_somebody_else_alone(self):
        self.write("env/notes.txt", "mine\n")
        run = self.failing_tool("venv", "app.pex", "env", "--python", sys.executable)
        self.assertEqual(run.returncode, 2)
        self.assertEqual(os.listdir(self.path("env")), ["notes.txt"])

    def pack_for_two(self, *arguments):
        """For this Python, with its own wheel, and for another."""
        own = "cp3%d" % sys.version_info[1]
        for tags, version in ((own + "-none-any", "1.0"), ("cp36-none-any", "0.9")):
            Wheel("fast", version, tags=tags).write(self.path("wheelhouse"))
        self.pexpack("fast", "tiny", "-f", "wheelhouse", "--python", sys.executable, "--platform",
                     "manylinux2014-x86_64-cp-3.6.15-cp36m", *arguments, "-o", "two.pex")
        return ["fast-1.0-%s-none-any.whl" % own, "fast-0.9-cp36-none-any.whl",
                "tiny-1.0-py3-none-any.whl"]

    def test_inspect_says_which_wheels_are_for_whom(self):
        own, old, tiny = self.pack_for_two()
        facts = json.loads(self.tool("inspect", "two.pex", "--json"))
        rows = [(row["pythons"][0], row["wheels"]) for row in facts["targets"]]
        self.assertEqual(rows, [("cpython3.6", sorted([old, tiny])),
                                ("cpython3.%d" % sys.version_info[1], sorted([own, tiny]))])
        said = self.tool("inspect", "two.pex")
        self.assertIn("targets:      2\n", said)
        self.assertIn("  CPython 3.6: 2 wheels\n    %s\n" % old, said)

    def test_verify_and_extract_take_the_wheels_of_all_targets(self):
        wheels = self.pack_for_two()
        self.assertIn("two.pex is sound: 3 wheels", self.tool("verify", "two.pex"))
        self.tool("extract", "two.pex", "out")
        self.assertEqual(sorted(os.listdir(self.path("out"))), sorted(wheels))

    def test_venv_takes_the_wheels_for_its_python(self):
        self.pack_for_two()
        self.tool("venv", "two.pex", "env", "--python", sys.executable)
        told = self.run_python(self.path("env/bin/python"), "-c", "import fast, tiny; fast.main()")
        self.assertEqual(told, "fast 1.0\n")

    def test_venv_of_a_python_that_the_pex_is_not_for_is_refused_in_a_sentence(self):
        wheel = Wheel("old", "1.0", tags="cp36-none-any")
        wheel.write(self.path("wheelhouse"))
        self.pexpack("old", "-f", "wheelhouse", "--platform",
                     "manylinux2014-x86_64-cp-3.6.15-cp36m", "-o", "old.pex")
        run = self.failing_tool("venv", "old.pex", "env", "--python", sys.executable)
        self.assertEqual(run.returncode, 4)
        self.assertIn("but for CPython 3.6\n", run.stderr)
        self.assertFalse(os.path.exists(self.path("env")))

    def test_diff_names_a_target_that_came_in(self):
        self.pack_for_two()
        self.pexpack("fast", "tiny", "-f", "wheelhouse", "--python", sys.executable, "-o", "one.pex")
        said = self.failing_tool("diff", "one.pex", "two.pex").stdout
        self.assertIn("~ pex-info targets: ", said)
        self.assertIn("fast-0.9-cp36-none-any.whl", said)

    def test_a_table_of_targets_that_names_no_wheel_is_refused(self):
        with zipfile.ZipFile(self.app) as archive:
            entries = [(item, archive.read(item)) for item in archive.infolist()]
        with zipfile.ZipFile(self.path("bad.pex"), "w") as archive:
            for item, content in entries:
                changed = content.replace(b'"wheels":[0]', b'"wheels":[7]')
                archive.writestr(item, changed if item.filename == "PEX-INFO" else content)
        run = self.failing_tool("inspect", "bad.pex")
        self.assertEqual(run.returncode, 4)
        self.assertIn("table of targets", run.stderr)

    def test_what_is_no_pex_is_refused(self):
        self.write("notes.txt", "mine\n")
        for tool in (["inspect"], ["verify"], ["extract", "notes.txt"], ["venv", "notes.txt"]):
            run = self.failing_tool(tool[0], "notes.txt", *tool[1:])
            self.assertEqual(run.returncode, 4, run.stderr)


if __name__ == "__main__":
    command.main()
