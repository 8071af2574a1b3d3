#!/usr/bin/env python3
"""`pexpack cache`: what started applications have laid out, and what of it nobody needs."""

import fcntl
import glob
import json
import os
import shutil
import subprocess
import sys
import time

import command
from dummy_wheel import Wheel

DAY = 24 * 3600


class Cache(command.CommandTest):
    def setUp(self):
        super().setUp()
        self.root = self.path("root")
        Wheel("shared", "1.0", files={"shared.py": "x = 1\n"}).write(self.path("wheelhouse"))
        Wheel("single", "1.0", files={"single.py": "x = 1\n"}).write(self.path("wheelhouse"))
        self.one = self.pack("one.pex", "shared")
        self.other = self.pack("other.pex", "shared", "single")

    def pack(self, name, *wheels):
        self.pexpack(*wheels, "-f", "wheelhouse", "--python", sys.executable, "-o", name)
        return self.path(name)

    def start(self, pex, python=sys.executable):
        environment = {"PATH": os.path.dirname(python) + ":/usr/bin:/bin", "PEX_ROOT": self.root,
                       "HOME": self.top}
        said = subprocess.run([pex, "-c", "import shared; print(shared.x)"], env=environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=120, check=False)
        self.assertEqual((said.stdout, said.stderr), ("1\n", ""))

    def cache(self, *words):
        return json.loads(self.pexpack("cache", *words, "--pex-root", "root", "--json").stdout)

    def environments(self):
        return glob.glob(self.root + "/pexpack/1/pexes/*/*/pyvenv.cfg")

    def wheels(self):
        return glob.glob(self.root + "/pexpack/1/wheels/*")

    def age(self, path, seconds):
        then = time.time() - seconds
        os.utime(path, (then, then))

    def test_info_names_environments_and_counts_wheels(self):
        self.start(self.one)
        self.start(self.other)
        found = self.cache("info")
        self.assertEqual([environment["python_exists"] for environment in found["environments"]],
                         [True, True])
        self.assertEqual([wheel["used"] for wheel in found["wheels"]], [True, True])
        said = self.pexpack("cache", "info", environment={"PEX_ROOT": self.root}).stdout
        self.assertIn("environments: 2 (", said)
        self.assertIn("wheels:       2 (", said)

    def test_an_empty_cache_is_nothing_to_complain_about(self):
        self.assertEqual(self.cache("info")["wheels"], [])
        self.assertEqual(self.cache("prune")["size"], 0)
        self.assertFalse(os.path.exists(self.root))

    def test_prune_leaves_what_is_in_use(self):
        self.start(self.one)
        self.assertEqual(self.cache("prune"), {"environments": [], "wheels": [], "leftovers": [], "kept": [],
                                               "size": 0})
        self.start(self.one)

    def test_prune_removes_an_environment_whose_python_is_gone_and_the_wheels_that_only_it_used(self):
        self.start(self.one)
        self.start(self.other)
        (gone,) = [path for path in self.environments()
                   if glob.glob(os.path.dirname(path) + "/lib/*/site-packages/single.py")]
        link = os.path.join(os.path.dirname(gone), "bin", "python")
        os.unlink(link)
        os.symlink("/nothing/python", link)
        pruned = self.cache("prune")
        self.assertEqual(pruned["environments"], [os.path.dirname(gone)])
        self.assertEqual(len(pruned["wheels"]), 1)
        self.assertEqual((len(self.environments()), len(self.wheels())), (1, 1))
        self.start(self.other)

    def test_prune_waits_for_a_first_start_at_work(self):
        self.start(self.one)
        shutil.rmtree(self.root + "/pexpack/1/pexes")
        with open(self.root + "/pexpack/1/.prune") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            pruning = subprocess.Popen([self.binary, "cache", "prune", "--pex-root", self.root],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.3)
            self.assertIsNone(pruning.poll())
            self.assertEqual(len(self.wheels()), 1)
        self.assertEqual(pruning.wait(timeout=60), 0)
        self.assertEqual(self.wheels(), [])
        self.start(self.one)

    def test_prune_removes_what_killed_starts_left_and_the_wheels_that_only_that_used(self):
        self.start(self.one)
        (environment,) = map(os.path.dirname, self.environments())
        left = os.path.join(os.path.dirname(environment), ".cpython.99999-abcd")
        os.rename(environment, left)
        pruned = self.cache("prune")
        self.assertEqual(pruned["leftovers"], [os.path.realpath(left)])
        self.assertEqual(len(pruned["wheels"]), 1)
        self.assertEqual(os.listdir(self.root + "/pexpack/1/pexes"), [])

    def test_older_than_removes_environments_that_were_not_started_for_so_long(self):
        self.start(self.one)
        (environment,) = map(os.path.dirname, self.environments())
        self.age(environment + "/pexpack-site/00_pexpack.pth", 10 * DAY)
        for days in "11", "200000", "4294967295":
            self.assertEqual(self.cache("prune", "--older-than", days)["environments"], [])
        self.assertEqual(len(self.cache("prune", "--older-than", "9")["environments"]), 1)
        self.assertEqual(os.listdir(self.root + "/pexpack/1/pexes"), [])
        self.start(self.one)

    def test_a_start_makes_an_environment_young(self):
        self.start(self.one)
        if self.cache("info")["environments"][0]["last_start"] is None:
            self.skipTest("NO TIMES OF ACCESS HERE")
        (environment,) = map(os.path.dirname, self.environments())
        self.age(environment + "/pexpack-site/00_pexpack.pth", 10 * DAY)
        self.start(self.one)
        self.assertEqual(self.cache("prune", "--older-than", "9")["environments"], [])

    def test_an_environment_from_which_a_program_runs_stays(self):
        environment = {"PATH": os.path.dirname(sys.executable) + ":/usr/bin:/bin", "HOME": self.top,
                       "PEX_ROOT": self.root}
        code = "print(1, flush=True); input(); import shared; print(shared.x)"
        program = subprocess.Popen([self.one, "-c", code], env=environment, text=True,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.assertEqual(program.stdout.readline(), "1\n")
        (path,) = map(os.path.dirname, self.environments())
        self.age(path + "/pexpack-site/00_pexpack.pth", 10 * DAY)
        self.assertEqual(self.cache("prune", "--older-than", "9")["environments"], [])
        run = subprocess.run([self.binary, "cache", "prune", "--all", "--pex-root", self.root],
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual((run.returncode, run.stdout), (5, ""))
        self.assertIn("process %d runs from it" % program.pid, run.stderr)
        self.assertEqual(program.communicate("\n", timeout=60)[0], "1\n")

    def test_all_removes_everything_and_the_next_start_makes_it_anew(self):
        self.start(self.one)
        self.assertEqual(len(self.cache("prune", "--all")["wheels"]), 1)
        self.assertEqual(self.environments() + self.wheels(), [])
        self.start(self.one)

    def test_what_it_cannot_do_is_wrong_use(self):
        for words in ["cache"], ["cache", "purge"], ["cache", "info", "word"], [
                "cache", "prune", "--older-than", "soon"]:
            run = subprocess.run([self.binary, *words], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                 check=False)
            self.assertEqual((run.returncode, run.stdout), (2, ""), words)
            self.assertIn("hint:", run.stderr)


if __name__ == "__main__":
    command.main()
