#!/usr/bin/env python3
"""Full disks, limits for the size of a file, and folders for temporary files that are of no use."""

import os
import resource
import signal
import subprocess
import sys

import promise
from promise import command

INSIDE = "PEXPACK_TEST_MOUNTS_ARE_PRIVATE"
PYPROJECT = """[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "shop"
version = "1.0"

[tool.setuptools]
py-modules = ["shop"]
"""


def enter_mount_namespace():
    """Starts this program anew where nobody else sees what it mounts, and nothing stays mounted."""
    if INSIDE in os.environ:
        return
    unshare = ["unshare", "--mount", "--propagation", "private"]
    try:
        allowed = subprocess.run([*unshare, "true"], stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return
    if allowed.returncode == 0:
        os.environ[INSIDE] = "1"
        os.execvp("unshare", [*unshare, sys.executable, *sys.argv])


class MountTest(promise.FaultTest):
    def mount(self, folder, size):
        if INSIDE not in os.environ:
            promise.skip_loudly("NO MOUNTING HERE")
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=" + size, "none", folder], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", folder], check=True)
        self.before = self.surroundings()


class FullDisk(MountTest):
    def setUp(self):
        super().setUp()
        self.mount(self.out, "300k")
        self.put_old()

    def test_on_a_full_disk_the_old_output_stays_and_it_is_said_how_much_room_is_needed(self):
        run = self.build()
        self.assert_kept(run, "cannot write `%s`: No space left on device" % self.output)
        hint = r"hint: up to [7-9]\d\d\.\d kB are needed, and `%s` has (\d+)\.\d kB free" % self.out
        self.assertRegex(run.stderr, hint)

    def test_when_room_is_made_the_next_build_succeeds(self):
        self.build()
        subprocess.run(["mount", "-o", "remount,size=8m", self.out], check=True)
        self.assert_made(self.build())

    def test_what_a_killed_build_left_behind_gives_way_to_the_next_one(self):
        subprocess.run(["mount", "-o", "remount,size=1m", self.out], check=True)
        run = self.build_at("fsync:1", "kill -KILL $PPID")
        self.assertEqual((run.returncode, len(self.left_behind())), (-signal.SIGKILL, 1))
        self.assert_made(self.build())

    def test_a_disk_with_no_room_for_a_name_is_full(self):
        subprocess.run(["mount", "-o", "remount,nr_inodes=2", self.out], check=True)
        self.assert_kept(self.build(), "cannot write `%s`: No space left" % self.output)


class FullCache(MountTest):
    def test_a_full_disk_for_the_cache_is_no_failure(self):
        cache = os.path.join(self.top, "home", ".cache")
        os.mkdir(cache)
        self.mount(cache, "4k")
        for _ in range(2):
            self.assert_made(self.build())
            self.put_old()


class SizeLimit(promise.FaultTest):
    def limited(self, handler):
        """A build with a limit for the size of a file, and SIGXFSZ handled so by its parent."""
        def prepare():
            signal.signal(signal.SIGXFSZ, handler)
            resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

        return self.build(preexec_fn=prepare)

    def test_past_a_limit_for_the_size_of_files_the_old_output_stays(self):
        for handler in (signal.SIG_IGN, signal.SIG_DFL):
            self.assert_kept(self.limited(handler), "cannot write `%s`: File too large" % self.output,
                             "400.0 kB", "ulimit -f")


class TemporaryFolder(MountTest):
    """The project is built to a wheel in TMPDIR."""

    def setUp(self):
        super().setUp()
        self.write("shop/pyproject.toml", PYPROJECT)
        self.write("shop/shop.py", "".join("x%d = %d\n" % (i, i * i * i) for i in range(20_000)))
        self.temporary = os.path.join(self.top, "tmp")
        self.assert_is_built()
        self.shop = promise.contents(self.output)
        self.put_old()
        self.before = self.surroundings()

    def build_shop(self, **options):
        return self.run_pexpack("./shop", *command.PLATFORM, "-o", self.output, **options)

    def assert_is_built(self):
        run = self.build_shop()
        self.assertEqual(run.returncode, 0, run.stderr)

    def test_it_may_be_on_another_file_system(self):
        self.mount(self.temporary, "8m")
        self.assert_is_built()
        self.assertTrue(promise.contents(self.output) == self.shop)
        self.assertEqual(os.listdir(self.temporary), [])

    def test_when_it_is_full_it_is_named(self):
        self.mount(self.temporary, "64k")
        self.assert_kept(self.build_shop(), "cannot write `%s/" % self.temporary, "No space left",
                         "kB are needed, and `%s/" % self.temporary, "kB free; make room")
        self.assertEqual(os.listdir(self.temporary), [])

    def test_when_it_is_not_there_it_is_named(self):
        absent = os.path.join(self.top, "absent")
        self.assert_kept(self.build_shop(environment={"TMPDIR": absent}), "`%s/" % absent,
                         "No such file or directory", "hint: set TMPDIR")

    def test_a_build_without_projects_does_not_need_it(self):
        self.assert_made(self.build(environment={"TMPDIR": os.path.join(self.top, "absent")}))


if __name__ == "__main__":
    enter_mount_namespace()
    promise.main()
