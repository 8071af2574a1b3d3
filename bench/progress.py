"""What a run says while it measures: what it does, what came out, how long it will still take."""

import sys
import time

TOLD = 2.0  # seconds


def minutes(seconds):
    return "%d s" % seconds if seconds < 90 else "%d min" % (seconds / 60 + 0.5)


class Progress:
    """`expected` are guesses of seconds, one for each step to come; how wrong they were so far
    corrects what is said of the rest."""

    def __init__(self, expected, stream=sys.stderr):
        self.left = list(expected)
        self.count = len(self.left)
        self.stream = stream
        self.guessed = 0.0
        self.spent = 0.0
        self.begun = None
        self.told = True

    @property
    def remaining(self):
        # A guess is worth some minutes of measuring: the first quick steps say little.
        trust = 120.0
        return sum(self.left) * (self.spent + trust) / (self.guessed + trust)

    def say(self, text):
        print(text, file=self.stream, flush=True)

    def warn(self, text):
        self.say("bench: NOT MEASURED: " + text)

    def begin(self, title):
        self.begun = time.monotonic()
        self.say("[%d/%d] %s (about %s left)" % (self.count - len(self.left) + 1, self.count, title,
                                                 minutes(self.remaining)))

    def doing(self, what, before=()):
        """`before` are the seconds that it took earlier; of many quick runs one is told."""
        self.told = not before or before[-1] > TOLD
        if self.told:
            print("    %s … " % what, end="", file=self.stream, flush=True)

    def took(self, seconds):
        if self.told:
            self.say("%.3f s" % seconds)

    def end(self):
        self.guessed += self.left.pop(0)
        self.spent += time.monotonic() - self.begun
