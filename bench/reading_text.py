"""The figures of reading as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.reading_words import NO_SUCH_MAIL, shown
from mailbot.model.reading import Route

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.reading_costs import Costs
    from bench.reading_curves import Curves, Flagging, Weighed
    from bench.reading_scores import FactScore, Figures, Tally
    from bench.reading_targets import Outcome, Result


def report(outcome: Outcome) -> str:
    """Return all figures."""
    return "\n".join(
        [
            *_found(outcome.figures),
            *_routes(outcome.figures),
            *_curves(outcome.curves),
            *(_fact(name, each) for name, each in outcome.figures.facts.items()),
            *_costs(outcome.costs),
            "",
            *(_result(each) for each in outcome.results),
        ]
    )


def told(found: Tally) -> str:
    """Return a tally in words."""
    if found.f1 is None:
        return NO_SUCH_MAIL
    return (
        f"P {shown(found.precision, 2)}  R {shown(found.recall, 2)}  F1 {shown(found.f1, 2)}"
        f"  ({found.right} right, {found.wrong} wrong, {found.missed} missed)"
    )


def _found(figures: Figures) -> Iterator[str]:
    for topic, found in figures.topics.items():
        yield f"{topic:16} {told(found)}"
    yield (
        f"topics: micro F1 {shown(figures.micro.f1)}, macro F1 {shown(figures.macro_f1)}, "
        f"set exactly right {shown(figures.exact.share)}"
    )
    for flag, found in figures.flags.items():
        yield f"{flag:16} {told(found)}"
    yield f"distress, either grade: {told(figures.distress_either)}"


def _routes(figures: Figures) -> Iterator[str]:
    yield "route (down: right; across: read)" + "".join(f"{route:>12}" for route in Route)
    for true, row in figures.confusion.items():
        yield f"{true:33}" + "".join(f"{count:12}" for count in row.values())
    yield f"route right {shown(figures.route.share)}"
    yield (
        f"unrelated and machine never to reply {shown(figures.kept_from_reply.share)}; "
        f"owed mail not to none {shown(figures.heard.share, 4)}"
    )


def _curves(curves: Curves) -> Iterator[str]:
    yield (
        f"calibration error: topics {shown(curves.topics.error)}, "
        f"those raised {shown(curves.raised.error)}, routes {shown(curves.routes.error)}"
    )
    yield f"distress from {_flagging(curves.flag)}; a look from {_flagging(curves.look)}"
    for each in (*curves.replying[1::3], curves.chosen):
        rightly = "" if each.rightly is None else f", {each.rightly:.3f} of these rightly"
        yield (
            f"a reply from {each.threshold:.2f} on: {each.replied:.3f} of mails replied to"
            f"{rightly}; route right {each.route:.3f}"
        )


def _flagging(point: Flagging) -> str:
    found = point.found
    measured = f"P {shown(found.precision)} R {shown(found.recall)}"
    return f"{point.threshold:.2f}: {NO_SUCH_MAIL if found.f1 is None else measured}"


def _fact(name: str, score: FactScore) -> str:
    of = f" of {score.stated.of}" if score.stated.of else ""
    line = f"{name:16} {shown(score.stated.share)}{of}; {score.added} added"
    return line if score.overlap is None else f"{line}; overlap in hours {score.overlap:.3f}"


def _costs(costs: Costs) -> Iterator[str]:
    yield (
        f"one mail alone: median {costs.median:.2f} ms, 99 % below {costs.last:.2f} ms; "
        f"in a batch {costs.batch:.2f} ms a mail"
    )
    yield f"start-up {costs.start.seconds:.2f} s, {costs.start.megabytes:.0f} MB"


def _result(result: Result) -> str:
    target = result.target
    most = "at most" if target.unit else "at least"
    wanted = f"{most} {target.wanted:g}{' ' * bool(target.unit)}{target.unit}"
    short = "SHORT" if result.reached is False else ""
    return f"{target.name:46} {shown(result.value):>12}  {wanted:16} {short}"


def show_wrong(mails: Sequence[Weighed]) -> str:
    """Return each mail whose topics, flags or route were read wrongly, with the reading."""
    lines = []
    for each in mails:
        e, r = each.enquiry, each.reading
        if r.topic_set != e.topics or r.flag_set != e.flags or r.route is not e.route:
            read = ", ".join(f"{f.topic} {f.confidence:.2f}" for f in r.topics)
            lines.append(
                f"{e.id} [{e.stage}] {e.message.subject!r} {e.message.new_text[:400]!r}\n"
                f"   is {sorted(e.topics)} {sorted(e.flags)} {e.route}\n"
                f"   read {read} {sorted(r.flag_set)} {r.route} {r.reasons} {r.confidence:.2f}"
            )
    return "\n".join(lines)
