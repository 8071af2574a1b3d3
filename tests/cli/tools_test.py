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

    def test_verify_notices_another_pex_info(self):
        with zipfile.ZipFile(self.app) as archive:
            info = archive.read("PEX-INFO")
            entries = [(item, archive.read(item)) for item in archive.infolist()]
        with zipfile.ZipFile(self.path("bad.pex"), "w") as archive:
            for item, content in entries:
                changed = info.replace(b'"shop.cli:main"', b'"shop.cli:loot"')
                archive.writestr(item, changed if item.filename == "PEX-INFO" else content)
        self.assertIn("pex_hash", self.failing_tool("verify", "bad.pex").stderr)

    def test_verify_notices_other_code(self):
        with zipfile.ZipFile(self.app) as archive:
            entries = [(item, archive.read(item)) for item in archive.infolist()]
        with zipfile.ZipFile(self.path("bad.pex"), "w") as archive:
            for item, content in entries:
                archive.writestr(item, content.replace(b"sold", b"lost")
                                 if item.filename == "shop/cli.py" else content)
        self.assertIn("code_hash", self.failing_tool("verify", "bad.pex").stderr)

    def test_diff_is_silent_about_a_pex_and_itself(self):
        self.assertEqual(self.tool("diff", "app.pex", "app.pex"), "")

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
        self.failing_tool("extract", "bad.pex", "out")
        self.assertFalse(os.path.exists(self.path("out")))

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

    def test_what_is_no_pex_is_refused(self):
        self.write("notes.txt", "mine\n")
        for tool in (["inspect"], ["verify"], ["extract", "notes.txt"], ["venv", "notes.txt"]):
            run = self.failing_tool(tool[0], "notes.txt", *tool[1:])
            self.assertEqual(run.returncode, 4, run.stderr)


if __name__ == "__main__":
    command.main()
