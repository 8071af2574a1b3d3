#!/usr/bin/env python3
"""Builds that are killed, at random moments and at each step of the commit."""

import os
import random
import signal
import time

import promise

KILLS = 50
ENDING = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


class Killed(promise.FaultTest):
    def seconds_of_a_build(self):
        begin = time.monotonic()
        self.assert_made(self.build())
        self.put_old()
        return time.monotonic() - begin

    def interrupted(self, number, seconds):
        """The build that gets the signal after this time."""
        process = self.start(*promise.arguments(self.output), start_new_session=True)
        time.sleep(seconds)
        os.killpg(process.pid, number)
        return self.finish(process)

    def moments(self, count):
        """Random ones, half of them in the last third of a build."""
        seed = random.randrange(2**32)
        print("the moments are those of the seed", seed)
        chance = random.Random(seed)
        whole = self.seconds_of_a_build()
        for i in range(count):
            yield whole * (chance.uniform(0.6, 1.1) if i % 2 else chance.uniform(0, 0.6))

    def test_a_build_that_is_killed_leaves_the_old_output_or_the_new_one(self):
        for moment in self.moments(KILLS):
            run = self.interrupted(signal.SIGKILL, moment)
            self.assertIn(run.returncode, (0, -signal.SIGKILL), run.stderr)
            self.assertTrue(self.is_old() or promise.contents(self.output) == self.clean)
            self.assert_surroundings(is_clean=False)
            self.put_old()
        self.assert_made(self.build())  # with nothing left behind of all those

    def test_a_build_that_is_ended_cleans_up(self):
        for number, code in ENDING.items():
            for moment in self.moments(6):
                run = self.interrupted(number, moment)
                if run.returncode == 0:
                    self.assert_made(run)
                else:
                    # Ended by the signal itself: it was not yet watched for.
                    self.assertIn(run.returncode, (code, -number), run.stderr)
                    self.assertTrue(self.is_old())
                    self.assert_surroundings()
                self.put_old()


if __name__ == "__main__":
    promise.main()
