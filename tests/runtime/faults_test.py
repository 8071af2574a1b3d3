"""Machines that are full, read-only, shared or damaged: the program runs, or one line says why not.

Other faults have tests beside the behaviour that they belong to: processes killed, files of the
cache changed, many starts at once and few descriptors in cache_test.py, working folders that are
gone and odd paths in selection_test.py, modules of the working folder in isolation_test.py.
"""

import glob
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import unittest

from support import (
    RuntimeTest,
    TinyTest,
    any_python,
    build,
    build_tiny,
    make_wheel,
    minor_of,
    shared_folder,
)

IMPORTS = "import other; print(other.VALUE)"
SAID = "other and tiny\n"
ROOT_ONLY = "ONLY ROOT CAN DO THIS"
LARGE = 70000  # bytes behind an archive; more than its comment may have


def can_mount():
    words = ["unshare", "-m", "sh", "-c", "mount -t tmpfs none /mnt"]
    try:
        return subprocess.run(words, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


CAN_MOUNT = can_mount()
if not CAN_MOUNT:
    sys.stderr.write("NO MOUNTING HERE: full, read-only and noexec places are not tested\n")


class MountTest(RuntimeTest):
    """Runs shell text where what it mounts is gone at its end; `$run` starts the program."""

    def in_namespace(self, text, app=None, code=IMPORTS):
        words = [app or self.app, "-c", code]
        environ = {"run": " ".join(shlex.quote(word) for word in words)}
        os.makedirs(self.root, exist_ok=True)
        script = "set -eu\nPATH=$PATH:/usr/sbin:/usr/bin:/sbin:/bin\n" + text
        return self.run_words(["/usr/bin/unshare", "-m", "/bin/sh", "-c", script], env=environ)

    def one_warning(self, ran, *texts):
        self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (0, SAID, 1), ran)
        for text in texts:
            self.assertIn(text, ran.err)

    def one_sentence(self, ran, *texts):
        self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (1, "", 1), ran)
        for text in texts:
            self.assertIn(text, ran.err)


@unittest.skipUnless(CAN_MOUNT, "NO MOUNTING HERE")
class FileSystemTest(TinyTest, MountTest):
    def test_on_a_read_only_file_system_it_runs_from_a_temporary_cache(self):
        text = "mount -t tmpfs none $PEX_ROOT; mount -o remount,ro $PEX_ROOT; eval $run"
        self.one_warning(self.in_namespace(text), self.root, "Read-only", "set PEX_ROOT")

    def test_a_complete_cache_on_a_read_only_file_system_is_used_without_a_word(self):
        text = "mount -t tmpfs none $PEX_ROOT; eval $run; mount -o remount,ro $PEX_ROOT; eval $run"
        self.check(self.in_namespace(text), SAID + SAID)

    def test_on_a_full_file_system_it_runs_from_a_temporary_cache(self):
        text = "mount -t tmpfs -o size=16k none $PEX_ROOT; eval $run"
        self.one_warning(self.in_namespace(text), self.root, "No space left", "set PEX_ROOT")

    def test_when_room_is_made_it_is_laid_out_where_it_belongs_without_a_word(self):
        text = "mount -t tmpfs -o size=16k none $PEX_ROOT; eval $run 2>&-\n"
        text += "mount -o remount,size=40m $PEX_ROOT; eval $run; ls $PEX_ROOT/pexpack/1/pexes | wc -l"
        self.check(self.in_namespace(text), SAID + SAID + "1\n")

    def test_when_the_temporary_folder_is_full_too_one_sentence_names_both(self):
        text = "for folder in $PEX_ROOT $TMPDIR; do mount -t tmpfs -o size=16k none $folder; done\n"
        ran = self.in_namespace(text + "eval $run")
        self.one_sentence(ran, self.root, self.environ["TMPDIR"], "No space left", "set PEX_ROOT")


