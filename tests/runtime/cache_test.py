"""The cache: where it is, who may write it, and what happens when something goes wrong."""

import glob
import os
import shutil
import signal
import subprocess
import time
import unittest
import zipfile

from support import RuntimeTest, TinyTest, any_python, build, header_of, make_wheel

IMPORTS = "import other, sys; print(other.VALUE, other.__file__)"


class PlaceTest(TinyTest):
    def check_place(self, ran, root):
        self.assertEqual((ran.status, ran.err), (0, ""))
        path = ran.out.split()[-1]
        self.assertTrue(path.startswith(os.path.join(root, "pexpack", "1") + os.sep), path)

    def test_a_relative_root_is_taken_from_the_working_folder(self):
        for root in "./cache", "cache":
            for _ in "cold", "warm":
                ran = self.pex(self.app, "-c", IMPORTS, env={"PEX_ROOT": root})
                self.check_place(ran, os.path.join(self.folder, "cache"))

    def test_a_tilde_is_the_home_folder(self):
        for _ in "cold", "warm":
            ran = self.pex(self.app, "-c", IMPORTS, env={"PEX_ROOT": "~/cache"})
            self.check_place(ran, os.path.join(self.home, "cache"))

    def test_without_a_root_it_is_the_users_cache_folder(self):
        for _ in "cold", "warm":
            ran = self.pex(self.app, "-c", IMPORTS, env={"PEX_ROOT": None})
            self.check_place(ran, os.path.join(self.home, ".cache"))
            env = {"PEX_ROOT": None, "XDG_CACHE_HOME": os.path.join(self.folder, "xdg")}
            ran = self.pex(self.app, "-c", IMPORTS, env=env)
            self.check_place(ran, os.path.join(self.folder, "xdg"))

    def test_it_runs_without_a_home(self):
        env = {"PEX_ROOT": None, "HOME": None, "XDG_CACHE_HOME": None}
        env["XDG_CACHE_HOME"] = "/proc/nothing"  # else this machine's real home is written to
        for _ in "cold", "warm":
            ran = self.pex(self.app, "-c", IMPORTS, env=env)
            self.assertTrue(ran.out.startswith("other and tiny"), ran)

    def test_no_place_at_all_is_one_sentence(self):
        env = {"PEX_ROOT": "/proc/nothing", "TMPDIR": "/proc/nothing"}
        ran = self.pex(self.app, "-c", IMPORTS, env=env)
        self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (1, "", 1), ran)
        self.assertIn("set PEX_ROOT", ran.err)

    def test_nothing_else_is_written(self):
        self.pex(self.app, "-c", "pass")
        self.assertEqual(sorted(os.listdir(self.folder)), ["bin", "home", "root", "tmp"])
        self.assertEqual(os.listdir(self.home) + os.listdir(self.environ["TMPDIR"]), [])


