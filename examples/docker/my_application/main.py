"""The container's program: reads numbers from stdin and says how they grow."""

import sys

import numpy


def main():
    values = [float(word) for word in sys.stdin.read().split()]
    slope, start = numpy.polyfit(range(len(values)), values, 1)
    print("Python %d.%d: %.2f, and %.2f more each time" % (*sys.version_info[:2], start, slope))


if __name__ == "__main__":
    main()
