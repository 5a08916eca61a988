"""What reading should reach, in one table, and whether it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.model.reading import Flag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.reading_costs import Costs
    from bench.reading_curves import Curves
    from bench.reading_scores import Figures

DISTRESS_RECALL, DISTRESS_PRECISION = 0.97, 0.70


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a run measured.

    Attributes:
        files: The names of the files of labelled mails.
        folds: How many times the model was trained anew; 0 for the model that the package carries.
        figures: Readings against labels.
        curves: What confidences are worth.
        costs: Time and memory of the model that the package carries.
    """

    files: tuple[str, ...]
    folds: int
    figures: Figures
    curves: Curves
    costs: Costs

    @property
    def results(self) -> tuple[Result, ...]:
        """Each target with what was measured."""
        return tuple(Result(target, target.of(self)) for target in TARGETS)


@dataclass(frozen=True, slots=True)
class Target:
    """What should be reached.

    Attributes:
        name: What is measured.
        wanted: The least; where `unit` is given, a cost, the most.
        of: Gives the value; None where there is no mail to measure it by.
        unit: Of a cost.
    """

    name: str
    wanted: float
    of: Callable[[Outcome], float | None]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A target and what was measured."""

    target: Target
    value: float | None

    @property
    def reached(self) -> bool | None:
        """True where the value, unrounded, is good enough; None where there is none."""
        if self.value is None:
            return None
        if self.target.unit:
            return self.value <= self.target.wanted
        return self.value >= self.target.wanted


def _stated(fact: str) -> Callable[[Outcome], float | None]:
    return lambda outcome: outcome.figures.facts[fact].stated.share


TARGETS: Sequence[Target] = (
    Target("topics, micro F1", 0.90, lambda o: o.figures.micro.f1),
    Target("topics, macro F1", 0.85, lambda o: o.figures.macro_f1),
    Target("topic set exactly right", 0.75, lambda o: o.figures.exact.share),
    Target("route right", 0.93, lambda o: o.figures.route.share),
    Target(
        "distress flag, recall", DISTRESS_RECALL, lambda o: o.figures.flags[Flag.DISTRESS].recall
    ),
    Target(
        "distress flag, precision",
        DISTRESS_PRECISION,
        lambda o: o.figures.flags[Flag.DISTRESS].precision,
    ),
    Target(
        f"distress, best recall at precision {DISTRESS_PRECISION:.2f}",
        DISTRESS_RECALL,
        lambda o: o.curves.recall_at(DISTRESS_PRECISION),
    ),
    Target("unrelated and machine not to reply", 0.99, lambda o: o.figures.kept_from_reply.share),
    Target("mail owed a look not to none", 0.995, lambda o: o.figures.heard.share),
    Target("availability exactly right", 0.80, _stated("availability")),
    Target("university right", 0.92, _stated("university")),
    Target("year right", 0.92, _stated("year")),
    Target("city right", 0.92, _stated("city")),
    Target("time zone right", 0.92, _stated("timezone")),
    Target("name right", 0.92, _stated("name")),
    Target("one mail alone, median", 3, lambda o: o.costs.median, "ms"),
    Target("mail in batches, each", 0.5, lambda o: o.costs.batch, "ms"),
    Target("start-up until the first mail is read", 1, lambda o: o.costs.start.seconds, "s"),
    Target("memory added", 150, lambda o: o.costs.start.megabytes, "MB"),
)
"""At least, or where there is a unit at most; facts are counted where they are stated."""