class TemporaryCacheTest(TinyTest):
    """What happens where the cache cannot be written."""

    def setUp(self):
        super().setUp()
        self.environ["PEX_ROOT"] = "/proc/nothing"

    def left(self):
        return os.listdir(self.environ["TMPDIR"])

    def begin(self, code):
        """Starts the code, which shall print a line when it is under way."""
        process = subprocess.Popen(
            [self.app, "-c", code],
            env=self.environ,
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.assertTrue(process.stdout.readline().startswith(b"go"))
        return process

    def end(self, process):
        _, err = process.communicate(b"\n", timeout=30)
        return process.returncode, err.decode()

    def test_it_is_a_private_folder_with_one_warning_and_gone_at_the_end(self):
        code = IMPORTS + "; import os; print(oct(os.stat(sys.prefix + '/../../../..').st_mode))"
        for _ in "first", "second":
            ran = self.pex(self.app, "-c", code + "; sys.exit(7)")
            self.assertEqual((ran.status, ran.err.count("\n")), (7, 1), ran)
            self.assertTrue(ran.out.startswith("other and tiny " + self.environ["TMPDIR"]), ran)
            self.assertTrue(ran.out.endswith("0o40700\n"), ran)
            self.assertIn("set PEX_ROOT", ran.err)
            self.assertEqual(self.left(), [])

    def test_it_is_gone_after_an_exception_too(self):
        self.assertEqual(self.pex(self.app, "-c", "import tiny; 1 / 0").status, 1)
        self.assertEqual(self.left(), [])

    def test_the_application_sees_nothing_of_it(self):
        code = "import os, subprocess; print([n for n in os.environ if 'PEX' in n], flush=True);"
        code += "subprocess.call(['/bin/sh', '-c', 'for n in 3 4 5 6 7 8 9; do "
        code += "[ ! -e /proc/self/fd/$n ] || echo $n; done'], close_fds=False)"
        ran = self.pex(self.app, "-c", code)
        self.assertEqual((ran.status, ran.out), (0, "['PEX']\n"), ran)

    def test_starts_at_the_same_time_share_it_and_the_last_removes_it(self):
        code = "import sys, tiny; print('go', flush=True); input(); import other; print(sys.prefix)"
        first = self.begin(code)
        second = self.begin(code)
        self.assertEqual(self.end(first)[0], 0)
        self.assertEqual(len(self.left()), 1)
        self.assertEqual(self.end(second), (0, ""))
        self.assertEqual(self.left(), [])

    def test_many_short_starts_do_not_take_it_from_each_other(self):
        words = [self.app, "-c", IMPORTS]
        for _ in range(3):
            options = {"env": self.environ, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
            started = [subprocess.Popen(words, **options) for _ in range(8)]
            for process in started:
                out, err = process.communicate(timeout=60)
                self.assertTrue(out.startswith(b"other and tiny"), err.decode())
            self.assertEqual(self.left(), [])

    def test_a_child_that_lives_longer_keeps_it(self):
        child = "import time; time.sleep(0.5); import other; print(other.VALUE)"
        code = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', %r])" % child
        ran = self.pex(self.app, "-c", code + "; import time; time.sleep(0.2)")
        self.assertEqual((ran.status, ran.out), (0, "other and tiny\n"), ran)
        self.assertEqual(self.left(), [])

    @unittest.skipUnless(hasattr(os, "register_at_fork"), "THIS PYTHON CANNOT TELL OF A FORK")
    def test_a_forked_child_that_lives_longer_keeps_it(self):
        code = "import os, sys, time\nif os.fork(): time.sleep(0.2); sys.exit()\n"
        ran = self.pex(self.app, "-c", code + "time.sleep(0.5); import other; print(other.VALUE)")
        self.assertEqual((ran.status, ran.out), (0, "other and tiny\n"), ran)
        self.assertEqual(self.left(), [])

    def test_a_forked_child_that_ends_first_does_not_take_it_from_its_parent(self):
        code = "import os, sys\nchild = os.fork()\nif not child: sys.exit()\n"
        ran = self.pex(self.app, "-c", code + "os.waitpid(child, 0); import other; print(1)")
        self.assertEqual((ran.status, ran.out), (0, "1\n"), ran)
        self.assertEqual(self.left(), [])

    def test_what_a_killed_process_leaves_is_used_and_removed_by_the_next(self):
        process = self.begin("import sys; print('go', flush=True); input()")
        process.kill()
        process.communicate()
        self.assertEqual(len(self.left()), 1)
        ran = self.pex(self.app, "-c", IMPORTS)
        self.assertEqual((ran.status, ran.err), (0, ""), ran)
        self.assertEqual(self.left(), [])

    def test_a_program_that_closes_all_descriptors_is_not_disturbed(self):
        code = "import os; os.closerange(3, 100); f = open('/dev/null'); import other; print(1)"
        ran = self.pex(self.app, "-c", code)
        self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (0, "1\n", 1), ran)

    def test_shell_scripts_and_python_without_site_run_and_the_next_program_removes_it(self):
        for arguments, env, out in (
            (["a"], {"PEX_SCRIPT": "tiny-shell"}, "shell a\n"),
            (["-S", "-c", "import os; print('_PEXPACK_LOCK' in os.environ)"], {}, "False\n"),
        ):
            ran = self.pex(self.app, *arguments, env=env)
            self.assertEqual((ran.status, ran.out), (0, out), ran)
        ran = self.pex(self.app, "a", env={"PEX_SCRIPT": "tiny-script"})
        self.assertEqual((ran.status, ran.out), (0, "script ['a']\n"), ran)
        self.assertEqual(self.left(), [])

    def test_a_temporary_folder_that_others_may_write_is_not_used(self):
        named = os.path.join(self.environ["TMPDIR"], "pexpack-%d" % os.getuid())
        os.mkdir(named)
        os.chmod(named, 0o777)
        ran = self.pex(self.app, "-c", IMPORTS)
        self.assertTrue(ran.out.startswith("other and tiny"), ran)
        self.assertEqual(os.listdir(named), [])
        self.assertEqual(self.left(), [os.path.basename(named)])


class BufferedWarningTest(TinyTest):
    minor = "3.6"

    def test_the_warning_is_written_by_a_python_that_buffers_stderr(self):
        ran = self.pex(self.app, "-c", "print(1)", env={"PEX_ROOT": "/proc/nothing"})
        self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (0, "1\n", 1), ran)


