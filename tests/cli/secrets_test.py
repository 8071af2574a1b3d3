#!/usr/bin/env python3
"""What must never be shown or packed: passwords, the environment, the builder's folders, and what
steers a terminal.
"""

import io
import os
import re
import sys
import zipfile

import command
from dummy_wheel import Wheel

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
# What people do with a build that they want to know more of.
WAYS = [["-v"], ["--json"], ["--dry-run", "-v"], ["--explain", "-v"]]
PASSWORDS = ["indexWORD", "extraTOKEN", "queryTOKEN", "linksWORD", "lineWORD", "environmentWORD",
             "variableVALUE", "pipWORD"]
REQUIREMENTS = """\
--index-url https://me:indexWORD@index.example/simple
--extra-index-url https://extraTOKEN@extra.example/simple?auth=queryTOKEN
--extra-index-url https://me:${VARIABLE}@variable.example/simple
--trusted-host index.example
ask
other @ https://me:lineWORD@host.example/other-1.0-py3-none-any.whl ; python_version < "3"
"""
# Each is a line that ends the build, or a command line that does.
MISTAKES = ["ask==9", "nowhere", "ask[", "ask @ https://me:lineWORD@host.example/ask-9-py3-none-any.whl",
            "git+https://me:lineWORD@host.example/ask.git", "--no-such https://me:lineWORD@h.example",
            "-r https://me:lineWORD@host.example/more.txt", "ask --hash=sha256:" + "0" * 64,
            "-f https://me:linksWORD@host.example/wheels/\nnowhere", "-e ./gone"]
ENVIRONMENT = {"PIP_INDEX_URL": "https://me:pipWORD@index.example/simple",
               "MY_TOKEN": "environmentWORD", "VARIABLE": "variableVALUE",
               "PIP_FIND_LINKS": "https://me:linksWORD@links.example/wheels"}


class SecretsTest(command.CommandTest):
    def setUp(self):
        super().setUp()
        Wheel("six", "1.0").write(self.path("wheelhouse"))
        Wheel("ask", "1.0", requires=["six"]).write(self.path("wheelhouse"))
        self.write("app/main.py", "print('hello')\n")
        self.write("requirements.txt", REQUIREMENTS)

    def shown(self, *arguments):
        """All that the command prints, whether or not it fails."""
        ran = self.attempt(*arguments, environment=ENVIRONMENT)
        return ran.stdout + ran.stderr

    def build(self, *more):
        return self.shown("-D", "app", "-r", "requirements.txt", *command.PLATFORM, "-o", "app.pex", *more)

    def check_none_of(self, texts, where, what):
        for text in texts:
            self.assertNotIn(text, where, what)

    def written(self):
        """Every byte that was written, packed or not: the pex, its members, the caches, the rest."""
        for folder in self.folder, os.path.join(self.top, "home"), os.path.join(self.top, "tmp"):
            for parent, _, names in os.walk(folder):
                for name in names:
                    if parent == self.folder and name == "requirements.txt":
                        continue
                    with open(os.path.join(parent, name), "rb") as file:
                        yield os.path.join(parent, name), file.read()
        if os.path.exists(self.path("app.pex")):
            with zipfile.ZipFile(self.path("app.pex")) as archive:
                for name in archive.namelist():
                    yield name, archive.read(name)

    def test_passwords_and_the_environment_are_neither_printed_nor_written(self):
        for way in WAYS:
            shown = self.build(*way)
            self.check_none_of(PASSWORDS, shown, way)
            self.assertEqual(os.path.exists(self.path("app.pex")), "--dry-run" not in way, shown)
            for path, content in self.written():
                self.check_none_of([word.encode() for word in PASSWORDS], content, path)
            if os.path.exists(self.path("app.pex")):
                os.unlink(self.path("app.pex"))

    def test_passwords_are_not_printed_when_a_build_fails(self):
        for mistake in MISTAKES:
            for way in ["-v"], ["--json"]:
                with self.subTest(mistake=mistake, way=way):
                    self.write("requirements.txt", REQUIREMENTS + mistake + "\n")
                    shown = self.build(*way)
                    self.assertIn("error", shown)
                    self.check_none_of(PASSWORDS, shown, shown)

    def test_passwords_on_the_command_line_are_not_printed(self):
        for words in (["-f", "https://me:linksWORD@host.example/wheels", "ask"],
                      ["ask @ https://me:lineWORD@host.example/ask-1.0-py3-none-any.whl"],
                      ["-r", "https://me:lineWORD@host.example/requirements.txt"],
                      ["--no-such-option=https://me:lineWORD@host.example"],
                      ["why", "ask", "-r", "https://me:lineWORD@host.example/requirements.txt"]):
            with self.subTest(words=words):
                shown = self.shown(*words, *command.PLATFORM, "-o", "app.pex")
                self.check_none_of(PASSWORDS, shown, words)

    def test_the_builders_folders_are_in_no_byte_of_the_pex(self):
        self.build("-m", "main")
        folders = [self.top, os.path.expanduser("~"), os.getcwd()]
        with open(self.path("app.pex"), "rb") as file:
            content = file.read()
        members = [content]
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members += [archive.read(name) for name in archive.namelist()]
        for member in members:
            self.check_none_of([folder.encode() for folder in folders if folder != "/"], member,
                               "a folder of the builder")

    def test_messages_name_files_as_the_user_does_and_not_by_the_builders_folders(self):
        for way in WAYS:
            self.assertNotIn(self.top, self.build(*way))