@unittest.skipUnless(CAN_MOUNT, "NO MOUNTING HERE")
class NoexecTest(MountTest):
    @classmethod
    def setUpClass(cls):
        cls.python = any_python()
        folder = shared_folder(cls)
        tag = minor_of(cls.python).replace(".", "")
        tags = "cp%s-cp%s%s-linux_x86_64" % (tag, tag, "m" if tag in ("36", "37") else "")
        cls.pure = build_tiny(os.path.join(folder, "pure.pex"), cls.python)
        wheels = os.path.join(folder, "wheels")
        make_wheel(wheels, "other", {"other.py": "VALUE = 'other and tiny'\n"}, tag=tags)
        cls.app = build(os.path.join(folder, "native.pex"), ["other"], wheels, cls.python)

    def setUp(self):
        super().setUp()
        self.offer(self.python)

    def test_compiled_code_is_laid_out_where_it_can_run(self):
        ran = self.in_namespace("mount -t tmpfs -o noexec none $PEX_ROOT; eval $run")
        self.one_warning(ran, self.root, "noexec", "set PEX_ROOT")

    def test_with_no_other_place_the_sentence_says_noexec(self):
        text = "for folder in $PEX_ROOT $TMPDIR; do mount -t tmpfs -o noexec none $folder; done\n"
        self.one_sentence(self.in_namespace(text + "eval $run"), "noexec", "set PEX_ROOT")

    def test_an_application_without_compiled_code_does_not_mind(self):
        text = "mount -t tmpfs -o noexec none $PEX_ROOT; eval $run; eval $run"
        self.check(self.in_namespace(text, self.pure), SAID + SAID)


@unittest.skipUnless(os.getuid() == 0, ROOT_ONLY)
class OtherUserTest(TinyTest):
    minor = None

    def setUp(self):
        super().setUp()
        for folder in self.folder, self.built:
            os.chmod(folder, 0o755)
        os.chmod(self.environ["TMPDIR"], 0o1777)
        named = [name for name in os.listdir("/usr/bin") if re.fullmatch(r"python3\.\d+", name)]
        if not named:
            self.skipTest("NO PYTHON THAT ANOTHER USER MAY RUN")
        os.unlink(self.interpreter)
        python = os.path.join("/usr/bin", named[0])
        self.offer(python)
        self.app = build_tiny(os.path.join(self.folder, "app.pex"), python)

    def as_nobody(self, *words, **options):
        as_user = ["/usr/bin/setpriv", "--reuid", "12345", "--regid", "12345", "--clear-groups"]
        return self.run_words(as_user + list(words), **options)

    def test_an_unknown_user_without_a_home_gets_a_temporary_cache(self):
        env = {"HOME": "/nonexistent", "PEX_ROOT": None}
        for _ in "first", "second":
            ran = self.as_nobody(self.app, "-c", IMPORTS, env=env)
            self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (0, SAID, 1), ran)
            self.assertIn("set PEX_ROOT", ran.err)
        self.assertEqual(os.listdir(self.environ["TMPDIR"]), [])

    def test_an_unknown_user_with_a_root_of_his_own_gets_no_warning(self):
        os.mkdir(self.root)
        os.chown(self.root, 12345, 12345)
        for _ in "cold", "warm":
            self.check(self.as_nobody(self.app, "-c", IMPORTS, env={"HOME": None}), SAID)

    def test_a_link_planted_where_the_temporary_cache_would_be_is_not_followed(self):
        planted = os.path.join(self.environ["TMPDIR"], "pexpack-12345")
        target = os.path.join(self.folder, "target")
        os.mkdir(target)
        os.chmod(target, 0o777)
        os.symlink(target, planted)
        ran = self.as_nobody(self.app, "-c", IMPORTS, env={"PEX_ROOT": "/proc/nothing"})
        self.assertEqual((ran.status, ran.out), (0, SAID), ran)
        self.assertEqual(os.listdir(target), [])

    def test_a_folder_planted_there_by_another_user_is_not_used(self):
        planted = os.path.join(self.environ["TMPDIR"], "pexpack-12345")
        os.mkdir(planted)
        os.chmod(planted, 0o777)
        ran = self.as_nobody(self.app, "-c", IMPORTS, env={"PEX_ROOT": "/proc/nothing"})
        self.assertEqual((ran.status, ran.out), (0, SAID), ran)
        self.assertEqual(os.listdir(planted), [])


