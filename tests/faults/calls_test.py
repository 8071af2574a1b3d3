#!/usr/bin/env python3
"""System calls that fail, are interrupted, or do less than was asked for; and their order."""

import concurrent.futures
import os
import re
import signal
import subprocess
import sys

import promise

READING = "openat,read,pread64"
WRITING = ("write,pwrite64,fallocate,sync_file_range,ftruncate,fsync,rename,renameat2,linkat,"
           "unlink,mkdir,fchmod")
LOOKING = "close,fstat,newfstatat,statx,lseek,flock,fcntl,getdents64,getcwd"
# Not mmap: the loader's first one fails before anything of ours runs, and malloc has other ways.
FAILURES = (
    ("EIO", READING), ("EIO", LOOKING), ("EIO", WRITING),
    ("EINTR", READING), ("EINTR", WRITING + ",close,flock"),
    ("ENOSPC", "openat,write,pwrite64,ftruncate,fsync,rename,mkdir"),
    ("EDQUOT", "openat,pwrite64,fsync"), ("EXDEV", "rename,renameat2,linkat"),
    ("EMFILE", "openat"), ("EROFS", "openat,rename"), ("EACCES", "rename,fchmod"),
)
AT_ONCE = 2
STEPS = ("openat:20", "pwrite64:1", "pwrite64:2", "fchmod:1", "fsync:1", "rename:1", "fsync:2")


class Calls(promise.FaultTest):
    def setUp(self):
        super().setUp()
        self.strace = promise.need_strace()
        self.trace = os.path.join(self.top, "home", ".cache", "trace")
        os.makedirs(os.path.dirname(self.trace))

    def under(self, *options):
        return (self.strace, "-f", "-qq", "-o", self.trace, *options)

    def failing(self, call, error, when):
        return self.build(under=self.under("-e", "inject=%s:error=%s:when=%s" % (call, error, when)))

    def test_a_disk_that_fails_is_named_with_the_file(self):
        self.assert_kept(self.failing("pread64", "EIO", "7+"), "cannot read `", ".whl`: Input/output error")
        for call in ("pwrite64", "fsync", "rename"):
            self.assert_kept(self.failing(call, "EIO", "1"),
                             "cannot write `%s`: Input/output error" % self.output)

    def test_interrupted_calls_are_made_again(self):
        # The first calls that read are those of the loader.
        for call, when in (("read", "9+2"), ("pread64", "9+2"), ("pwrite64", "1+2"), ("write", "1+2"),
                           ("fsync", "1"), ("flock", "1"), ("close", "9+2")):
            self.assert_made(self.failing(call, "EINTR", when))
            self.put_old()

    def test_the_file_is_on_disk_before_it_takes_its_place_and_its_folder_after(self):
        for more in ([], ["--json"]):
            calls = "trace=fsync,rename,renameat2,linkat"
            run = self.build(*more, under=self.under("-y", "-e", calls))
            self.assert_made(run)
            self.put_old()
            with open(self.trace, encoding="utf-8") as file:
                steps = [line for line in file if self.out in line and "ENOENT" not in line]
            self.assertEqual(len(steps), 3, steps)
            self.assertRegex(steps[0], r"fsync\(\d+<%s/%s>\)" % (re.escape(self.out), promise.LEFT_BEHIND))
            self.assertRegex(steps[1], r'rename.*"%s/%s".*"%s"' % (
                re.escape(self.out), promise.LEFT_BEHIND, re.escape(self.output)))
            self.assertRegex(steps[2], r"fsync\(\d+<%s>\)" % re.escape(self.out))

    def test_a_signal_at_each_step_is_the_end_with_everything_cleaned_up(self):
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)):
            for step in STEPS:
                call, _, when = step.partition(":")
                name = signal.Signals(number).name
                run = self.build(under=self.under(
                    "-e", "inject=%s:signal=%s:when=%s" % (call, name, when)))
                if run.returncode == 0:  # too late: the new file was in its place
                    self.assert_made(run)
                else:
                    self.assertEqual((run.returncode, "error" in run.stderr), (code, False))
                    self.assertTrue(self.is_old())
                    self.assert_surroundings()
                self.put_old()

    def test_a_build_that_is_killed_at_any_step_leaves_the_old_output_or_the_new_one(self):
        for step in STEPS:
            call, _, when = step.partition(":")
            run = self.build(under=self.under("-e", "inject=%s:signal=SIGKILL:when=%s" % (call, when)))
            self.assertNotIn("error", run.stderr)
            self.assertTrue(self.is_old() or promise.contents(self.output) == self.clean)
            self.assert_surroundings(is_clean=False)
            self.put_old()
        self.assert_made(self.build())


class Each(promise.FaultTest):
    """The reference material has a program that has each call fail once."""

    def setUp(self):
        super().setUp()
        promise.need_strace()
        self.program = os.path.join(self.shared, "hostile", "fail_each_syscall.py")
        if not os.path.exists(self.program):
            promise.skip_loudly("NO PROGRAM THAT FAILS EACH SYSTEM CALL AT " + self.program)

    def broken_promises(self, error, calls):
        folder = os.path.join(self.top, "out-%s-%s" % (error, calls[:5]))
        os.mkdir(folder)
        output = os.path.join(folder, "app.pex")
        with open(output, "wb") as file:
            file.write(promise.OLD)
        ran = subprocess.run(
            [sys.executable, self.program, "--out", output, "--errors", error, "--calls", calls,
             "--", self.binary, *promise.arguments(output)],
            cwd=self.folder, env=self.variables(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, check=False)
        self.assertEqual(promise.contents(output), promise.OLD)
        return "%s: %s%s" % (error, ran.stdout, ran.stderr if ran.returncode else "")

    def test_no_failure_of_one_system_call_breaks_a_promise(self):
        self.assert_made(self.build())  # so that all builds find the same cache
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            reports = list(pool.map(lambda failure: self.broken_promises(*failure), FAILURES))
        injected = [int(count) for report in reports
                    for count in re.findall(r"(\d+) injected failures, 0 broken promises", report)]
        self.assertEqual(len(injected), len(FAILURES), "\n".join(reports))
        self.assertGreater(sum(injected), 200)
        print("%d failures of system calls, 0 broken promises" % sum(injected))


class Short(promise.FaultTest):
    def test_reads_and_writes_of_half_the_length_make_the_same_file(self):
        self.assert_made(self.build_with_shim(FAULT_SHORT="1"))

    def test_a_signal_every_millisecond_does_not_matter(self):
        self.assert_made(self.build_with_shim(FAULT_ALARM="1"))

    def test_requirements_may_come_through_a_pipe_piece_by_piece(self):
        fault = {"LD_PRELOAD": self.shim, "FAULT_SHORT": "1", "FAULT_ALARM": "1"}
        self.requirements = ["-r", "/dev/stdin"]
        text = "echo '# first'; sleep 0.05; printf requ; sleep 0.05; echo ests"
        feeding = subprocess.Popen(["sh", "-c", text], stdout=subprocess.PIPE)
        self.addCleanup(feeding.wait)
        self.addCleanup(feeding.stdout.close)
        self.assert_made(self.build(environment=fault, stdin=feeding.stdout))


if __name__ == "__main__":
    promise.main()
