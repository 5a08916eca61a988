"""The words of a chart, and its picture."""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mailbot.letters.clean import one_line
from mailbot.model.pictures import Picture
from mailbot.model.weekly import ChartKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mailbot.model.weekly import Chart, ChartRow

_BEFORE_SIGN = re.compile(r" (?=[;.,])")
_log = logging.getLogger(__name__)

_INCHES = (3.36, 1.9)
_DOTS_AN_INCH = 200
_POINTS = 8.5
_MOST_LABELS = 6
_INK, _GRID = "#1c1c1e", "#c7c7cc"
_COLOURS = ("#1f6b4a", "#c05621", "#2b5c9e", "#8a3a7c", "#7a6a00", "#444449")
_MARKERS = ("o", "s", "^", "D", "v", "P")
_STYLE: dict[str, Any] = {"fontsize": _POINTS, "color": _INK}
_DOMAIN = "charts.mailbot.invalid"


@dataclass(frozen=True, slots=True)
class ChartWords:
    """A chart with its words.

    Attributes:
        chart: The figures.
        title: What it shows.
        rows: What each row of figures is, in the same order.
        alt: All of it in words.
    """

    chart: Chart
    title: str
    rows: tuple[str, ...]
    alt: str


def chart_words(words: Callable[..., str], chart: Chart) -> ChartWords:
    """Return the words of a chart from its templates, by what renders one of them.

    Raises:
        TemplateError: A template is missing, broken, or asks for what there is not.
    """
    kind = chart.kind.value
    title = one_line(words("chart/title", kind=kind))
    rows = tuple(
        one_line(words("chart/row", kind=kind, name=one_line(each.name))) for each in chart.rows
    )
    told = [_points(chart, each, name) for each, name in zip(chart.rows, rows, strict=True)]
    alt = words("chart/told", kind=kind, title=title, labels=_worth_words(chart), rows=told)
    return ChartWords(chart, title, rows, _BEFORE_SIGN.sub("", " ".join(alt.split())))


def draw(words: ChartWords) -> Picture:
    """Return the picture of a chart; one without bytes where it cannot be drawn on this machine.

    It has a background of its own, so that it can be read on dark screens as well.
    """
    try:
        png = _drawn(words)
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        # The page says the same in words, and must not wait for a library that fails.
        _log.warning("A chart could not be drawn: %s", error)
        return Picture("", b"", words.alt)
    name = hashlib.sha256(png).hexdigest()[:32]
    return Picture(f"{name}@{_DOMAIN}", png, words.alt)


def _worth_words(chart: Chart) -> list[dict[str, Any]]:
    """Return the labels that are told in words, with their places: nought upon nought says little.

    Mails are told of weeks that had any; the queue from the day before it first had anybody.
    """
    anything = [any(row.values[place] for row in chart.rows) for place in range(len(chart.labels))]
    if chart.kind is ChartKind.QUEUE:
        first = anything.index(True) if True in anything else len(anything)
        told = [place >= first - 1 for place in range(len(anything))]
    else:
        told = anything
    return [
        {"label": label, "place": place} for place, label in enumerate(chart.labels) if told[place]
    ]


def _points(chart: Chart, row: ChartRow, name: str) -> dict[str, Any]:
    """Return what is known of a row, up to the last thing that is."""
    out_of = row.out_of or (0,) * len(chart.labels)
    known = [number for number, value in enumerate(row.values, start=1) if value is not None]
    points = [
        {"label": label, "value": value, "out_of": most}
        for label, value, most in zip(chart.labels, row.values, out_of, strict=True)
    ]
    return {"name": name, "points": points[: max(known, default=0)]}


def _drawn(words: ChartWords) -> bytes:
    # Half a second to import, so only where a chart is drawn; `Figure` alone needs no display.
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=_INCHES, dpi=_DOTS_AN_INCH, layout="constrained", facecolor="white")
    axes = figure.add_subplot()
    axes.set_title(words.title, loc="left", fontweight="bold", **_STYLE)
    if words.chart.kind is ChartKind.MAILS:
        _bars(axes, words)
    else:
        _lines(axes, words)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    _tidy(axes, words.chart.labels)
    if len(words.rows) > 1:
        _name_rows(figure, axes)
    made = BytesIO()
    figure.savefig(made, format="png")
    return made.getvalue()


def _bars(axes: Axes, words: ChartWords) -> None:
    """Draw the rows as bars, one upon the other."""
    places = range(len(words.chart.labels))
    below = [0] * len(places)
    for row, name, colour in zip(words.chart.rows, words.rows, _COLOURS, strict=False):
        values = [value or 0 for value in row.values]
        axes.bar(places, values, bottom=below, color=colour, label=name, width=0.7)
        below = [low + value for low, value in zip(below, values, strict=True)]
    axes.set_ylim(top=max(1, *below) * 1.05)


def _lines(axes: Axes, words: ChartWords) -> None:
    """Draw the rows as lines, broken where nobody knows."""
    places = range(len(words.chart.labels))
    most = 1
    for number, (row, name) in enumerate(zip(words.chart.rows, words.rows, strict=True)):
        values = [float("nan") if value is None else value for value in row.values]
        most = max(most, *(value or 0 for value in row.values), *row.out_of)
        axes.plot(
            places,
            values,
            color=_COLOURS[number % len(_COLOURS)],
            marker=_MARKERS[number % len(_MARKERS)],
            markersize=4,
            linewidth=1.6,
            label=name,
        )
    axes.set_ylim(top=most * 1.1)


def _tidy(axes: Axes, labels: tuple[str, ...]) -> None:
    every = 1 if len(labels) <= _MOST_LABELS else 2
    places = range((len(labels) - 1) % every, len(labels), every)
    axes.set_xticks(places, [labels[place] for place in places], **_STYLE)
    axes.tick_params(colors=_INK, labelsize=_POINTS, length=0)
    axes.grid(axis="y", color=_GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _name_rows(figure: Figure, axes: Axes) -> None:
    handles, names = axes.get_legend_handles_labels()
    figure.legend(
        handles, names, loc="outside lower center", ncols=2, fontsize=_POINTS, frameon=False
    )
