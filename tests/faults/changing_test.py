#!/usr/bin/env python3
"""Wheels that change while they are read: the output is made of one state of them, or not made."""

import hashlib
import os
import shutil
import threading
import time

import promise
from promise import Wheel

BUILDS = 12
SECONDS_BETWEEN_CHANGES = 0.004
READS_BETWEEN_CHANGES = 4


class Changing(promise.FaultTest):
    def setUp(self):
        super().setUp()
        self.wheel = self.path("wheels", "requests-2.0-py3-none-any.whl")
        sources = os.path.join(self.top, "home")
        self.sound = shutil.copy(self.wheel, os.path.join(sources, "sound.whl"))
        self.files = {name: text.replace("row", "ROW")
                      for name, text in promise.WHEELS[2].files.items()}
        self.other = Wheel("requests", "2.0", ["six", "idna"], files=self.files).write(sources)
        self.marker = os.path.join(sources, "happened")
        self.before = self.surroundings()

    def restore(self):
        """The sound wheel as a file that is not quite new: clocks of file systems are coarse."""
        shutil.copy(self.sound, self.wheel + ".new")
        os.utime(self.wheel + ".new", (1_700_000_000, 1_700_000_000))
        os.rename(self.wheel + ".new", self.wheel)

    def judge(self, run, outcomes):
        if run.returncode == 0:
            self.assertTrue(promise.contents(self.output) in outcomes, "none of the states")
            return False
        # Which it is depends on what was read when: not a wheel, not the one resolved, changed.
        self.assertIn(run.returncode, (3, 4), run.stderr)
        self.assert_kept(run, "requests", code=run.returncode)
        return True

    def changed_at_each_read(self, change, outcomes):
        """The shell command `change` runs before one read after the other; some notice."""
        refused = 0
        read = 1
        while True:
            self.restore()
            self.put_old()
            shutil.rmtree(os.path.join(self.top, "home", ".cache"), ignore_errors=True)
            run = self.build_at("pread:%d" % read, "%s && touch '%s'" % (change, self.marker))
            if not os.path.exists(self.marker):
                break  # there are no more reads
            os.unlink(self.marker)
            self.restore()
            refused += self.judge(run, outcomes)
            read += READS_BETWEEN_CHANGES
        self.assertGreater(refused, 0)

    def replacing_by(self, other):
        return "cp '%s' '%s.new' && mv '%s.new' '%s'" % (other, self.wheel, self.wheel, self.wheel)

    def bytes_of_build_with(self, wheel):
        shutil.copy(wheel, self.wheel)
        self.assertEqual(self.build().returncode, 0)
        self.restore()
        return promise.contents(self.output)

    def test_a_wheel_that_is_cut_off_is_never_packed(self):
        self.changed_at_each_read("truncate -s 1000 '%s'" % self.wheel, [self.clean])

    def test_a_wheel_that_grows_is_packed_as_it_was_or_not_at_all(self):
        self.changed_at_each_read("echo more >> '%s'" % self.wheel, [self.clean])

    def test_a_wheel_that_is_replaced_is_one_of_the_two_and_no_mixture(self):
        outcomes = [self.clean, self.bytes_of_build_with(self.other)]
        self.changed_at_each_read(self.replacing_by(self.other), outcomes)

    def test_a_wheel_that_is_replaced_by_one_that_needs_more_is_not_packed_without_that(self):
        folder = os.path.join(self.top, "home", "needs-more")
        other = Wheel("requests", "2.0", ["six", "idna", "absent"], files=self.files).write(folder)
        self.before = self.surroundings()
        self.changed_at_each_read(self.replacing_by(other), [self.clean])

    def test_a_wheel_that_is_replaced_by_one_with_another_hash_is_not_packed(self):
        digests = [hashlib.sha256(promise.contents(self.path("wheels", wheel.filename))).hexdigest()
                   for wheel in promise.WHEELS]
        self.write("hashes.txt", "".join("%s==%s --hash=sha256:%s\n" % (wheel.name, wheel.version, digest)
                                         for wheel, digest in zip(promise.WHEELS, digests)))
        self.before = self.surroundings()
        self.requirements = ["-r", "hashes.txt"]
        self.assertEqual(self.build().returncode, 0)
        outcomes = [promise.contents(self.output)]
        self.changed_at_each_read(self.replacing_by(self.other), outcomes)

    def test_a_wheel_that_is_written_over_is_one_of_the_two_and_no_mixture(self):
        outcomes = [self.clean, self.bytes_of_build_with(self.other)]
        self.changed_at_each_read("cat '%s' > '%s'" % (self.other, self.wheel), outcomes)

    def test_a_wheel_that_is_cut_off_and_restored_all_the_time_is_packed_whole_or_not(self):
        done = threading.Event()

        def change():
            sound = promise.contents(self.sound)
            while not done.is_set():
                os.truncate(self.wheel, len(sound) // 2)
                time.sleep(SECONDS_BETWEEN_CHANGES)
                with open(self.wheel, "r+b") as file:
                    file.write(sound)
                time.sleep(SECONDS_BETWEEN_CHANGES)

        changing = threading.Thread(target=change)
        changing.start()
        try:
            runs = []
            for _ in range(BUILDS):
                run = self.build()
                runs.append((run, promise.contents(self.output)))
                self.put_old()
        finally:
            done.set()
            changing.join()
        for run, made in runs:
            self.assertIn(run.returncode, (0, 3, 4), run.stderr)
            self.assertTrue(made == (self.clean if run.returncode == 0 else promise.OLD))


if __name__ == "__main__":
    promise.main()
