"""What the page says of results that are made up here."""

import os
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

import charts
import format
import growth
import packing
import page
import shown
import start
from contest import Rounds
from progress import Progress
from store import Store

CONDITIONS = {"machine": "1 × abacus", "pexpack": "pexpack 1", "rivals": ["pex==1"],
              "quick": False}
SVG = "{http://www.w3.org/2000/svg}"


class PageTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="pexpack-page-")
        self.addCleanup(holder.cleanup)
        self.folder = holder.name
        self.store = Store(os.path.join(self.folder, "results"), CONDITIONS)

    def measured(self, part, name, walls, **facts):
        """A finished measurement of {contestant: seconds}."""
        made = self.store.measurement(part, name)
        for contestant, wall in walls.items():
            made.add(contestant, "do " + contestant, wall=wall, cpu=wall, peak=7000000, size=10)
        made.note(load=0.5, commit="abc", **facts)
        made.finish()
        return made

    def page(self):
        with open(page.write(self.store, self.folder), encoding="utf-8") as file:
            return file.read()

    def goal(self, start_of_text):
        [row] = [row for row in goals_table(self.page()) if row[0].startswith(start_of_text)]
        return row


def goals_table(text):
    section = text.split("## Goals\n")[1].split("## ")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")]
            for line in section.splitlines() if line.startswith("|")][2:]


class Goals(PageTest):
    PACKED = {packing.LATER: 1.0, packing.FIRST: 3.0, packing.FLOOR: 0.5}

    def test_a_goal_that_is_reached_exactly_is_met(self):
        self.measured("build", "data-cp311", {**self.PACKED, "pex": 60.0})
        self.assertEqual(self.goal("data-cp311: pex, its cache empty")[2:], ["60 ×", "met"])

    def test_a_goal_that_is_not_reached_is_said_to_be_missed(self):
        self.measured("build", "data-cp311", {**self.PACKED, "pex": 59.0})
        self.assertEqual(self.goal("data-cp311: pex, its cache empty")[2:], ["59 ×", "**missed**"])

    def test_a_limit_from_above_is_missed_by_more(self):
        self.measured("build", "data-cp311", {**self.PACKED, packing.FLOOR: 0.2})
        self.assertEqual(self.goal("data-cp311: pexpack, later build / `cat")[2:],
                         ["5 ×", "**missed**"])

    def test_the_fastest_of_pex_s_modes_is_the_one_that_counts(self):
        self.measured("build", "requests", {**self.PACKED, "pex": 90.0, "pex --no-compress": 50.0,
                                            "pex --no-pre-install-wheels": 41.0})
        self.assertEqual(self.goal("requests: pex's fastest")[2:], ["41 ×", "met"])

    def test_without_a_rival_the_goal_was_not_measured(self):
        self.measured("build", "data-cp311", self.PACKED)
        self.assertEqual(self.goal("data-cp311: pex, its cache empty")[2:], ["", "not measured"])

    def test_the_largest_peak_of_pexpack_counts_and_no_rival_s(self):
        made = self.measured("growth", "10 wheels", self.PACKED, wheels=10, bytes=10)
        made.add(packing.FIRST, "", wall=1.0, peak=65000000)
        made.add("pex", "", wall=1.0, peak=99000000)
        self.assertEqual(self.goal("memory of pexpack at most, every")[2:], ["65 MB", "**missed**"])

    def test_eight_first_starts_are_compared_without_what_a_later_start_costs(self):
        for temperature, count, cpu in (("cold", 8, 20.0), ("warm", 8, 8.0), ("cold", 1, 9.0),
                                        ("warm", 1, 1.0)):
            self.measured("start", start.title("requests", temperature, start.at_once(count)),
                          {"pexpack": cpu})
        self.assertEqual(self.goal("requests: CPU of 8 first starts")[2:], ["1.5 ×", "met"])

    def test_a_file_that_does_not_start_misses_its_goal(self):
        name = growth.size_title(growth.RUN_SIZE)
        self.measured("growth", name, {}, **{
            "pexpack under 3.6": "does not start: exit code 1: no", "pexpack under 3.11":
            "not tried: no CPython 3.11"})
        self.assertEqual(self.goal("a pex of %s starts under Python 3.6" % name)[3], "**missed**")
        self.assertEqual(self.goal("a pex of %s starts under Python 3.11" % name)[3],
                         "not measured")


