"""Charts as SVG that reads on a light and on a dark page: bars of ratios, and lines of growth."""

import math
from dataclasses import dataclass
from xml.sax.saxutils import escape

STYLE = """
  .page { fill: #ffffff } text { fill: #1f2328; font: 13px system-ui, sans-serif }
  .title { font-size: 15px; font-weight: 600 } .group { font-weight: 600 }
  .tick { fill: #59636e; font-size: 11px } .grid { stroke: #d1d9e0; stroke-width: 1 }
  .base { stroke: #59636e; stroke-width: 1.5 }
  .ours { fill: #1a7f37 } .rival { fill: #8c959f } .floor { fill: #bf8700 }
  .line { fill: none; stroke-width: 2 } .line.ours { fill: none; stroke: #1a7f37 }
  .line.later { fill: none; stroke: #0969da } .line.floor { fill: none; stroke: #bf8700 }
  .later { fill: #0969da }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117 } text { fill: #e6edf3 } .tick { fill: #9198a1 }
    .grid { stroke: #3d444d } .base { stroke: #9198a1 }
    .ours { fill: #3fb950 } .rival { fill: #6e7681 } .floor { fill: #d29922 }
    .line.ours { stroke: #3fb950 } .line.later { stroke: #58a6ff } .line.floor { stroke: #d29922 }
    .later { fill: #58a6ff }
  }
"""
WIDTH = 860
BAR, GAP = 18, 6
LABELS = 230  # the width of the column of labels
VALUES = 170  # and of what stands behind the bars


@dataclass(frozen=True)
class Bar:
    label: str
    ratio: float
    value: str  # what stands behind the bar
    kind: str  # ours, rival or floor


def document(height, title, body):
    return ('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" '
            'role="img" aria-label="%s">\n<style>%s</style>\n'
            '<rect class="page" width="100%%" height="100%%" rx="6"/>\n%s\n</svg>\n'
            % (WIDTH, height, WIDTH, height, escape(title, {'"': "&quot;"}), STYLE,
               "\n".join(body)))


def text(x, y, words, kind="", anchor="start"):
    return '<text x="%.1f" y="%.1f" class="%s" text-anchor="%s">%s</text>' % (
        x, y, kind, anchor, escape(words))


def line(kind, x1, y1, x2, y2):
    return '<line class="%s" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>' % (kind, x1, y1, x2, y2)


class LogScale:
    """Maps values to places from `start` to `end`, each power of ten as wide as the next."""

    def __init__(self, values, start, end):
        self.low = math.floor(math.log10(min(values)) + 1e-9)
        self.high = max(math.ceil(math.log10(max(values)) - 1e-9), self.low + 1)
        self.start, self.end = start, end

    def place(self, value):
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    @property
    def ticks(self):
        steps = (1, 2, 5) if self.high - self.low == 1 else (1,)
        found = [step * 10.0 ** power for power in range(self.low, self.high) for step in steps]
        return [*found, 10.0 ** self.high]


def number(value):
    return f"{value:,.10g}"


def bar_chart(title, note, groups):
    """`groups` are (title, bars); the bars of all grow from 1, to the right or to the left."""
    bars = [bar for _, group in groups for bar in group]
    left, right = LABELS + 10, WIDTH - VALUES
    scale = LogScale([1.0, *(bar.ratio for bar in bars)], left, right)
    top = 74
    height = top + sum((len(group) + 1) * (BAR + GAP) + GAP for _, group in groups) + 10
    body = [text(16, 26, title, "title"), text(16, 46, note, "tick")]
    body += [text(scale.place(tick), top - 10, number(tick) + " ×", "tick", "middle")
             for tick in scale.ticks]
    y = top
    for name, group in groups:
        body.append(text(16, y + BAR - 4, name, "group"))
        y += BAR + GAP
        # The lines leave the names of the groups alone.
        bottom = y + len(group) * (BAR + GAP)
        body += [line("grid", scale.place(tick), y - GAP, scale.place(tick), bottom)
                 for tick in scale.ticks]
        body.append(line("base", scale.place(1), y - GAP, scale.place(1), bottom))
        for bar in group:
            body += drawn_bar(bar, scale, y)
            y += BAR + GAP
        y += GAP
    return document(height, title, body)


def drawn_bar(bar, scale, y):
    first, last = sorted((scale.place(1), scale.place(bar.ratio)))
    return [text(LABELS, y + BAR - 5, bar.label, "", "end"),
            '<rect class="%s" x="%.1f" y="%d" width="%.1f" height="%d"/>'
            % (bar.kind, first, y, max(last - first, 1.5), BAR),
            text(max(last, scale.place(1)) + 6, y + BAR - 5, bar.value)]


@dataclass(frozen=True)
class Panel:
    title: str
    x_title: str
    series: tuple  # of (name, kind, points); both axes are logarithmic


def line_chart(title, panels):
    """Two panels in a row."""
    width, height = WIDTH / 2, 270
    body = [text(16, 26, title, "title")]
    for index, panel in enumerate(panels):
        body += drawn_panel(panel, (index % 2) * width, 40 + (index // 2) * height, width, height)
    return document(50 + height * math.ceil(len(panels) / 2), title, body)


def drawn_panel(panel, left, top, width, height):
    points = [point for _, _, series in panel.series for point in series]
    x_scale = LogScale([x for x, _ in points], left + 60, left + width - 30)
    y_scale = LogScale([y for _, y in points], top + height - 50, top + 50)
    body = [text(left + 16, top + 16, panel.title, "group")]
    for tick in x_scale.ticks:
        x = x_scale.place(tick)
        body.append(line("grid", x, y_scale.start, x, y_scale.end))
        body.append(text(x, y_scale.start + 16, number(tick), "tick", "middle"))
    for tick in y_scale.ticks:
        y = y_scale.place(tick)
        body.append(line("grid", x_scale.start, y, x_scale.end, y))
        body.append(text(x_scale.start - 6, y + 4, number(tick), "tick", "end"))
    body.append(text((x_scale.start + x_scale.end) / 2, top + height - 18, panel.x_title, "tick",
                     "middle"))
    for index, (name, kind, series) in enumerate(panel.series):
        x = x_scale.start + index * 120
        body.append('<rect class="%s" x="%.1f" y="%.1f" width="12" height="12"/>'
                    % (kind, x, top + 24))
        body.append(text(x + 17, top + 34, name, "tick"))
        body.append('<polyline class="line %s" points="%s"/>' % (kind, " ".join(
            "%.1f,%.1f" % (x_scale.place(x), y_scale.place(y)) for x, y in series)))
    return body
