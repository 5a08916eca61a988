"""What confidences are worth: calibration, recall against precision, the effect of thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from bench.reading_scores import Tally, share, tally
from mailbot.model.reading import Flag, Route, Topic
from mailbot.reading.distress import FLAG_FROM, LOOK_FROM
from mailbot.reading.routing import UNSURE_BELOW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bench.enquiries import Enquiry
    from mailbot.model.reading import Reading

_BINS = 10
_STEPS = 20
_SMALLEST_RISK = 0.001


@dataclass(frozen=True, slots=True)
class Weighed:
    """A labelled mail, what was read in it, and the chances behind that.

    Attributes:
        enquiry: The mail and its labels.
        reading: What was read.
        chances: How likely each topic is that makes sense at the writer's stage; none for machines.
        risk: How likely someone needs care, from 0 to 1.
    """

    enquiry: Enquiry
    reading: Reading
    chances: Mapping[Topic, float]
    risk: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Judgements that were about as sure: how sure on average, and how often right."""

    said: float
    true: float
    count: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """Judgements by how sure they were, ten bins of the same width, empty ones left out."""

    bins: tuple[Bin, ...]

    @property
    def error(self) -> float | None:
        """The expected calibration error: how far what was said lies from what is true.

        None where nothing was judged.
        """
        total = sum(each.count for each in self.bins)
        off = sum(each.count * abs(each.said - each.true) for each in self.bins)
        return off / total if total else None


@dataclass(frozen=True, slots=True)
class Flagging:
    """What would be flagged as distress from some risk on."""

    threshold: float
    found: Tally


@dataclass(frozen=True, slots=True)
class Replying:
    """What would follow if a reply had to be so sure.

    Attributes:
        threshold: The confidence that a reply needs.
        replied: The share of all mails that is routed to `reply`.
        rightly: The share of these that a template does answer; None where there are none.
        route: The share of all mails with the right route.
    """

    threshold: float
    replied: float
    rightly: float | None
    route: float


@dataclass(frozen=True, slots=True)
class Curves:
    """All that depends on how sure reading is.

    Attributes:
        topics: Each topic in each mail of a person.
        raised: The same, of topics that were raised.
        routes: The confidence of routes.
        distress: By falling risk.
        flag: As distress is flagged.
        look: As the coordinator has a look.
        replying: By rising threshold.
        chosen: At the threshold that holds.
    """

    topics: Calibration
    raised: Calibration
    routes: Calibration
    distress: tuple[Flagging, ...]
    flag: Flagging
    look: Flagging
    replying: tuple[Replying, ...]
    chosen: Replying

    def recall_at(self, precision: float) -> float | None:
        """Return the most distress that some threshold finds with at least this precision.

        None where no mail is of distress.
        """
        if self.flag.found.recall is None:
            return None
        found = [each.found for each in self.distress]
        return max(
            (each.recall or 0.0 for each in found if (each.precision or 0.0) >= precision),
            default=0.0,
        )


def curves(mails: Sequence[Weighed]) -> Curves:
    """Return what the confidences of some readings are worth."""
    return Curves(
        topics=calibration(
            (chance, topic in each.enquiry.topics)
            for each in mails
            for topic, chance in each.chances.items()
        ),
        raised=calibration(
            (finding.confidence, finding.topic in each.enquiry.topics)
            for each in mails
            for finding in each.reading.topics
        ),
        routes=calibration(
            (each.reading.confidence, each.reading.route is each.enquiry.route) for each in mails
        ),
        distress=tuple(flagging(mails, risk) for risk in _risks(mails)),
        flag=flagging(mails, FLAG_FROM),
        look=flagging(mails, LOOK_FROM),
        replying=tuple(replying(mails, step / _STEPS) for step in range(_STEPS)),
        chosen=replying(mails, UNSURE_BELOW),
    )


def calibration(judgements: Iterable[tuple[float, bool]]) -> Calibration:
    """Return how sure judgements (confidence, whether true) were, and how often they held."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for said, true in judgements:
        bins[min(int(said * _BINS), _BINS - 1)].append((said, true))
    return Calibration(
        tuple(
            Bin(fmean(said for said, _ in each), fmean(true for _, true in each), len(each))
            for each in bins
            if each
        )
    )


def flagging(mails: Sequence[Weighed], threshold: float) -> Flagging:
    """Return what would be flagged from `threshold` on."""
    return Flagging(
        threshold,
        tally((each.risk >= threshold, Flag.DISTRESS in each.enquiry.flags) for each in mails),
    )


def _risks(mails: Sequence[Weighed]) -> list[float]:
    """Return the thresholds at which a mail more is flagged, highest first."""
    return sorted({each.risk for each in mails if each.risk >= _SMALLEST_RISK}, reverse=True)


def replying(mails: Sequence[Weighed], threshold: float) -> Replying:
    """Return what would follow if a reply needed a confidence of `threshold`."""
    routes = [(each.enquiry.route, route_at(each.reading, threshold)) for each in mails]
    replies = [true for true, read in routes if read is Route.REPLY]
    return Replying(
        threshold=threshold,
        replied=len(replies) / max(1, len(routes)),
        rightly=share(true is Route.REPLY for true in replies).share,
        route=sum(true is read for true, read in routes) / max(1, len(routes)),
    )


def route_at(reading: Reading, threshold: float) -> Route:
    """Return the route of a mail if a reply needed a confidence of `threshold`.

    Only the last two rules of the routes ask how sure a reply is; all others hold whatever it is.
    """
    reply = reading.confidence if reading.route is Route.REPLY else round(1 - reading.confidence, 4)
    doubtful = bool({Topic.UNRELATED, Topic.THANKS} & reading.topic_set)
    if doubtful or reading.reasons not in {("answerable",), ("unsure",)}:
        return reading.route
    return Route.REPLY if reply >= threshold else Route.COORDINATOR
