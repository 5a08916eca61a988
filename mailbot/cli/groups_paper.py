"""One group as it is shown to the coordinator: its people, its sessions, what she can do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mailbot.cli.groups_steps import next_steps
from mailbot.cli.output import shown
from mailbot.cli.paper import grid, harmless, who
from mailbot.cli.queue_paper import shown_day
from mailbot.letters.facts import told, zone_words
from mailbot.model.seats import MemberEnd, OfferState
from mailbot.model.sessions import Absence, AbsenceKind, Session, Timetable
from mailbot.services.groups_listing import Card, Met
from mailbot.store.people import Applicant

_STATES = {
    OfferState.DRAFTED: "offer drafted, not approved yet",
    OfferState.OPEN: "offered",
    OfferState.DECLINED: "declined",
    OfferState.LAPSED: "no answer in time",
    OfferState.TAKEN_BACK: "offer taken back",
}
_ENDS = {
    MemberEnd.LEFT: "left",
    MemberEnd.OVER: "until the end",
    MemberEnd.CANCELLED: "until the group was called off",
}
_COMES = {AbsenceKind.ABSENT: "absent", AbsenceKind.LATE: "late", AbsenceKind.EARLY: "leaves early"}


def print_group(paper: Console, card: Card, now: datetime, zone: ZoneInfo) -> None:
    """Print all that there is of a group; instants in `zone`, the coordinator's."""
    group = card.roster.group
    paper.print(Text(f"Group {group.id}, {group.label}: {group.status.value}", style="bold"))
    _under(paper, "", grid(_summary(card)))
    people = list(_people(card, zone))
    _under(paper, "People", _table(people or [("Nobody yet.",)]))
    _under(paper, "Sessions", _table([_session(card, each, now, zone) for each in card.sessions]))
    steps = next_steps(card, now)
    if steps:
        _under(paper, "What you can do", grid(steps))


def print_sessions(
    paper: Console, table: Timetable, zone: ZoneInfo, now: datetime | None = None
) -> None:
    """Print the dates of a series, in `zone` and the group's; cancelled and past ones marked."""
    rows = [
        (f"{each.number}", when(table, each, zone), _mark(each, now)) for each in table.sessions
    ]
    _under(paper, "Sessions", _table(rows))


def _mark(session: Session, now: datetime | None) -> str:
    if session.cancelled:
        return "cancelled"
    return "past" if now and session.end <= now else ""


def print_rows(paper: Console, rows: Sequence[tuple[str, ...]]) -> None:
    """Print a table without headings, a line or more each row."""
    paper.print(Padding(_table(rows), (0, 0, 0, 2)))


def print_under(paper: Console, heading: str, rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows, or single sentences, below a heading; nothing at all where there are none."""
    if rows:
        _under(paper, heading, _table(rows))


def local_times(table: Timetable, timezone: str | None) -> str:
    """Return when sessions begin on the clock of a zone: `Tue 18:00, from 7 Apr Tue 17:00`."""
    if not timezone:
        return "time zone not known"
    said: list[str] = []
    last = ""
    for each in table.sessions:
        local = each.regular.astimezone(ZoneInfo(timezone))
        time = f"{local:%a %H:%M}"
        if time != last:
            said.append(f"from {local.day} {local:%b} {time}" if said else time)
        last = time
    return ", ".join(said)


def when(table: Timetable, session: Session, zone: ZoneInfo) -> str:
    """Return when a session is in `zone`, with the group's own time where that differs."""
    group_zone = ZoneInfo(table.series.timezone)
    own, theirs = session.start.astimezone(zone), session.start.astimezone(group_zone)
    if own.utcoffset() == theirs.utcoffset():
        return shown(session.start, zone)
    return f"{shown(session.start, zone)} ({theirs:%a %H:%M} {zone_words(group_zone.key)})"


def study(applicant: Applicant) -> str:
    """Return what and where a student studies, as far as it is known."""
    return told(applicant.facts).study


def _under(paper: Console, heading: str, content: Table) -> None:
    if heading:
        paper.print(Text(heading, style="bold"))
    paper.print(Padding(content, (0, 0, 1, 2)))


def _table(rows: Sequence[tuple[str, ...]]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for _ in rows[0] if rows else ():
        table.add_column(overflow="fold")
    for row in rows:
        table.add_row(*(Text(harmless(cell)) for cell in row))
    return table


def _summary(card: Card) -> list[tuple[str, str]]:
    group, roster = card.roster.group, card.roster
    coming = card.coming
    rule = f"a group needs {group.members_least} and holds {group.members_most}"
    taken, offered = len(roster.members), len(card.pending)
    leaders = [each.leader for each in roster.leaders if each.until is None]
    return [
        ("slot", group.slot_id),
        *(("leader", who(f"{each.name} <{each.email}>")) for each in leaders),
        (
            "places",
            f"{taken} taken, {offered} on offer, {card.free} free; {rule}",
        ),
        ("next", f"session {coming.number}" if coming else "no session is to come"),
        ("link", "" if roster.meeting.link else "none yet: write zoom into config/slots.toml"),
        ("unsent", f"{len(card.unsent)} mails" if card.unsent else ""),
    ]


def _people(card: Card, zone: ZoneInfo) -> Iterator[tuple[str, ...]]:
    table = card.roster.meeting.timetable
    for membership in card.roster.memberships.values():
        applicant = card.roster.applicants[membership.applicant_id]
        stands = f"member since {shown_day(membership.joined_at, zone)}"
        if membership.ended_at and membership.end:
            stands = f"{_ENDS[membership.end]}, {shown_day(membership.ended_at, zone)}"
        yield _person(applicant, stands, table)
    for each in card.offers:
        state = each.offer.state
        if state is not OfferState.ACCEPTED:
            until = f", until {shown(each.offer.deadline, zone)}" if each in card.pending else ""
            yield _person(each.applicant, f"{_STATES[state]}{until}", table)


def _person(applicant: Applicant, stands: str, table: Timetable) -> tuple[str, ...]:
    held = "; held: mail waits for your word" if applicant.held_at else ""
    return (
        who(applicant.shown),
        f"{stands}{held}",
        local_times(table, applicant.facts.timezone),
    )


def _session(card: Card, met: Met, now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    table = card.roster.meeting.timetable
    return (
        f"{met.session.number}",
        when(table, met.session, zone),
        "\n".join(_known(met, now, is_next=met.session == card.coming)),
    )


def _known(met: Met, now: datetime, *, is_next: bool) -> Iterator[str]:
    if met.session.cancelled:
        yield "cancelled"
        return
    if is_next:
        yield "the next"
    elif met.session.start != met.session.regular:
        yield "moved"
    for name, each in met.announced:
        yield f"{name}: {_announced(each)}"
    if met.session.end <= now:
        missing = ", ".join(met.missing) or "nobody"
        yield f"missing: {missing}" if met.reported else "who was missing: unknown"


def _announced(absence: Absence) -> str:
    minutes = f" by {absence.minutes} minutes" if absence.minutes else ""
    return f"{_COMES[absence.kind]}{minutes}"
