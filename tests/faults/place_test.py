#!/usr/bin/env python3
"""Where the output goes: folders, links, devices, closed folders, neighbours, a running program."""

import os
import socket
import stat
import subprocess
import sys

import promise

NEIGHBOURS = ("app.pex~", "app.pex.tmp", "app.pex.new", "app.pex.bak", ".app.pex", ".app.pex.tmp",
              ".app.pex.pexpack", ".app.pex.pexpack-.tmp", ".app.pex.pexpack-mine.tmp",
              ".app.pex.pexpack-123456.tmp.bak", "app", "#app.pex#")
# Root without the right to write to and to search every folder.
WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search",
                  "--inh-caps=-dac_override,-dac_read_search", "--")
SLEEPER = """import requests
print(requests.VALUE, flush=True)
input()
import requests.late, six
print(requests.late.VALUE)
"""


class Place(promise.FaultTest):
    def refused(self, path, *texts):
        """A build to this path is wrong use of the command, and changes nothing there."""
        before = promise.described(path)
        run = self.run_pexpack(*promise.arguments(path))
        self.assert_kept(run, "`%s`" % path, *texts, code=2)
        self.assertEqual(promise.described(path), before)

    def test_a_folder_that_may_not_be_written_to_is_named(self):
        promise.need_root()
        os.chmod(self.out, 0o555)
        self.addCleanup(os.chmod, self.out, 0o755)
        self.before = self.surroundings()
        self.assert_kept(self.build(under=WITHOUT_RIGHTS), "cannot write `%s`" % self.output,
                         "Permission denied", "hint: choose a folder that you may write to")

    def test_a_folder_is_no_output_and_what_is_in_it_stays(self):
        for name in ("empty", "full"):
            os.mkdir(os.path.join(self.out, name))
        with open(os.path.join(self.out, "full", "precious"), "w", encoding="ascii") as file:
            file.write("precious\n")
        self.before = self.surroundings()
        for name in ("empty", "full", "full/"):
            self.refused(os.path.join(self.out, name), "folder")

    def test_what_is_neither_file_nor_folder_is_no_output(self):
        os.mkfifo(os.path.join(self.out, "fifo"))
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(os.path.join(self.out, "socket"))
            self.before = self.surroundings()
            for name in ("fifo", "socket"):
                self.refused(os.path.join(self.out, name), "special file")
        self.refused("/dev/null", "special file")

    def test_a_link_to_such_a_thing_is_no_output(self):
        os.mkfifo(os.path.join(self.out, "fifo"))
        for target in ("fifo", ".", "/dev/null"):
            link = os.path.join(self.out, "link")
            os.symlink(target, link)
            self.before = self.surroundings()
            self.refused(link)
            os.unlink(link)

    def test_through_a_link_the_file_is_replaced_and_the_link_stays(self):
        os.mkdir(os.path.join(self.top, "links"))
        link = os.path.join(self.top, "links", "latest")
        os.symlink("../out/app.pex", link)
        self.before = self.surroundings()
        self.assert_made(self.run_pexpack(*promise.arguments(link)))

    def test_a_file_beside_the_output_stays_whatever_its_name(self):
        for name in NEIGHBOURS:
            with open(os.path.join(self.out, name), "w", encoding="ascii") as file:
                file.write(name)
        self.before = self.surroundings()
        self.assert_made(self.build())
        self.put_old()
        self.assert_kept(self.build("there-is-no-such"), "there-is-no-such", code=3)

    def test_another_name_of_the_old_output_keeps_the_old_content(self):
        os.link(self.output, os.path.join(self.out, "backup"))
        self.before = self.surroundings()
        self.assert_made(self.build())

    def test_a_running_program_goes_on_when_its_file_is_replaced(self):
        self.write("code/main.py", SLEEPER)
        self.before = self.surroundings()
        self.assertEqual(self.build().returncode, 0)
        variables = self.variables({"PEX_ROOT": os.path.join(self.top, "home", ".cache")})
        running = subprocess.Popen([sys.executable, self.output], env=variables, text=True,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(running.kill)
        self.assertEqual(running.stdout.readline(), "whole\n")
        self.write("code/main.py", promise.MAIN)
        self.before = self.surroundings()
        self.assert_made(self.build())
        said, _ = running.communicate("go on\n", timeout=60)
        self.assertEqual((running.returncode, said), (0, "late\n"))

    def test_a_folder_that_vanishes_while_it_is_written_to_is_named(self):
        for call in ("pwrite:1", "pwrite:3", "fsync:1", "rename:1"):
            run = self.build_at(call, "rm -r '%s'" % self.out)
            self.assertEqual(run.returncode, promise.SYSTEM_FAILED, run.stderr)
            self.assertIn("cannot write `%s`: No such file" % self.output, run.stderr)
            self.assertNotIn("a bug", run.stderr)
            self.assertFalse(os.path.exists(self.out))
            os.mkdir(self.out)

    def test_a_folder_that_is_put_in_its_place_by_then_gets_nothing(self):
        aside = os.path.join(self.top, "aside")
        run = self.build_at("fsync:1", "mv '%s' '%s' && mkdir '%s'" % (self.out, aside, self.out))
        self.assertEqual(run.returncode, promise.SYSTEM_FAILED, run.stderr)
        self.assertIn("cannot write `%s`: No such file" % self.output, run.stderr)
        self.assertEqual(os.listdir(self.out), [])
        self.assertEqual(promise.contents(os.path.join(aside, "app.pex")), promise.OLD)

    def test_a_folder_that_takes_the_place_of_the_output_meanwhile_stays(self):
        run = self.build_at("rename:1", "rm '%s' && mkdir '%s'" % (self.output, self.output))
        self.assertEqual(run.returncode, promise.SYSTEM_FAILED, run.stderr)
        self.assertIn("cannot write `%s`: Is a directory" % self.output, run.stderr)
        self.assertTrue(stat.S_ISDIR(os.lstat(self.output).st_mode))
        self.assertEqual(self.left_behind(), [])


if __name__ == "__main__":
    promise.main()
