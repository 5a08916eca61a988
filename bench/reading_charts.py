"""The curves of reading as pictures: SVG that takes its colours from the page around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import StringIO
from math import floor, log10, nan
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure

from bench.reading_targets import DISTRESS_PRECISION, DISTRESS_RECALL
from bench.reading_words import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from bench.reading_curves import Calibration, Curves, Flagging

_INCHES = (3.7, 3.0)
_POINTS = 8.5
_INK, _FAINT = "#000001", "#000002"
_FIRST, _SECOND, _THIRD = "#000003", "#000004", "#000005"
_NAMES = {_INK: "ink", _FAINT: "faint", _FIRST: "first", _SECOND: "second", _THIRD: "third"}
"""Colours that stand for those of the page, which differ by day and night."""

_PREAMBLE = re.compile(r"^.*?(?=<svg)|<metadata>.*?</metadata>", re.DOTALL)
_NAME = re.compile(r' id="([^"]*)"')
_NAMED = re.compile(r"#([\w-]+)")
_SIZE = re.compile(r' (?:width|height)="[\d.]+pt"')


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and what it says.

    Attributes:
        title: What it shows.
        svg: The picture, without words for those who cannot see it.
        alt: What it shows, in words.
        columns: The headings of its figures.
        rows: Its figures, as text.
    """

    title: str
    svg: str
    alt: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def calibration_chart(title: str, calibration: Calibration) -> Chart:
    """Return how often judgements were right, by how sure they were."""
    figure, axes = _empty("how sure it said to be", "how often it was right")
    said, true = [b.said for b in calibration.bins], [b.true for b in calibration.bins]
    axes.plot([0, 1], [0, 1], color=_FAINT, linestyle="--", label="as sure as right")
    axes.plot(said, true, color=_FIRST, linewidth=1)
    sizes = [_size(each.count) for each in calibration.bins]
    axes.scatter(said, true, sizes, color=_FIRST, label="measured", clip_on=False, zorder=3)
    axes.set_xlim(0, 1.02)
    rows = tuple((f"{b.said:.2f}", f"{b.true:.2f}", str(b.count)) for b in calibration.bins)
    told = "; ".join(f"where {said} was said, {true} were right" for said, true, _ in rows)
    return Chart(
        title,
        _svg(figure, axes, title),
        f"Expected calibration error {shown(calibration.error)}: {told or 'nothing was judged'}.",
        ("said", "right", "judgements"),
        rows,
    )


def distress_chart(title: str, curves: Curves) -> Chart:
    """Return recall against precision for distress, over all risks."""
    figure, axes = _empty("recall", "precision")
    points = [_point(each) for each in curves.distress]
    axes.plot([recall for recall, _ in points], [held for _, held in points], color=_FIRST)
    marked = ((curves.flag, "flag", "s", _SECOND), (curves.look, "a look", "D", _THIRD))
    for point, name, marker, colour in marked:
        label = f"{name}, from {point.threshold:.2f}"
        axes.plot(
            *_point(point), color=colour, marker=marker, markersize=7, linestyle="none", label=label
        )
    axes.plot(
        DISTRESS_RECALL,
        DISTRESS_PRECISION,
        color=_INK,
        marker="+",
        markersize=10,
        linestyle="none",
        label=f"wanted: {DISTRESS_RECALL:.2f} at {DISTRESS_PRECISION:.2f}",
    )
    axes.set_xlim(0, 1.02)
    first = (("flag", curves.flag), ("a look", curves.look))
    rows = tuple(
        (name, f"{each.threshold:.2f}", shown(each.found.recall), shown(each.found.precision))
        for name, each in (*first, *(("", each) for each in _sample(curves.distress, 12)))
    )
    told = "; ".join(f"{row[0]} from {row[1]}: recall {row[2]}, precision {row[3]}" for row in rows)
    columns = ("", "risk from", "recall", "precision")
    return Chart(title, _svg(figure, axes, title), f"{told}.", columns, rows)


