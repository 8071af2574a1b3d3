"""./my_application.pex -m my_application.main URL..."""

import sys

from urllib3.util import parse_url


def address(url):
    """`host:port` of a URL; the port that it names, or the one of its scheme."""
    parts = parse_url(url)
    return "%s:%d" % (parts.host, parts.port or {"http": 80, "https": 443}[parts.scheme])


def main():
    for url in sys.argv[1:]:
        print(address(url))


if __name__ == "__main__":
    main()
