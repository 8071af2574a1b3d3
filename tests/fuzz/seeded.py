"""Cases made of chance, the same ones every time: each comes from a number that a failure names.

PEXPACK_FUZZ_SECONDS (see scripts/fuzz) makes them go on for so long, from a number of today's; a
file with several tests shares the time between them.
PEXPACK_FUZZ_CASE=N looks at that one case alone.
"""

import os
import random
import time


def cases(count, share=1.0):
    """(number, random.Random) of each case; `share`: of the time that is given."""
    if "PEXPACK_FUZZ_CASE" in os.environ:
        numbers = [int(os.environ["PEXPACK_FUZZ_CASE"])]
    elif "PEXPACK_FUZZ_SECONDS" in os.environ:
        seconds = float(os.environ["PEXPACK_FUZZ_SECONDS"]) * share
        numbers = numbers_until(time.monotonic() + seconds)
    else:
        numbers = range(count)
    for number in numbers:
        yield number, random.Random(number)


def numbers_until(end):
    number = first = time.time_ns() // 1000
    while time.monotonic() < end:
        yield number
        number += 1
    print("%d cases" % (number - first), flush=True)
