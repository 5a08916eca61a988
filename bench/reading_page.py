"""The figures of reading as a page that stands alone, with pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bench.reading_charts import calibration_chart, distress_chart, replying_chart
from bench.reading_words import NO_SUCH_MAIL, shown
from mailbot.model.reading import Route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.reading_scores import Tally
    from bench.reading_targets import Outcome, Result
    from mailbot.model.reading import Flag, Topic


def as_page(outcome: Outcome) -> str:
    """Return the figures as HTML, pictures and all in one file."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"amount": amount, "shown": shown}
    curves = outcome.curves
    return environment.get_template("reading_page.html").render(
        outcome=outcome,
        figures=outcome.figures,
        curves=curves,
        costs=outcome.costs,
        routes=tuple(Route),
        topics=_weakest_first(outcome.figures.topics),
        flags=_weakest_first(outcome.figures.flags),
        topics_chart=calibration_chart("How sure topics are", curves.topics),
        routes_chart=calibration_chart("How sure routes are", curves.routes),
        distress_chart=distress_chart("Distress: recall against precision", curves),
        replying_chart=replying_chart("From which confidence on a reply is drafted", curves),
    )


def amount(result: Result) -> tuple[str, str]:
    """Return what was measured and what is wanted, as text with units."""
    target, value = result.target, result.value
    wanted = f"≤ {target.wanted:g} {target.unit}" if target.unit else f"≥ {target.wanted:.3f}"
    if value is None:
        return NO_SUCH_MAIL, wanted
    if target.unit:
        return f"{value:.3g} {target.unit}", wanted
    if not result.reached:  # never rounded up to what is wanted
        value = min(round(value, 3), target.wanted - 0.001)
    return shown(value), wanted


def _weakest_first(
    tallies: Mapping[Topic, Tally] | Mapping[Flag, Tally],
) -> list[tuple[str, Tally]]:
    named = [(str(name), found) for name, found in tallies.items()]
    return sorted(named, key=lambda each: (each[1].f1 is None, each[1].f1 or 0.0))
