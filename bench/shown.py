"""How values, commands and failures are written for readers."""

import re
import shlex

COPIED = re.compile(r"(?:\S+\.whl ?)+")


def seconds(value):
    if value is None:
        return ""
    return "%.0f s" % value if value >= 100 else "%.1f s" % value if value >= 10 else \
        "%.2f s" % value if value >= 1 else "%.0f ms" % (1000 * value) if value >= 0.1 else \
        "%.1f ms" % (1000 * value)


def spread(values):
    """The median is for the reader to compare, smallest and largest to doubt it."""
    return "%s … %s" % (seconds(min(values)), seconds(max(values))) if values else ""


def with_spread(values, median):
    """Both in one cell; a value alone has no spread."""
    return seconds(median) + (" (%s)" % spread(values) if len(values) > 1 else "")


def megabytes(value):
    return "" if value is None else "%.1f kB" % (value / 1e3) if value < 1e6 else \
        "%.1f MB" % (value / 1e6) if value < 1e8 else "%.0f MB" % (value / 1e6)


def times(upper, lower):
    return "" if not upper or not lower else "%.3g ×" % (upper / lower)


def without_folders(text):
    """Of every path its last name only: the others are about one machine."""
    return re.sub(r"(?<![\w.])/(?!usr/bin/env)(?:[^\s/'\":,]+/)+", "", text)


def brief(text, limit=300):
    return text if len(text) <= limit else text[:limit] + " …"


def command(words, output=None):
    """As a reader would type it."""
    plain = [without_folders(word) for word in words]
    text = COPIED.sub("*.whl ", shlex.join(plain)).strip() if words[0] == "cat" else \
        shlex.join(plain)
    return text + (" > " + without_folders(output) if output else "")


def table(titles, rows, left=1):
    """A Markdown table; the first `left` columns stand to the left, the others to the right."""
    marks = "---|" * left + "---:|" * (len(titles) - left)
    lines = ["| %s |" % " | ".join(titles), "|" + marks]
    for row in rows:
        lines.append("| %s |" % " | ".join(str(cell).replace("|", "\\|") for cell in row))
    return "\n".join(lines) + "\n"
