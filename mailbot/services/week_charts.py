"""The figures that the weekly page draws."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from mailbot.model.reading import Stage
from mailbot.model.seats import GroupStatus
from mailbot.model.weekly import Chart, ChartKind, ChartRow
from mailbot.store import absences, groups, members, people, weeks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from sqlalchemy import Connection

    from mailbot.model.seats import Group
    from mailbot.services.office import Office

_WEEKS = 8


def charts_of_the_week(office: Office, now: datetime) -> tuple[Chart, ...]:
    """Return the charts in which there is anything to see."""
    edges = _edges(now, office.settings.coordinator.zone)
    with office.database.transaction() as connection:
        found = (
            _mails(connection, edges, office.settings.coordinator.zone),
            _queue(connection, edges, office.settings.coordinator.zone),
            _attendance(connection, now),
        )
    return tuple(chart for chart in found if _says_something(chart))


def _edges(now: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return when the last weeks began, and `now`: weeks end at this hour of her wall clock."""
    wall = now.astimezone(zone)
    return [
        datetime.combine((wall - timedelta(weeks=back)).date(), wall.time(), zone)
        for back in range(_WEEKS, -1, -1)
    ]


def _says_something(chart: Chart) -> bool:
    kind, rows = chart.kind, chart.rows
    if kind is ChartKind.ATTENDANCE:
        return any(value is not None for row in rows for value in row.values)
    return any(value for row in rows for value in row.values)


def _mails(connection: Connection, edges: Sequence[datetime], zone: ZoneInfo) -> Chart:
    since = edges[0]
    return Chart(
        ChartKind.MAILS,
        tuple(_day(edge, zone) for edge in edges[:-1]),
        (
            ChartRow("answered", _counted(weeks.answered(connection, since), edges)),
            ChartRow("hers", _counted(weeks.hers(connection, since), edges)),
        ),
    )


def _counted(times: Sequence[datetime], edges: Sequence[datetime]) -> tuple[int, ...]:
    """Return how many of `times`, in order, lie in each week."""
    upto = [bisect_right(times, edge) for edge in edges]
    return tuple(after - before for before, after in pairwise(upto))


def _queue(connection: Connection, edges: Sequence[datetime], zone: ZoneInfo) -> Chart:
    """Return how many waited at the end of each week, counted back from those who wait now."""
    waits = [each for each in people.with_place(connection) if each.stage is Stage.QUEUED]
    moves = weeks.queue_moves(connection, edges[0])
    lengths = tuple(
        max(0, len(waits) - sum(change for at, change in moves if at > edge)) for edge in edges[1:]
    )
    labels = tuple(_day(edge, zone) for edge in edges[1:])
    return Chart(ChartKind.QUEUE, labels, (ChartRow("waiting", lengths),))


def _attendance(connection: Connection, now: datetime) -> Chart:
    """Return who came to the groups that meet now, by the words of their leaders."""
    running = groups.those(connection, [GroupStatus.CONFIRMED])
    most = max((group.series.weeks for group in running), default=0)
    rows = [_came(connection, group, most, now) for group in running]
    labels = tuple(str(number) for number in range(1, most + 1))
    begun = [row for row in rows if any(value is not None for value in row.values)]
    return Chart(ChartKind.ATTENDANCE, labels, tuple(begun))


def _came(connection: Connection, group: Group, most: int, now: datetime) -> ChartRow:
    reported = {each.session for each in absences.reports(connection, group.id)}
    missing = {(each.session, each.applicant_id) for each in absences.missed(connection, group.id)}
    belonging = members.of_group(connection, group.id)
    values: list[int | None] = [None] * most
    out_of = [0] * most
    for session in groups.timetable(connection, group.id).sessions:
        theirs = {
            each.applicant_id
            for each in belonging
            if each.joined_at <= session.start
            and (each.ended_at is None or each.ended_at > session.start)
        }
        if session.end <= now and session.number in reported and not session.cancelled:
            gone = {who for number, who in missing if number == session.number}
            values[session.number - 1] = len(theirs - gone)
            out_of[session.number - 1] = len(theirs)
    return ChartRow(group.label, tuple(values), tuple(out_of))


def _day(edge: datetime, zone: ZoneInfo) -> str:
    wall = edge.astimezone(zone)
    return f"{wall.day} {wall:%b}"