class SharedCacheTest(TinyTest):
    @unittest.skipUnless(os.getuid() == 0, "ONLY ROOT CAN BE ANOTHER USER")
    def test_a_complete_cache_of_another_user_is_used_as_it_is(self):
        os.chmod(self.folder, 0o755)
        os.chmod(self.built, 0o755)
        found = [path for path in glob.glob("/usr/bin/python3.*") if path[-1].isdigit()]
        if not found:
            self.skipTest("NO PYTHON THAT ANOTHER USER MAY RUN")
        os.unlink(self.interpreter)
        self.interpreter = self.offer(found[0])
        self.pex(self.app, "-c", IMPORTS)
        before = sorted(glob.glob(self.root + "/**", recursive=True))

        def become_nobody():
            os.setgid(65534)
            os.setuid(65534)

        ran = self.pex(self.app, "-c", IMPORTS, preexec_fn=become_nobody)
        self.assertEqual((ran.status, ran.err), (0, ""))
        self.assertIn(self.root, ran.out)
        self.assertEqual(sorted(glob.glob(self.root + "/**", recursive=True)), before)


class SharedFilesTest(TinyTest):
    """What an application does to its files must not reach others with the same wheels."""

    def modes(self, folder):
        """{name in the wheel: mode} of the wheel's files."""
        found = glob.glob(folder + "/**", recursive=True)
        files = [path for path in found if os.path.isfile(path) and "tiny" in path]
        return {os.path.basename(path): os.stat(path).st_mode & 0o777 for path in files}

    def test_files_of_the_store_are_read_only_under_any_umask(self):
        for umask, mode in (0o022, 0o444), (0o077, 0o400):
            shutil.rmtree(self.root, ignore_errors=True)
            self.pex(self.app, "-c", "pass", preexec_fn=lambda umask=umask: os.umask(umask))
            modes = self.modes(self.root + "/pexpack/1/wheels")
            self.assertEqual(set(modes.values()), {mode}, modes)

    def test_an_application_cannot_write_to_its_packages_in_place(self):
        code = "import os, tiny; print(oct(os.stat(tiny.__file__).st_mode & 0o777))"
        for _ in "cold", "warm":
            self.check(self.pex(self.app, "-c", code), "0o444\n")

    def test_bytecode_is_written_beside_the_packages(self):
        code = "import os, tiny; os.stat(tiny.__cached__)"
        self.check(self.pex(self.app, "-c", code), "")

    def test_scripts_are_the_applications_own(self):
        self.pex(self.app, "-c", "pass")
        for name in "tiny-script", "tiny-shell", "tiny-run":
            status = os.stat(os.path.join(self.environment(), "bin", name))
            self.assertEqual((status.st_mode & 0o777, status.st_nlink), (0o755, 1), name)