class TerminalTest(command.CommandTest):
    """Names with an escape sequence, a bell, a carriage return and a C1 control in them."""

    NAME = "e\x1b]0;x\x07v\r\x9bil"

    def check_plain(self, *arguments):
        ran = self.attempt(*arguments)
        self.assertNotIn("Traceback", ran.stderr)
        for text in ran.stdout, ran.stderr:
            self.assertIsNone(CONTROL.search(text), repr(text))
        if ran.stdout.startswith('{\n  "error"'):  # a message that others show
            self.assertNotIn("\\u001b", ran.stdout)
        return ran

    def test_names_of_files_and_folders_do_not_steer_the_terminal(self):
        os.mkdir(self.path(self.NAME))
        self.write(self.NAME + ".py", "x = 1\n")
        self.write(self.NAME + ".txt", "six\n" + self.NAME + "\n")
        Wheel("six", "1.0").write(self.path("wheelhouse"))
        self.write("wheelhouse/" + self.NAME + "-1.0-py3-none-any.whl", "no wheel")
        for more in [], ["--json"]:
            for words in ([".", "six"], ["-D", self.NAME, "six"], ["-r", self.NAME + ".txt"],
                          ["-f", self.NAME, self.NAME], ["./" + self.NAME], ["six", "-m", self.NAME],
                          ["./wheelhouse/" + self.NAME + "-1.0-py3-none-any.whl"],
                          ["six", "-c", self.NAME], ["six", "--exe", self.NAME + ".py"],
                          ["--" + self.NAME], ["six", "--platform", self.NAME]):
                with self.subTest(words=words, more=more):
                    self.check_plain(*words, *command.PLATFORM, "-o", "app.pex", *more)

    def test_what_a_wheel_says_of_itself_does_not_steer_the_terminal(self):
        wheels = [Wheel("ask", "1.0", requires=[self.NAME]), Wheel("ask", "1.0", python=self.NAME),
                  Wheel("ask", "1.0", scripts=[self.NAME + " = ask:main"]),
                  Wheel("ask", "1.0", files={"ask.py": "", self.NAME + ".py": ""})]
        for wheel in wheels:
            wheel.write(self.path("wheelhouse"))
            for more in ["-v"], ["--json"], ["--explain", "--dry-run"]:
                self.check_plain("ask", *command.PLATFORM, "-o", "app.pex", *more)

    def test_what_is_in_a_pex_does_not_steer_the_terminal(self):
        with zipfile.ZipFile(self.path("app.pex"), "w") as archive:
            archive.writestr("PEX-INFO", '{"distributions": {"%s": "0"}, "entry_point": "%s"}'
                             % ((self.NAME.encode("unicode_escape").decode().replace("x", "u00"),) * 2))
            archive.writestr(".deps/" + self.NAME + ".whl", "")
            archive.writestr(self.NAME, "")
        for more in [], ["--json"]:
            for words in (["inspect", "app.pex"], ["verify", "app.pex"],
                          ["diff", "app.pex", "app.pex"], ["extract", "app.pex", "folder"],
                          ["venv", "app.pex", "folder", "--python", sys.executable]):
                with self.subTest(words=words, more=more):
                    self.check_plain(*words, *more)

    def test_words_on_the_command_line_do_not_steer_the_terminal(self):
        for words in (["target", self.NAME], ["tags", self.NAME, "--for", "current"],
                      ["why", self.NAME, "six"], ["inspect", self.NAME], [self.NAME],
                      ["verify", self.NAME, "--" + self.NAME]):
            with self.subTest(words=words):
                self.check_plain(*words)


class PackedFile(SecretsTest):
    def warnings(self, requirements, *options):
        self.write("code/requirements.txt", requirements)
        self.write("code/main.py", "x = 1\n")
        run = self.pexpack("./code", "-r", "code/requirements.txt", "-f", "wheelhouse",
                           *command.PLATFORM, "-o", "app.pex", *options)
        self.assertNotIn("indexWORD", run.stderr)
        return [line for line in run.stderr.splitlines() if "goes into the pex" in line]

    def test_a_password_in_a_requirements_file_that_is_packed_is_warned_of(self):
        found = self.warnings("ask\n--index-url https://me:indexWORD@index.example/simple\n")
        self.assertEqual(len(found), 1, found)
        self.assertIn("code/requirements.txt:2 has a password or token in a URL", found[0])
        self.assertIn("`--exclude-files requirements.txt`", found[0])

    def test_where_there_is_none_or_it_stays_out_nobody_is_warned(self):
        text = "ask\n--index-url https://me:indexWORD@index.example/simple\n"
        self.assertEqual(self.warnings(text, "--exclude-files", "requirements.txt"), [])
        self.assertEqual(self.warnings("ask\n-i https://me:${TOKEN}@index.example/simple\n"), [])
        self.assertEqual(self.warnings("ask  # as on https://index.example/simple/\n"), [])


if __name__ == "__main__":
    command.main()
