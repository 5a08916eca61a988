"""Who says that they cannot come is noted for the right session, and whoever must know hears."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import RefusedError
from mailbot.mail.compose import read_back
from mailbot.model.outbox import State
from mailbot.model.sessions import AbsenceKind, Part
from mailbot.services import absent_by_word
from mailbot.services.meetings import roster
from mailbot.store import absences, groups, members, outbox, people, record
from mailbot.store.mails import Fate
from tests.servers.groups import LENA, Plan, confirmed_group, write_slots

if TYPE_CHECKING:
    from mailbot.model.seats import Group
    from mailbot.store.outbox import Outbound
    from tests.faults.house import House

LIA, TOM = "lia@student.test", "tom@student.test"
STUDENTS = (
    (LIA, "Lia Wong", "Australia/Sydney"),
    (TOM, "Tom Brown", "Australia/Perth"),
    ("sam@student.test", "Sam Taufa", "Pacific/Auckland"),
)
OURS = "mx.balint.example"


@pytest.fixture
def group(house: House) -> Group:
    """A group that meets on Tuesdays from 1 December 2026, 7 pm Sydney time."""
    write_slots(house.home, Plan())
    mailbox = house.settings.mailbox.model_copy(update={"authserv": OURS})
    settings = house.settings.model_copy(update={"mailbox": mailbox})
    house.settings = settings
    house.office = replace(house.office, settings=settings)
    return confirmed_group(house.office, house.later(), STUDENTS)


def noted(house: House, group: Group) -> list[tuple[str, int, AbsenceKind, int | None]]:
    """Return who is known to miss what, by name."""
    with house.office.database.transaction() as connection:
        leaders = {each.leader.id: each.leader.name for each in members.leaders_of(connection, 1)}
        return [
            (
                people.get(connection, each.person_id).name
                if each.part is Part.MEMBER
                else leaders[each.person_id],
                each.session,
                each.kind,
                each.minutes,
            )
            for each in absences.of_group(connection, group.id)
        ]


def drafts(house: House) -> list[Outbound]:
    with house.office.database.transaction() as connection:
        return outbox.in_states(connection, (State.DRAFT,))


def told(house: House) -> list[str]:
    """Return the alerts about groups, as the coordinator reads them."""
    with house.office.database.transaction() as connection:
        sent = outbox.in_states(connection, (State.SENT,))
    letters = [read_back(each.raw) for each in sent if each.kind == "alert/group"]
    return [f"{each.subject}\n{each.text}" for each in letters]


def calendar_reply(
    house: House,
    sender: str,
    answer: str,
    *,
    attendee: str = "",
    uid: str = "balint-group-1@balint.example",
    session: str = "",
    comment: str = "",
) -> None:
    """Let a calendar answer the invitation."""
    recurrence = f"RECURRENCE-ID:{session}\r\n" if session else ""
    said = f"COMMENT:{comment}\r\n" if comment else ""
    event = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n"
        f"UID:{uid}\r\nDTSTAMP:20261124T000000Z\r\n{recurrence}"
        f"ATTENDEE;PARTSTAT={answer}:mailto:{attendee or sender}\r\n{said}"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    raw = (
        f"From: Someone <{sender}>\r\nTo: ruth@balint.example\r\nSubject: Declined: Balint\r\n"
        f"Message-ID: <{house.written}.{len(event)}@cal.test>\r\n"
        "Date: Tue, 24 Nov 2026 09:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: text/calendar; method=REPLY; charset="utf-8"\r\n\r\n'
        f"{event}"
    ).encode()
    house.written += 1
    house.mailbox.put(raw, "INBOX", at=house.clock.now())
    house.work()


def test_a_named_day_is_noted_and_read_back(house: House, group: Group) -> None:
    house.writes(f"Lia <{LIA}>", "Hi Ruth, I can't make it on 8 December, sorry. #absence")
    house.work()
    assert noted(house, group) == [("Lia Wong", 2, AbsenceKind.ABSENT, None)]
    (draft,) = drafts(house)
    text = read_back(draft.raw).text
    assert "You cannot come to session 2, Tuesday 8 December" in text
    assert "Your leaders will hear of it before the session." in text
    assert told(house) == []


def test_days_are_meant_in_the_writers_own_zone(house: House, group: Group) -> None:
    house.writes(f"Tom <{TOM}>", "I will be 15 minutes late on Tuesday 15 December. #absence")
    house.work()
    assert noted(house, group) == [("Tom Brown", 3, AbsenceKind.LATE, 15)]
    assert "4–5.30 pm Perth time" in read_back(drafts(house)[0].raw).text


def test_what_is_not_clear_is_asked_and_nothing_is_noted(house: House, group: Group) -> None:
    house.writes(f"Lia <{LIA}>", "Sorry, I won't be able to come to one of them. #absence")
    house.work()
    assert noted(house, group) == []
    assert "which session you mean" in read_back(drafts(house)[0].raw).text


def test_two_absences_of_a_member_reach_the_coordinator_once(house: House, group: Group) -> None:
    house.writes(f"Lia <{LIA}>", "I can't come on 8 December #absence")
    house.work()
    assert told(house) == []
    house.writes(f"Lia <{LIA}>", "nor can I come on 15 December #absence")
    house.work()
    house.work()
    (only,) = told(house)
    assert "Lia Wong" in only
    assert "sessions 2, 3" in only


def test_the_answer_covers_what_an_unanswered_mail_before_it_said(
    house: House, group: Group
) -> None:
    house.writes(f"Lia <{LIA}>", "I can't come on 8 December #absence", message_id="<a@s.test>")
    house.work()
    reply_to = (("In-Reply-To", "<a@s.test>"),)
    house.writes(f"Lia <{LIA}>", "and not on 15 December #absence", headers=reply_to)
    house.work()
    (draft,) = drafts(house)
    text = read_back(draft.raw).text
    assert "session 2, " in text
    assert "session 3, " in text


def test_who_comes_after_all_is_expected_again_and_told_so(house: House, group: Group) -> None:
    house.writes(f"Lia <{LIA}>", "I can't come on 8 December #absence")
    house.work()
    house.writes(f"Lia <{LIA}>", "I can come on the 8th after all! #absence")
    house.work()
    assert noted(house, group) == []
    text = read_back(drafts(house)[-1].raw).text
    assert "You come to session 2, Tuesday 8 December" in text
    assert "which session you mean" not in text
    with house.office.database.transaction() as connection:
        told = [each.why for each in record.events(connection, group_id=group.id)]
    assert "comes to session 2 after all" in told


def test_words_on_when_they_can_meet_only_take_an_absence_back(house: House, group: Group) -> None:
    house.writes(f"Lia <{LIA}>", "I can't come on 8 December #absence")
    house.work()
    house.writes(f"Lia <{LIA}>", "Good news, I can come after all! #availability")
    house.work()
    assert noted(house, group) == []
    assert "You come to session 2, Tuesday 8 December" in read_back(drafts(house)[-1].raw).text
    house.writes(f"Lia <{LIA}>", "I can't do Tuesdays in winter. #availability")
    house.work()
    assert noted(house, group) == []


def test_who_was_there_by_their_word_is_no_longer_absent(house: House, group: Group) -> None:
    after_session_one(house, group)
    absent_by_word.absent(house.office, LIA, 1, AbsenceKind.ABSENT, house.clock.now())
    words = "I was there tonight! But I can't come on the 8th and the 15th. #absence"
    house.writes(f"Lia <{LIA}>", words)
    house.work()
    assert [each[1] for each in noted(house, group)] == [2, 3]
    text = read_back(drafts(house)[-1].raw).text
    assert "You were there for session 1" in text
    assert "session 3, " in text


def test_who_missed_a_session_is_not_asked_about_those_to_come(house: House, group: Group) -> None:
    after_session_one(house, group)
    house.writes(f"Lia <{LIA}>", "So sorry I missed Tuesday, I'll be there next week #absence")
    house.work()
    assert noted(house, group) == [("Lia Wong", 1, AbsenceKind.ABSENT, None)]
    text = read_back(drafts(house)[-1].raw).text
    assert "You were not there for session 1" in text
    assert "which session you mean" not in text


def test_what_was_said_more_exactly_is_kept(house: House, group: Group) -> None:
    house.writes(f"Lia <{LIA}>", "15 minutes late on 8 December #absence")
    house.work()
    house.writes(f"Lia <{LIA}>", "As I said, I will be late on 8 December. #absence")
    house.work()
    assert noted(house, group) == [("Lia Wong", 2, AbsenceKind.LATE, 15)]
    house.writes(f"Lia <{LIA}>", "Now I can't come at all on 8 December. #absence")
    house.work()
    assert noted(house, group) == [("Lia Wong", 2, AbsenceKind.ABSENT, None)]


def test_who_does_not_know_yet_is_asked_to_write_when_they_do(house: House, group: Group) -> None:
    house.writes(f"Lia <{LIA}>", "I might not be able to come on 8 December. #absence")
    house.work()
    assert noted(house, group) == []
    text = read_back(drafts(house)[-1].raw).text
    assert "As soon as you know" in text
    assert "Session 2: Tuesday 8 December" in text
    assert "Session 3" not in text


def test_a_declined_session_in_the_calendar_is_an_absence(house: House, group: Group) -> None:
    calendar_reply(house, LIA, "DECLINED", session="20261208T080000Z")
    assert noted(house, group) == [("Lia Wong", 2, AbsenceKind.ABSENT, None)]
    (draft,) = drafts(house)
    assert draft.kind == "session/absence_noted"
    assert draft.recipient == LIA
    calendar_reply(house, LIA, "ACCEPTED", session="20261208T080000Z")
    assert noted(house, group) == []


@pytest.mark.parametrize(
    "forged",
    [
        {"attendee": TOM},
        {"uid": "balint-group-2@balint.example"},
        {"uid": "balint-group-1@elsewhere.example"},
        {"sender": "stranger@student.test"},
        {"sender": "stranger@student.test", "attendee": LIA},
    ],
)
def test_uid_and_sender_must_both_be_right(
    house: House, group: Group, forged: dict[str, str]
) -> None:
    answer = {"sender": LIA, "session": "20261208T080000Z", **forged}
    calendar_reply(house, answer="DECLINED", **answer)
    assert noted(house, group) == []
    assert drafts(house) == []


def test_a_calendar_of_another_address_is_put_before_her_and_nothing_is_noted(
    house: House, group: Group
) -> None:
    other = "lia@elsewhere.test"
    calendar_reply(house, other, "DECLINED", attendee=LIA, session="20261208T080000Z")
    assert noted(house, group) == []
    assert house.taken[-1].fate is Fate.PUT_BEFORE
    house.work()
    (asked,) = told(house)
    assert LIA in asked
    assert f"`mailbot queue join {LIA} {other}`" in " ".join(asked.split())


def test_a_series_declined_is_for_the_coordinator_to_ask_about(house: House, group: Group) -> None:
    calendar_reply(house, LIA, "DECLINED")
    assert noted(house, group) == []
    assert house.taken[-1].fate is Fate.PUT_BEFORE


def test_what_is_written_with_a_calendars_answer_is_read(house: House, group: Group) -> None:
    calendar_reply(
        house, LIA, "DECLINED", session="20261208T080000Z", comment="I do not know how #distress"
    )
    assert house.taken[-1].ruling is not None
    assert house.taken[-1].ruling.rule == "distress"


def test_a_leader_who_cannot_come_is_put_to_the_coordinator_with_choices(
    house: House, group: Group
) -> None:
    house.writes(f"Lena <{LENA.email}>", "I can't make it on 8 December.")
    house.work()
    assert noted(house, group) == [("Dr Lena Roth", 2, AbsenceKind.ABSENT, None)]
    (only,) = told(house)
    assert "Go on with Kim Sato" in only
    assert "groups reschedule 1 --session 2" in only
    assert "groups cancel 1 --session 2" in only
    (draft,) = drafts(house)
    assert draft.recipient == LENA.email
    with house.office.database.transaction() as connection:
        assert people.by_email(connection, LENA.email) is None


def after_session_one(house: House, group: Group) -> None:
    with house.office.database.transaction() as connection:
        first = groups.timetable(connection, group.id).sessions[0]
    house.clock.set(first.end)
    house.work(10)


def missing(house: House, group: Group) -> tuple[list[int], list[str]]:
    with house.office.database.transaction() as connection:
        return (
            [each.session for each in absences.reports(connection, group.id)],
            [
                people.get(connection, each.applicant_id).name
                for each in absences.missed(connection, group.id)
            ],
        )


PROVED = (("Authentication-Results", f"{OURS}; dmarc=pass header.from=leader.test"),)


def test_a_leaders_word_on_who_was_missing_is_taken_down(house: House, group: Group) -> None:
    after_session_one(house, group)
    assert missing(house, group) == ([], [])
    house.writes(f"Lena <{LENA.email}>", "Hi Ruth,\nTom was missing.\nLena", headers=PROVED)
    house.work()
    assert missing(house, group) == ([1], ["Tom Brown"])
    assert house.taken[-1].fate is Fate.HANDLED
    assert drafts(house) == []


def test_everyone_there_is_a_word_as_well(house: House, group: Group) -> None:
    after_session_one(house, group)
    house.writes(f"Lena <{LENA.email}>", "Everyone was there.", headers=PROVED)
    house.work()
    assert missing(house, group) == ([1], [])


def test_a_sender_who_is_not_proved_is_read_by_the_coordinator(house: House, group: Group) -> None:
    after_session_one(house, group)
    house.writes(f"Lena <{LENA.email}>", "Tom was missing.")
    house.work()
    assert missing(house, group) == ([], [])
    assert house.taken[-1].fate is Fate.PUT_BEFORE


def test_a_leaders_worry_is_read_by_the_coordinator_too(house: House, group: Group) -> None:
    after_session_one(house, group)
    words = "Tom was missing. I would like to talk to you about Lia."
    house.writes(f"Lena <{LENA.email}>", words, headers=PROVED)
    house.work()
    assert missing(house, group) == ([1], ["Tom Brown"])
    assert house.taken[-1].fate is Fate.PUT_BEFORE


def test_before_a_session_nobody_was_missing_from_it(house: House, group: Group) -> None:
    house.writes(f"Lena <{LENA.email}>", "Tom was missing.", headers=PROVED)
    house.work()
    assert missing(house, group) == ([], [])
    assert house.taken[-1].fate is Fate.PUT_BEFORE


def test_who_has_left_the_group_is_not_noted(house: House, group: Group) -> None:
    with house.office.database.transaction() as connection:
        first = members.of_group(connection, group.id)[0]
    assert date(2026, 12, 1) == group.series.first_date
    house.writes(f"Lia <{LIA}>", "I am leaving the group. #withdraw")
    house.work()
    house.writes(f"Lia <{LIA}>", "I can't come on 8 December #absence")
    house.work()
    assert noted(house, group) == []
    with house.office.database.transaction() as connection:
        left = members.of_group(connection, group.id)[0]
    assert first.ended_at is None
    assert left.ended_at is not None


def test_a_member_who_leaves_is_told_of_once_with_the_choice_to_fill(
    house: House, group: Group
) -> None:
    house.writes(f"Lia <{LIA}>", "I have to leave the group. #withdraw")
    house.work()
    house.work()
    (only,) = told(house)
    assert "Lia Wong" in only
    assert "groups fill 1" in only


def test_after_the_second_session_a_place_stays_empty(house: House, group: Group) -> None:
    with house.office.database.transaction() as connection:
        second = groups.timetable(connection, group.id).sessions[1]
    house.clock.set(second.start)
    house.writes(f"Lia <{LIA}>", "I have to leave the group. #withdraw")
    house.work()
    (only,) = told(house)
    assert "groups fill" not in only
    assert "stays empty" in only


def test_what_she_hears_by_telephone_is_noted_by_her_word(house: House, group: Group) -> None:
    now = house.clock.now()
    absent_by_word.absent(house.office, LIA, 2, AbsenceKind.LATE, now, minutes=20)
    assert noted(house, group) == [("Lia Wong", 2, AbsenceKind.LATE, 20)]
    absent_by_word.absent(house.office, LIA, 2, None, now)
    assert noted(house, group) == []
    absent_by_word.absent(house.office, LENA.email, 3, AbsenceKind.ABSENT, now)
    assert noted(house, group) == [("Dr Lena Roth", 3, AbsenceKind.ABSENT, None)]
    with pytest.raises(RefusedError, match="no session 7"):
        absent_by_word.absent(house.office, LIA, 7, AbsenceKind.ABSENT, now)
    with pytest.raises(RefusedError, match="not begun"):
        absent_by_word.was_missing(house.office, group.id, 1, [LIA], now)
    after_session_one(house, group)
    absent_by_word.was_missing(house.office, group.id, 1, [LIA], house.clock.now())
    assert missing(house, group) == ([1], ["Lia Wong"])


def test_leaders_can_tell_two_members_of_one_name_apart(house: House) -> None:
    write_slots(house.home, Plan())
    same = (
        ("amy1@student.test", "Amy Chen", "Australia/Sydney"),
        ("amy2@student.test", "Amy Chen", "Australia/Sydney"),
        ("lina@student.test", "Lina Roy", "Australia/Sydney"),
    )
    group = confirmed_group(house.office, house.later(), same)
    with house.office.database.transaction() as connection:
        for email, university in (("amy1", "UNSW Sydney"), ("amy2", "Monash University")):
            found = people.by_email(connection, f"{email}@student.test")
            assert found is not None
            facts = replace(found.facts, university=university)
            people.set_facts(connection, found.id, found.name, facts)
        names = [each.listed for each in roster(house.office, connection, group.id).members]
    assert names == ["Amy Chen (UNSW Sydney)", "Amy Chen (Monash University)", "Lina Roy"]


def test_a_leader_who_steps_down_is_put_to_the_coordinator(house: House, group: Group) -> None:
    house.writes(f"Lena <{LENA.email}>", "I am so sorry, I have to step down altogether.")
    house.work()
    assert noted(house, group) == []
    (only,) = told(house)
    assert "a leader may mean to leave" in only
    assert "Go on with Kim Sato alone" in only
    assert house.taken[-1].fate is Fate.PUT_BEFORE


def test_a_series_that_is_declined_is_asked_about_with_choices(house: House, group: Group) -> None:
    calendar_reply(house, LIA, "DECLINED")
    (only,) = told(house)
    assert "a member may mean to leave" in only
    assert f"mailbot queue withdraw {LIA}" in only


def test_why_a_leaders_word_was_not_taken_is_said(house: House, group: Group) -> None:
    after_session_one(house, group)
    house.writes(f"Lena <{LENA.email}>", "Tom was missing.")
    house.work()
    with house.office.database.transaction() as connection:
        reasons = [each.why for each in record.events(connection) if each.kind == "outcome"]
    assert any("nothing proves who sent it" in each for each in reasons)