def replying_chart(title: str, curves: Curves) -> Chart:
    """Return what follows from how sure a reply must be."""
    figure, axes = _empty("how sure a reply must be", "share")
    thresholds = [each.threshold for each in curves.replying]
    lines = (
        ("replies that are right", [_height(e.rightly) for e in curves.replying], _FIRST, "o"),
        ("routes that are right", [e.route for e in curves.replying], _SECOND, "s"),
        ("mails replied to", [e.replied for e in curves.replying], _THIRD, "^"),
    )
    for name, values, colour, marker in lines:
        axes.plot(thresholds, values, color=colour, marker=marker, markersize=3.5, label=name)
    chosen = curves.chosen.threshold
    axes.axvline(chosen, color=_INK, linestyle=":", label=f"chosen: {chosen:.2f}")
    axes.set_xlim(0, 1)
    axes.set_ylim(bottom=floor(10 * min(each.replied for each in curves.replying)) / 10)
    points = sorted({*curves.replying, curves.chosen}, key=lambda each: each.threshold)
    rows = tuple(
        (
            f"{e.threshold:.2f}{' (chosen)' if e.threshold == chosen else ''}",
            f"{e.replied:.3f}",
            shown(e.rightly),
            f"{e.route:.3f}",
        )
        for e in points
    )
    now = curves.chosen
    alt = (
        f"From {chosen:.2f} on, as chosen, {now.replied:.3f} of mails are routed to reply, "
        f"{shown(now.rightly)} of these rightly, and {now.route:.3f} of routes are right."
    )
    columns = ("reply from", "replied to", "of these right", "routes right")
    return Chart(title, _svg(figure, axes, title), alt, columns, rows)


def _size(count: int) -> float:
    """Return the size of a point that stands for so many judgements, in square points."""
    return 8 + 16 * log10(count)


def _point(point: Flagging) -> tuple[float, float]:
    return _height(point.found.recall), _height(point.found.precision)


def _height(value: float | None) -> float:
    """Return a value as a chart takes it, which draws nothing for what is no number."""
    return nan if value is None else value


def _sample(points: Sequence[Flagging], count: int) -> Sequence[Flagging]:
    """Return about `count` of some points, evenly spread."""
    return points[:: max(1, len(points) // count)]


def _empty(across: str, up: str) -> tuple[Figure, Axes]:
    figure = Figure(figsize=_INCHES, layout="constrained")
    figure.patch.set_alpha(0)
    axes = figure.add_subplot()
    axes.patch.set_alpha(0)
    axes.set_xlabel(across, fontsize=_POINTS, color=_INK)
    axes.set_ylabel(up, fontsize=_POINTS, color=_INK)
    axes.set_ylim(0, 1.02)
    axes.grid(color=_FAINT, linewidth=0.4, alpha=0.6)
    axes.tick_params(colors=_INK, labelsize=_POINTS, length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    return figure, axes


def _svg(figure: Figure, axes: Axes, title: str) -> str:
    """Return a figure as SVG for the middle of a page, the same one for the same figures."""
    handles, names = axes.get_legend_handles_labels()
    figure.legend(
        handles,
        names,
        loc="outside lower center",
        ncols=2,
        fontsize=_POINTS,
        frameon=False,
        labelcolor=_INK,
    )
    drawn = StringIO()
    # Salted with the title, so that no two pictures of a page name their parts alike.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": title}):
        figure.savefig(drawn, format="svg", metadata={"Date": None})
    svg = _SIZE.sub("", _PREAMBLE.sub("", drawn.getvalue()))
    needed = set(_NAMED.findall(svg))
    svg = _NAME.sub(lambda name: name[0] if name[1] in needed else "", svg)
    for colour, name in _NAMES.items():
        svg = svg.replace(colour, f"var(--{name})")
    return svg.replace("<svg", '<svg aria-hidden="true"', 1)
