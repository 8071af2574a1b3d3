"""The console script: link-hosts [FILE]..."""

import argparse
import collections
import re
import sys

from urllib3.util import parse_url

LINK = re.compile(r"https?://[^\s<>\"')]+")


def hosts(text):
    """The host of each link in the text, in lower case and without a port."""
    return [parse_url(link).host for link in LINK.findall(text)]


def main():
    parser = argparse.ArgumentParser(prog="link-hosts", description="Counts the hosts that a text links to.")
    parser.add_argument("file", nargs="*", type=argparse.FileType(), default=[sys.stdin])
    counts = collections.Counter(host for file in parser.parse_args().file for host in hosts(file.read()))
    for host, number in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        print("%6d  %s" % (number, host))
    return 0 if counts else 1