class DamagedFileTest(TinyTest):
    def damaged(self, change):
        with open(self.app, "rb") as stream:
            content = stream.read()
        path = os.path.join(self.folder, "damaged.pex")
        with open(path, "wb") as stream:
            stream.write(change(content))
        os.chmod(path, 0o755)
        return path

    def one_sentence(self, path, text):
        ran = self.pex(path, "-c", IMPORTS)
        self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (1, "", 1), ran)
        self.assertIn(text, ran.err)
        # What Python itself says of a file that it takes for source is not ours.
        ran = self.run_words([self.interpreter, path, "-c", IMPORTS])
        self.assertEqual((ran.status, ran.out), (1, ""), ran)
        self.assertNotIn("Traceback", ran.err)
        self.assertEqual(glob.glob(self.root + "/pexpack/1/wheels/*"), [])

    def test_a_file_that_was_cut_off_is_not_started(self):
        for left_out in 1, 100, 1000, 5000:
            path = self.damaged(lambda content, n=left_out: content[:-n])
            self.one_sentence(path, "was it cut off")

    def test_a_file_with_much_behind_it_is_not_started(self):
        path = self.damaged(lambda content: content + b"x" * LARGE)
        self.one_sentence(path, "was it cut off")

    def test_a_changed_bit_of_a_wheel_is_found_before_anything_is_laid_out(self):
        def flip(content):
            at = content.index(b"tiny/program.py") + 40
            return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]

        self.one_sentence(self.damaged(flip), "tiny-1.0-py3-none-any.whl is damaged")


LATE = """import os, sys, zipimport
del sys.argv[0]
app = sys.argv[0]
sys.path[0] = app
__loader__ = zipimport.zipimporter(app)
sys.path.append(app + "/.bootstrap")
import pexpack_make, pexpack_start
become = pexpack_start.become_application
def late(*arguments):
    os.rename(app + ".new", app)
    become(*arguments)
pexpack_start.become_application = late
exec(__loader__.get_code("__main__"))
"""


class ReplacedFileTest(RuntimeTest):
    def test_a_file_that_is_replaced_all_the_time_starts_as_one_of_them_or_says_so(self):
        built, app = self.built, self.app
        done, started = threading.Event(), 0

        def replace():
            turn = 0
            while not done.is_set():
                turn += 1
                shutil.copy(built[turn % 2], app + ".new")
                os.rename(app + ".new", app)

        replacer = threading.Thread(target=replace)
        replacer.start()
        try:
            for _ in range(20):
                shutil.rmtree(self.root, ignore_errors=True)
                ran = self.pex(app, "-c", "import tiny; print(tiny.VALUE)")
                if ran.status == 0:
                    started += 1
                    self.assertIn((ran.out, ran.err), [("1\n", ""), ("2\n", "")])
                else:
                    self.assertEqual((ran.out, ran.err.count("\n")), ("", 1), ran)
                    self.assertIn("replaced", ran.err)
        finally:
            done.set()
            replacer.join()
        self.assertGreater(started, 0)

    def setUp(self):
        super().setUp()
        self.python = any_python()
        self.offer(self.python)
        self.built = []
        for version in "1", "2":
            wheels = os.path.join(self.folder, "wheels" + version)
            make_wheel(wheels, "tiny", {"tiny.py": "VALUE = %s\n" % version}, version=version)
            self.built.append(build(os.path.join(self.folder, version), ["tiny"], wheels, self.python))
        self.app = os.path.join(self.folder, "app.pex")
        shutil.copy(self.built[0], self.app)

    def test_a_file_that_is_replaced_after_pex_info_was_read_is_not_laid_out_half_and_half(self):
        shutil.copy(self.built[1], self.app + ".new")
        ran = self.run_words([self.python, "-S", "-c", LATE, self.app, "-c", "import tiny"])
        self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (1, "", 1), ran)
        self.assertIn("was replaced by another file while it started", ran.err)


if __name__ == "__main__":
    unittest.main()
