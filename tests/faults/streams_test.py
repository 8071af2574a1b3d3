#!/usr/bin/env python3
"""Standard streams that take nothing: what was asked for and cannot be printed is a failure."""

import json
import os

import promise

CLOSED = ("sh", "-c", 'exec "$0" "$@" >&-')


class Streams(promise.FaultTest):
    def setUp(self):
        super().setUp()
        self.full = open("/dev/full", "w", encoding="utf-8")  # noqa: SIM115 (closed below)
        self.addCleanup(self.full.close)

    def unprintable(self, *words):
        """The command with a full and with a closed standard output."""
        yield self.run_pexpack(*words, stdout=self.full)
        yield self.run_pexpack(*words, under=CLOSED)

    def test_a_result_that_cannot_be_printed_is_none(self):
        build = promise.arguments(self.output)
        for words in ([*build, "--json"], [*build, "--dry-run"], [*build, "--dry-run", "--json"],
                      [*build, "--dry-run", "--explain"], ["why", "six", *build[:-2]]):
            for run in self.unprintable(*words):
                self.assert_kept(run, "cannot write to the standard output")

    def test_what_a_pex_holds_or_a_target_means_cannot_be_lost_silently(self):
        self.assert_made(self.build())
        folder = os.path.join(self.top, "tmp", "taken-out")
        for words in (["inspect", self.output], ["verify", self.output], ["--version"], ["--help"],
                      ["diff", self.output, self.output, "--json"], ["target", "current"],
                      ["tags", "six-1.0-py3-none-any.whl", "--for", "current"],
                      ["cache", "info", "--json"], ["extract", self.output, folder],
                      ["inspect", self.output, "--json"], ["inspect", "--help"]):
            for run in self.unprintable(*words):
                self.assertEqual(run.returncode, promise.SYSTEM_FAILED, (words, run.stderr))
                self.assertIn("cannot write to the standard output", run.stderr)

    def test_a_build_that_prints_nothing_does_not_mind(self):
        for run in self.unprintable(*promise.arguments(self.output)):
            self.assert_made(run)
            self.put_old()

    def test_messages_that_cannot_be_shown_change_nothing(self):
        for options in ({"stderr": self.full}, {"under": ("sh", "-c", 'exec "$0" "$@" 2>&-')}):
            self.assert_made(self.build(**options))
            self.put_old()
            run = self.build("there-is-no-such", **options)
            self.assertEqual(run.returncode, 3)
            self.assertTrue(self.is_old())
            self.assert_surroundings()

    def test_a_reader_that_goes_away_is_a_failure_too(self):
        reading, writing = os.pipe()
        os.close(reading)
        self.addCleanup(os.close, writing)
        run = self.build("--json", stdout=writing)
        self.assert_kept(run, "cannot write to the standard output")

    def test_a_failure_is_still_one_document_on_the_standard_output(self):
        run = self.build("there-is-no-such", "--json")
        self.assert_kept(run, code=3)
        self.assertEqual(json.loads(run.stdout)["error"]["kind"], "no-resolution")


if __name__ == "__main__":
    promise.main()
