"""Computes a report from a small table; needs no network."""

import sys

import numpy as np
import pandas as pd
import requests

from hello.weather import readings


def trend(values):
    """The slope of the line through `values`, in units per step."""
    steps = np.arange(len(values))
    return np.polyfit(steps, values, deg=1)[0]


def main():
    table = pd.DataFrame(readings(), columns=["city", "month", "celsius"])
    by_city = table.groupby("city")["celsius"].agg(["min", "mean", "max", trend])
    print("Hello from Python %d.%d, one file and %d packages:" % (*sys.version_info[:2], 3))
    for package in (np, pd, requests):
        print("  %-8s %s" % (package.__name__, package.__version__))
    print((by_city.round(2) + 0.0).to_string())  # + 0.0: no "-0.00"

    # Prepared, not sent: the example works without a network.
    hottest = by_city["max"].idxmax()
    request = requests.Request("GET", "https://weather.example/", params={"city": hottest})
    print("next we would ask", request.prepare().url)
    return 0
