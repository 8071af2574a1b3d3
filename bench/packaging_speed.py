"""packaging_speed.py FOLDER: what spec_speed.cpp does and prints, done by `packaging`."""

import json
import os
import sys
import time

from packaging.markers import Marker, default_environment
from packaging.specifiers import SpecifierSet
from packaging.tags import sys_tags
from packaging.utils import parse_wheel_filename
from packaging.version import Version

ROUNDS = 7


def lines(folder, name):
    with open(os.path.join(folder, name + ".txt"), encoding="utf-8") as file:
        return file.read().splitlines()


def main(folder):
    environment = {**default_environment(), "extra": ""}
    tags = list(sys_tags())
    ranks = {tag: rank for rank, tag in enumerate(tags)}
    with open(os.path.join(folder, "target.json"), "w", encoding="utf-8") as file:
        json.dump({"marker_environment": default_environment(),
                   "compatible_tags": [str(tag) for tag in tags]}, file)

    def versions(texts):
        parsed = [Version(text) for text in texts]
        answer = 0
        for index in sorted(range(len(parsed)), key=parsed.__getitem__):
            answer = (answer * 31 + index) % 1000003
        return answer

    def pairs(texts):
        count = 0
        for text in texts:
            specifier, version = text.split("\t")
            count += SpecifierSet(specifier).contains(Version(version), prereleases=True)
        return count

    def markers(texts):
        return sum(Marker(text).evaluate(environment) for text in texts)

    def wheels(texts):
        total = 0
        for text in texts:
            found = [ranks[tag] for tag in parse_wheel_filename(text)[3] if tag in ranks]
            total += min(found, default=0)
        return total

    for work in (versions, pairs, markers, wheels):
        texts = lines(folder, work.__name__)
        quickest = float("inf")
        for _ in range(ROUNDS):
            start = time.process_time()
            answer = work(texts)
            quickest = min(quickest, time.process_time() - start)
        print(work.__name__, "%.6f" % quickest, answer)


if __name__ == "__main__":
    main(sys.argv[1])