class Said(PageTest):
    def test_what_could_not_run_is_said(self):
        made = self.store.measurement("build", "emr-cp36")
        made.note(load=0.1, commit="abc")
        made.finish("no CPython 3.6 on PATH")
        self.assertIn("- **build, emr-cp36: no CPython 3.6 on PATH**", self.page())

    def test_a_contestant_that_failed_is_said(self):
        self.measured("build", "requests", {packing.LATER: 1.0}).cannot("shiv", "exit code 1: bad")
        self.assertIn("| shiv | **not measured: exit code 1: bad** |", self.page())

    def test_results_of_two_pexpacks_are_said_not_to_compare(self):
        self.measured("build", "requests", {packing.LATER: 1.0})
        self.store.conditions = {**CONDITIONS, "pexpack": "pexpack 2"}
        self.measured("build", "data-cp311", {packing.LATER: 1.0})
        self.assertIn("pexpack 1; pexpack 2 **(not one", self.page())

    def test_the_page_is_as_tidy_as_the_format_test_wants(self):
        self.measured("build", "requests", {packing.LATER: 1.0, packing.FLOOR: 0.5})
        self.measured("growth", "10 wheels", {packing.LATER: 1.0}, wheels=10, bytes=10)
        self.page()
        for name in ("results.md", "build.svg", "growth.svg"):
            with open(os.path.join(self.folder, name), "rb") as file:
                self.assertEqual(list(format.check_text(name, file.read())), [])

    def test_no_folder_of_the_machine_is_named(self):
        said = shown.command(["/home/me/bin/pexpack", "-f", "/home/me/wheels", "--python",
                              "/opt/python3.11", "-o", "/tmp/run/out"])
        self.assertEqual(said, "pexpack -f wheels --python python3.11 -o out")
        self.assertEqual(shown.command(["cat", "/w/a.whl", "/w/b.whl"], "/tmp/f"),
                         "cat *.whl > f")
        self.assertEqual(shown.without_folders("error: '/home/me/a.pex': /usr/bin/env: no"),
                         "error: 'a.pex': /usr/bin/env: no")


class StoreTest(PageTest):
    def test_what_another_pexpack_did_is_measured_anew(self):
        self.measured("build", "requests", {packing.LATER: 1.0})
        self.assertTrue(self.store.measurement("build", "requests").finished)
        other = Store(self.store.folder, {**CONDITIONS, "pexpack": "pexpack 2"})
        self.assertEqual(other.measurement("build", "requests").samples(packing.LATER), [])

    def test_what_was_missing_is_looked_for_again(self):
        self.store.measurement("build", "requests").finish("no network")
        self.assertFalse(self.store.measurement("build", "requests").finished)

    def test_a_slow_contestant_gets_fewer_runs(self):
        rounds = Rounds(2, 5, 10)
        self.assertTrue(rounds.wants([60.0]))
        self.assertFalse(rounds.wants([60.0, 60.0]))
        self.assertTrue(rounds.wants([0.1] * 4))
        self.assertFalse(rounds.wants([0.1] * 5))


class ProgressTest(unittest.TestCase):
    def test_guesses_that_were_too_low_raise_what_is_left(self):
        progress = Progress([120.0, 100.0], stream=open(os.devnull, "w", encoding="utf-8"))
        self.addCleanup(progress.stream.close)
        self.assertEqual(progress.remaining, 220.0)
        progress.begin("a step")
        progress.begun -= 360.0  # it took six minutes instead of two
        progress.end()
        self.assertAlmostEqual(progress.remaining, 200.0, delta=1.0)


class Charts(unittest.TestCase):
    def bars(self, *ratios):
        group = [charts.Bar("a <b> & c", ratio, "%g ×" % ratio, "ours") for ratio in ratios]
        return xml.fromstring(charts.bar_chart("\"T\" & <t>", "note", [("group", group)]))

    def test_names_with_markup_in_them_stay_text(self):
        words = [each.text for each in self.bars(2.0).iter(SVG + "text")]
        self.assertIn("a <b> & c", words)

    def test_bars_grow_to_both_sides_of_one(self):
        half, twice = [rect for rect in self.bars(0.5, 2.0).iter(SVG + "rect")
                       if rect.get("class") == "ours"]
        end = float(half.get("x")) + float(half.get("width"))
        self.assertAlmostEqual(end, float(twice.get("x")), delta=0.2)
        self.assertAlmostEqual(float(half.get("width")), float(twice.get("width")), delta=0.2)

    def test_bars_of_one_length_are_drawn(self):
        self.assertEqual(len(list(self.bars(1.0, 1.0).iter(SVG + "rect"))), 3)

    def test_everything_stands_inside_the_picture(self):
        for picture in (self.bars(0.001, 1.0, 5000.0), self.lines([(10, 0.1), (10000, 70.0)]),
                        self.lines([(5, 5)])):
            width, height = (float(picture.get(name)) for name in ("width", "height"))
            for place in places(picture):
                self.assertTrue(0 <= place[0] <= width and 0 <= place[1] <= height, place)

    def lines(self, points):
        panel = charts.Panel("seconds", "wheels", (("first", "ours", points),))
        return xml.fromstring(charts.line_chart("Growth", [panel] * 3))


def places(picture):
    """The points of all marks; of texts where they are tied to."""
    for each in picture.iter():
        if each.tag == SVG + "polyline":
            yield from (tuple(map(float, point.split(","))) for point in each.get("points").split())
        elif each.get("x") is not None:
            x, y = float(each.get("x")), float(each.get("y"))
            yield x, y
            if each.tag == SVG + "rect":
                yield x + float(each.get("width")), y + float(each.get("height"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