class HealingTest(TinyTest):
    def warm(self):
        self.pex(self.app, "-c", "pass")
        return self.environment()

    def check_heals(self):
        ran = self.pex(self.app, "-c", IMPORTS)
        self.assertEqual((ran.status, ran.err), (0, ""))

    def test_a_removed_cache_is_made_again(self):
        self.warm()
        shutil.rmtree(self.root)
        self.check_heals()

    def test_removed_site_packages_are_made_again(self):
        shutil.rmtree(os.path.join(self.warm(), "lib"))
        self.check_heals()

    def test_a_removed_interpreter_link_is_made_again(self):
        os.unlink(os.path.join(self.warm(), "bin", "python"))
        self.check_heals()

    def test_files_that_were_taken_from_the_store_are_put_back(self):
        shutil.rmtree(self.warm())
        for wheel in glob.glob(os.path.join(self.root, "pexpack/1/wheels/*")):
            shutil.rmtree(glob.glob(wheel + "/*.dist-info")[0])
        self.check_heals()

    def damaged(self, name, content):
        """Writes over a file of site-packages, or removes it."""
        path = os.path.join(self.warm(), "pexpack-site", name)
        os.chmod(path, 0o644)
        if content is None:
            os.unlink(path)
        else:
            with open(path, "w") as stream:
                stream.write(content)
        return path

    def check_says_so_and_heals(self, path, env=None):
        original = "VALUE = 'tiny'\n"
        ran = self.pex(self.app, "-c", IMPORTS, env=env)
        self.assertEqual(ran.status, 0, ran)
        self.assertEqual(ran.err.count("\n"), 1, ran)
        self.assertIn("changed in the cache: unpacking it again", ran.err)
        with open(path) as stream:
            self.assertEqual(stream.read(), original)
        self.check_heals()

    def test_an_edited_file_is_put_right_before_it_is_imported(self):
        path = self.damaged("tiny/__init__.py", "raise SystemExit('edited')\n")
        self.check_says_so_and_heals(path)

    def test_a_truncated_file_is_put_right_before_it_is_imported(self):
        self.check_says_so_and_heals(self.damaged("tiny/__init__.py", ""))

    def test_a_removed_file_is_put_right_before_it_is_imported(self):
        self.check_says_so_and_heals(self.damaged("tiny/__init__.py", None))

    def test_a_file_that_is_not_imported_itself_is_put_right_with_its_package(self):
        path = self.damaged("tiny/data.txt", "edited")
        self.pex(self.app, "-c", IMPORTS)
        with open(path) as stream:
            self.assertEqual(stream.read(), "some data\n")

    def test_pex_verify_finds_what_size_and_time_do_not_tell(self):
        path = os.path.join(self.warm(), "pexpack-site", "tiny/__init__.py")
        before = os.stat(path)
        self.damaged("tiny/__init__.py", "VALUE = 'tint'\n")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        self.check_says_so_and_heals(path, env={"PEX_VERIFY": "1"})

    def test_pex_verify_says_nothing_of_a_sound_cache(self):
        self.warm()
        ran = self.pex(self.app, "-c", IMPORTS, env={"PEX_VERIFY": "1"})
        self.assertEqual((ran.status, ran.err), (0, ""))

    def test_many_processes_that_find_the_same_damage_all_run(self):
        self.damaged("tiny/__init__.py", "raise SystemExit('edited')\n")
        words = [self.app, "-c", IMPORTS]
        running = [
            subprocess.Popen(words, env=self.environ, cwd=self.folder, stderr=subprocess.PIPE)
            for _ in range(8)
        ]
        said = [process.communicate()[1] for process in running]
        self.assertEqual([process.returncode for process in running], [0] * 8, said)
        self.check_heals()

    def test_a_package_imported_first_by_a_thread_is_put_right_too(self):
        path = self.damaged("tiny/__init__.py", "raise SystemExit('edited')\n")
        code = "import threading; t = threading.Thread(target=__import__, args=('tiny',)); t.start()"
        ran = self.pex(self.app, "-c", code)
        self.assertEqual((ran.status, ran.err.count("\n")), (0, 1), ran)
        with open(path) as stream:
            self.assertEqual(stream.read(), "VALUE = 'tiny'\n")

    def test_damaged_notes_of_sizes_and_times_do_no_harm(self):
        for name in "index", "tiny-1.0-py3-none-any.whl":
            with open(os.path.join(self.warm(), "pexpack-checks", name), "w"):
                pass
            self.check_heals()

    def test_a_copied_cache_whose_times_are_whole_seconds_is_sound(self):
        for folder, _, files in os.walk(self.warm()):
            for name in files:
                path = os.path.join(folder, name)
                if not os.path.islink(path):
                    os.utime(path, (int(os.stat(path).st_mtime),) * 2)
        self.check_heals()

    def test_a_cache_whose_times_are_lost_is_sound(self):
        for folder, _, files in os.walk(self.warm()):
            for name in files:
                os.utime(os.path.join(folder, name), (0, 0), follow_symlinks=False)
        self.check_heals()

    def test_a_file_that_was_changed_in_the_store_gets_into_no_other_application(self):
        path = self.damaged("tiny/__init__.py", "VALUE = 'edited in the store'\n")
        other = os.path.join(self.built, "second.pex")
        build(other, ["tiny"], self.app + ".wheels", self.python)
        ran = self.pex(other, "-c", "import tiny; print(tiny.VALUE)")
        self.assertEqual((ran.status, ran.out), (0, "tiny\n"), ran)
        self.check_says_so_and_heals(path)

    def test_damage_that_cannot_be_put_right_is_one_sentence(self):
        self.damaged("tiny/__init__.py", "VALUE = 'edited'\n")
        moved = self.app + ".moved"
        os.rename(self.app, moved)
        self.addCleanup(os.rename, moved, self.app)
        python = os.path.join(self.environment(), "bin", "python")
        ran = self.run_words([python, "-c", "import tiny; print(tiny.VALUE)"])
        self.assertEqual((ran.status, ran.out), (0, "edited\n"))
        self.assertEqual(ran.err.count("\n"), 1, ran)

    def test_a_start_after_one_that_was_killed_is_silent(self):
        for moment in range(50):  # a cold start takes some 100 ms
            shutil.rmtree(self.root, ignore_errors=True)
            process = subprocess.Popen(
                [self.app, "-c", "import time; time.sleep(60)"],
                env=self.environ,
                cwd=self.folder,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(moment * 0.003)
            process.kill()
            process.wait()
            self.check_heals()

    def test_what_killed_starts_leave_is_removed_after_a_day(self):
        home = os.path.dirname(self.warm())
        wheels = os.path.join(self.root, "pexpack", "1", "wheels")
        shutil.rmtree(self.environment())
        for parent in home, wheels:
            for name, age in (".old.1-x", 2 * 86400), (".new.1-x", 60):
                os.makedirs(os.path.join(parent, name, "sub"))
                os.utime(os.path.join(parent, name), (time.time() - age,) * 2)
        self.check_heals()
        for parent in home, wheels:
            self.assertFalse(os.path.exists(os.path.join(parent, ".old.1-x")))
            self.assertTrue(os.path.exists(os.path.join(parent, ".new.1-x")))

    def test_a_held_lock_does_not_outlast_the_holders_death(self):
        self.warm()
        holder = "import fcntl, sys, time; fcntl.flock(open(sys.argv[1]), 2); "
        holder += "print(1, flush=True); time.sleep(60)"
        lock = os.path.join(os.path.dirname(self.environment()), ".lock")
        process = subprocess.Popen([self.python, "-c", holder, lock], stdout=subprocess.PIPE)
        process.stdout.read(2)
        shutil.rmtree(self.environment())
        start = subprocess.Popen(
            [self.app, "-c", "print(1)"], env=self.environ, stdout=subprocess.PIPE
        )
        time.sleep(0.3)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        self.assertEqual(start.communicate(timeout=30)[0], b"1\n")

    def test_eight_starts_at_once_all_run_and_do_the_work_once(self):
        words = [self.app, "-c", IMPORTS]
        options = {"env": self.environ, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        started = [subprocess.Popen(words, **options) for _ in range(8)]
        outputs = [process.communicate(timeout=60) for process in started]
        self.assertEqual(len(set(outputs)), 1, outputs)
        self.assertTrue(outputs[0][0].startswith(b"other and tiny"), outputs[0])
        left = glob.glob(self.root + "/**/.*", recursive=True)
        self.assertEqual(sorted(os.path.basename(path) for path in left), [".lock", ".prune"])

    def test_64_starts_at_once_of_two_pexes_that_share_wheels_all_run(self):
        other = os.path.join(self.built, "other.pex")
        if not os.path.exists(other):
            build(other, ["tiny"], self.app + ".wheels", self.python)
        options = {"env": self.environ, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        words = [[pex, "-c", "import tiny; print(tiny.VALUE)"] for pex in (self.app, other)]
        started = [subprocess.Popen(words[i % 2], **options) for i in range(64)]
        outputs = {process.communicate(timeout=120) for process in started}
        self.assertEqual(outputs, {(b"tiny\n", b"")})
        wheels = os.listdir(os.path.join(self.root, "pexpack", "1", "wheels"))
        self.assertEqual(len(wheels), 2, wheels)

    def test_few_descriptors_are_enough(self):
        import resource

        # dash moves what it reads a script from behind the first ten.
        for words, least in ([self.app], 13), ([self.interpreter, self.app], 8):
            for number in range(least, least + 6):
                limit = lambda n=number: resource.setrlimit(resource.RLIMIT_NOFILE, (n, n))  # noqa: E731
                shutil.rmtree(self.root, ignore_errors=True)
                for _ in "cold", "warm":
                    ran = self.run_words(words + ["-c", IMPORTS], preexec_fn=limit)
                    self.assertEqual((ran.status, ran.err), (0, ""), (number, ran))

    def test_a_damaged_archive_is_one_sentence_and_leaves_no_half_cache(self):
        app = os.path.join(self.folder, "damaged.pex")
        with open(self.app, "rb") as stream:
            content = bytearray(stream.read())
        at = content.rindex(b"tiny/data.txt", 0, content.rindex(b"PK\1\2" + b"\x14"))
        at = content.index(b"tiny/program.py") + 30
        content[at] ^= 1
        with open(app, "wb") as stream:
            stream.write(content)
        os.chmod(app, 0o755)
        ran = self.pex(app, "-c", "pass")
        self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (1, "", 1), ran)
        self.assertIn("damaged", ran.err)
        self.assertEqual(glob.glob(self.root + "/**/*.py", recursive=True), [])


class OverwrittenTest(RuntimeTest):
    """Files of a wheel in whose place others stand: the application's own, the environment's."""

    def setUp(self):
        super().setUp()
        self.python = any_python()
        self.offer(self.python)
        wheels = os.path.join(self.folder, "wheels")
        files = {"shared/__init__.py": "WHO = 'wheel'\n", "pack/__init__.py": "VALUE = 1\n"}
        files["{data}/data/pyvenv.cfg"] = "home = /nowhere\n"
        make_wheel(wheels, "pack", files)
        own = self.write("src/shared/__init__.py", "WHO = 'application'\n")
        source = os.path.dirname(os.path.dirname(own))
        app = os.path.join(self.folder, "app.pex")
        self.app = build(app, ["pack"], wheels, self.python, "-D", source)

    def check_application(self, **env):
        code = "import pack, shared, sys; print(shared.WHO, pack.VALUE, sys.prefix != '/nowhere')"
        return self.pex(self.app, "-c", code, env=env)

    def test_they_stay_and_are_no_damage(self):
        for env in {}, {}, {"PEX_VERIFY": "1"}, {}:
            self.check(self.check_application(**env), "application 1 True\n")

    def test_they_stay_when_the_wheel_is_put_right(self):
        self.check_application()
        path = os.path.join(self.environment(), "pexpack-site", "pack", "__init__.py")
        os.unlink(path)
        ran = self.check_application()
        self.assertEqual((ran.status, ran.out), (0, "application 1 True\n"), ran)

    def test_pex_verify_puts_the_applications_own_right(self):
        self.check_application()
        path = os.path.join(self.environment(), "pexpack-site", "shared", "__init__.py")
        with open(path, "a") as stream:
            stream.write("WHO = 'edited'\n")
        ran = self.check_application(PEX_VERIFY="1")
        self.assertEqual((ran.status, ran.out), (0, "application 1 True\n"), ran)


class IgnoredChildrenTest(RuntimeTest):
    """A parent that ignores SIGCHLD hands that on, and then no process has children to wait for."""

    def test_a_start_that_unpacks_in_several_processes_works_and_leaves_the_signal_as_it_is(self):
        python = any_python()
        self.offer(python)
        wheels = os.path.join(self.folder, "wheels")
        make_wheel(wheels, "large", {"large/%d.txt" % n: "x" * 100000 for n in range(60)})
        app = build(os.path.join(self.folder, "app.pex"), ["large"], wheels, python)
        code = "import signal; print(signal.getsignal(signal.SIGCHLD).name)"
        options = {"preexec_fn": lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN)}
        for program in filter(None, (python, "/bin/sh", shutil.which("bash"))):
            plain = [] if program == python else [program, "-c", 'exec "$0" "$@"']
            expected = self.run_words(plain + [python, "-c", code], **options).out
            shutil.rmtree(self.root, ignore_errors=True)
            for _ in "cold", "warm":
                self.check(self.run_words([program, app, "-c", code], **options), expected)


class OtherBytesTest(TinyTest):
    """A wheel was exchanged for another of the same name, and nobody told PEX-INFO."""

    def exchanged(self, files):
        wheel = make_wheel(os.path.join(self.folder, "exchanged"), "tiny", files)
        app = os.path.join(self.folder, "exchanged.pex")
        with open(app, "wb") as stream:
            stream.write(header_of(self.app))
        with zipfile.ZipFile(self.app) as old, zipfile.ZipFile(app, "a") as new:
            for name in old.namelist():
                content = old.read(name)
                if name == ".deps/" + os.path.basename(wheel):
                    with open(wheel, "rb") as stream:
                        content = stream.read()
                new.writestr(name, content)
        os.chmod(app, 0o755)
        return app

    def check_refused(self, app):
        ran = self.pex(app, "-c", IMPORTS)
        self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (1, "", 1), ran)
        self.assertIn("tiny-1.0-py3-none-any.whl is damaged", ran.err)
        self.assertIn("does not have the sha256 that PEX-INFO gives", ran.err)
        wheels = os.path.join(self.root, "pexpack", "1", "wheels")
        self.assertEqual(os.listdir(wheels), [])

    def test_a_wheel_without_the_digest_of_pex_info_reaches_no_other_application(self):
        self.check_refused(self.exchanged({"tiny/__init__.py": "VALUE = 'changed'\n"}))
        self.check(self.pex(self.app, "-c", "import tiny; print(tiny.VALUE)"), "tiny\n")

    def test_a_large_wheel_without_the_digest_of_pex_info_is_refused_by_several_processes(self):
        files = {"tiny/%d.txt" % number: "x" * 100000 for number in range(60)}
        self.check_refused(self.exchanged(files))

    def test_a_wheel_in_the_store_is_not_given_up_for_one_with_another_digest(self):
        self.pex(self.app, "-c", "pass")
        shutil.rmtree(self.environment())
        wheels = sorted(glob.glob(self.root + "/pexpack/1/wheels/**", recursive=True))
        ran = self.pex(self.exchanged({"tiny/more.py": ""}), "-c", IMPORTS)
        self.assertEqual((ran.status, ran.out, ran.err.count("\n")), (1, "", 1), ran)
        self.assertIn("does not have the sha256", ran.err)
        self.assertEqual(
            sorted(glob.glob(self.root + "/pexpack/1/wheels/**", recursive=True)), wheels
        )


if __name__ == "__main__":
    unittest.main()
