"""A group with all who belong to it, as its mails need to know it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.errors import NotFoundError
from mailbot.model.mail import Address
from mailbot.model.seats import MemberEnd
from mailbot.model.sessions import Attendee, Meeting, Part
from mailbot.store import absences, groups, mails, members, people

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from mailbot.model.seats import Group, Leading, Membership
    from mailbot.services.office import Office
    from mailbot.store.people import Applicant


@dataclass(frozen=True, slots=True)
class Roster:
    """A group on record, and everyone in it.

    Attributes:
        group: As it stands.
        meeting: Its sessions, members, leaders, announced absences and link.
        memberships: By applicant id, also of those who left.
        applicants: By id, also those who left.
        leaders: Who leads it, also who did.
    """

    group: Group
    meeting: Meeting
    memberships: Mapping[int, Membership]
    applicants: Mapping[int, Applicant]
    leaders: tuple[Leading, ...]

    @property
    def members(self) -> tuple[Attendee, ...]:
        """The members who belong to it now."""
        return self._present(Part.MEMBER)

    @property
    def led_by(self) -> tuple[Attendee, ...]:
        """The leaders who lead it now."""
        return self._present(Part.LEADER)

    @property
    def present(self) -> tuple[Attendee, ...]:
        """All who belong to it now, members first."""
        return (*self.members, *self.led_by)

    def _present(self, part: Part) -> tuple[Attendee, ...]:
        return tuple(
            each for each in self.meeting.attendees if each.part is part and each.left is None
        )


def group_of(connection: Connection, group_id: int) -> Group:
    """Return a group by its number.

    Raises:
        NotFoundError: There is none of this number.
    """
    found = groups.find(connection, group_id)
    if found is None:
        raise NotFoundError(
            f"There is no group {group_id}.", "`mailbot groups list` shows what there is."
        )
    return found


def roster(office: Office, connection: Connection, group_id: int) -> Roster:
    """Return a group with everyone in it.

    Raises:
        NotFoundError: There is no such group.
        SettingsError: `config/slots.toml`, where its link stands, is wrong.
    """
    group = group_of(connection, group_id)
    memberships = {each.applicant_id: each for each in members.of_group(connection, group_id)}
    applicants = people.those(connection, memberships)
    leaders = tuple(members.leaders_of(connection, group_id))
    meeting = Meeting(
        timetable=groups.timetable(connection, group_id),
        attendees=(
            *_told_apart(
                [student(applicants[number], each) for number, each in memberships.items()],
                applicants,
            ),
            *(_leader(each) for each in leaders),
        ),
        absences=absences.of_group(connection, group_id),
        link=office.slots.zoom_link(group.slot_id),
    )
    return Roster(group, meeting, memberships, applicants, leaders)


def address_of(connection: Connection, attendee: Attendee) -> Address:
    """Return where mail to a member or leader goes: for a student, where they wrote from last.

    Raises:
        NotFoundError: There is no address on record.
    """
    if attendee.part is Part.LEADER:
        email = members.leader(connection, attendee.id).email
    else:
        email = student_address(connection, people.get(connection, attendee.id))
    return Address(email, attendee.name)


def student_address(connection: Connection, applicant: Applicant) -> str:
    """Return the address a student wrote from last, else the first known.

    Raises:
        NotFoundError: There is none.
    """
    last = mails.last_sender(connection, applicant.id)
    if last in applicant.emails:
        return last
    if not applicant.emails:
        raise NotFoundError(f"There is no address of applicant {applicant.id}.")
    return applicant.emails[0]


def student(applicant: Applicant, membership: Membership | None = None) -> Attendee:
    """Return a student as letters about sessions need to know them."""
    since = membership.joined_at if membership else applicant.stage_since
    left = membership.ended_at if membership and membership.end is not MemberEnd.OVER else None
    return Attendee(
        part=Part.MEMBER,
        id=applicant.id,
        name=applicant.facts.name or applicant.name,
        timezone=applicant.facts.timezone or "",
        joined=since,
        left=left,
        held=applicant.held_at is not None,
    )


def _told_apart(
    students: Sequence[Attendee], applicants: Mapping[int, Applicant]
) -> Iterator[Attendee]:
    """Yield the members, those of one name with what tells them apart: university, city or year."""
    for each in students:
        others = [one for one in students if one.name == each.name and one.id != each.id]
        if not others:
            yield each
            continue
        theirs = [_particulars(applicants[one.id]) for one in others]
        own = _particulars(applicants[each.id])
        apart = (
            words
            for place, words in enumerate(own)
            if words and words not in {their[place] for their in theirs}
        )
        yield replace(each, known_as=next(apart, f"no. {each.id}"))


def _particulars(applicant: Applicant) -> tuple[str, str, str]:
    facts = applicant.facts
    year = f"year {facts.year}" if facts.year else ""
    return facts.university or "", facts.city or "", year


def _leader(leading: Leading) -> Attendee:
    leader = leading.leader
    return Attendee(
        Part.LEADER, leader.id, leader.name, leader.timezone, leading.since, leading.until
    )
