"""What mail about sessions tells one reader of a group, and the calendar that it carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.letters import SessionNews
from mailbot.model.sessions import Part

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.model.calendar import CalendarObject, CalendarWords
    from mailbot.model.sessions import Attendee
    from mailbot.services.meetings import Roster
    from mailbot.services.office import Office


def news_for(roster: Roster, reader: Attendee, now: datetime) -> SessionNews:
    """Return what any mail about the sessions still to come tells a reader.

    Leaders are told the members' names and the other leaders', members the leaders' alone.
    """
    leads = reader.part is Part.LEADER
    return SessionNews(
        reader=reader,
        timetable=roster.meeting.timetable,
        link=roster.meeting.link,
        members=tuple(each.listed for each in roster.members) if leads else (),
        leaders=tuple(each.name for each in roster.led_by if each != reader),
        now=now,
    )


def with_words(
    office: Office, news: SessionNews, calendar: CalendarObject
) -> tuple[CalendarObject, CalendarWords]:
    """Return a calendar object with the words of its entries.

    Raises:
        TemplateError: A template is missing, broken, or asks for what there is not.
    """
    return calendar, office.letters.calendar_words(news)
