#!/usr/bin/env python3
"""Many builds at once, and few descriptors for one."""

import os
import shutil

import promise

AT_ONCE = 16


class Many(promise.FaultTest):
    def test_builds_at_once_to_one_output_all_succeed_and_leave_one_whole_file(self):
        for more in ([], ["--json"]):
            running = [self.start(*promise.arguments(self.output), *more) for _ in range(AT_ONCE)]
            for process in running:
                run = self.finish(process)
                self.assertEqual(run.returncode, 0, run.stderr)
            self.assert_made(run)

    def test_builds_at_once_to_different_outputs_share_a_cache_that_is_not_there_yet(self):
        shutil.rmtree(os.path.join(self.top, "home", ".cache"), ignore_errors=True)
        outputs = [os.path.join(self.out, "app%d.pex" % i) for i in range(AT_ONCE // 2)]
        for process in [self.start(*promise.arguments(output)) for output in outputs]:
            run = self.finish(process)
            self.assertEqual(run.returncode, 0, run.stderr)
        for output in outputs:
            self.assertTrue(promise.contents(output) == self.clean)
        self.assertEqual(sorted(os.listdir(self.out)),
                         sorted(["app.pex", *map(os.path.basename, outputs)]))

    def test_few_descriptors_are_enough(self):
        for descriptors in (16, 32, 64):
            self.assert_made(self.build(under=self.with_descriptors(descriptors)))
            self.put_old()

    def test_where_there_are_too_few_the_message_names_a_file(self):
        too_few = 0
        for descriptors in range(4, 16):
            run = self.build(under=self.with_descriptors(descriptors))
            if run.returncode == 0:
                self.assert_made(run)
                self.put_old()
            elif "error while loading shared libraries" not in run.stderr:  # before pexpack begins
                self.assert_kept(run, "`", "Too many open files")
                too_few += 1
        self.assertGreater(too_few, 0)

    def with_descriptors(self, number):
        return (promise.need_program("prlimit"), "--nofile=%d" % number)


if __name__ == "__main__":
    promise.main()
