"""What the executors compute. Plain functions: they need no Spark, nor do their tests."""

import numpy


def parse(line):
    """(host, milliseconds) of `HOST<TAB>MILLISECONDS`."""
    host, milliseconds = line.split("\t")
    return host, float(milliseconds)


def summary(timings):
    """(host, number, median, 99th percentile) of a host with its times."""
    host, milliseconds = timings
    times = numpy.fromiter(milliseconds, dtype=float)
    median, slow = numpy.percentile(times, [50, 99])
    return host, len(times), float(median), float(slow)
