"""The figures of reading as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.model.reading import Route

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.reading_costs import Costs
    from bench.reading_curves import Calibration, Curves, Flagging, Weighed
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
    return (
        f"P {found.precision:.2f}  R {found.recall:.2f}  F1 {found.f1:.2f}"
        f"  ({found.right} right, {found.wrong} wrong, {found.missed} missed)"
    )


def _found(figures: Figures) -> Iterator[str]:
    for topic, found in figures.topics.items():
        yield f"{topic:16} {told(found)}"
    yield (
        f"topics: micro F1 {figures.micro.f1:.3f}, macro F1 {figures.macro_f1:.3f}, "
        f"set exactly right {figures.exact.share:.3f}"
    )
    for flag, found in figures.flags.items():
        yield f"{flag:16} {told(found)}"
    yield f"distress, either grade: {told(figures.distress_either)}"


def _routes(figures: Figures) -> Iterator[str]:
    yield "route (down: right; across: read)" + "".join(f"{route:>12}" for route in Route)
    for true, row in figures.confusion.items():
        yield f"{true:33}" + "".join(f"{count:12}" for count in row.values())
    yield f"route right {figures.route.share:.3f}"
    yield (
        f"unrelated and machine never to reply {figures.kept_from_reply.share:.3f}; "
        f"owed mail not to none {figures.heard.share:.4f}"
    )


def _curves(curves: Curves) -> Iterator[str]:
    yield (
        f"calibration error: topics {_error(curves.topics)}, those raised {_error(curves.raised)}, "
        f"routes {_error(curves.routes)}"
    )
    yield f"distress from {_flagging(curves.flag)}; a look from {_flagging(curves.look)}"
    for each in (*curves.replying[1::3], curves.chosen):
        yield (
            f"a reply from {each.threshold:.2f} on: {each.replied:.3f} of mails replied to, "
            f"{each.rightly:.3f} of these rightly; route right {each.route:.3f}"
        )


def _error(calibration: Calibration) -> str:
    return f"{calibration.error:.3f}"


def _flagging(point: Flagging) -> str:
    return f"{point.threshold:.2f}: P {point.found.precision:.3f} R {point.found.recall:.3f}"


def _fact(name: str, score: FactScore) -> str:
    line = f"{name:16} {score.stated.share:.3f} of {score.stated.of}; {score.added} added"
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
    return f"{target.name:46} {result.value:8.3f}  {wanted:16} {'' if result.reached else 'SHORT'}"


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
