"""The people of the demo's two groups: who waits, who leads, and what they write back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.sandbox.accounts import Account
from mailbot.sandbox.letters import write_reply
from mailbot.sandbox.people import GRACE, JASPER, PRIYA

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from email.message import EmailMessage

    from mailbot.sandbox.actors import Actor
    from mailbot.sandbox.letters import Mail

ELENI = Account("Dr Eleni Marsh", "eleni.marsh@harbour-psychotherapy.example")
PIRIPI = Account("Dr Piripi Hohaia", "piripi.hohaia@aotearoa-gp.example")
JOAN = Account("Joan Byrne", "joan.byrne@yarra-counselling.example")
MARGARET = Account("Dr Margaret Doyle", "m.doyle@cook-strait.example")
LEADERS = (ELENI, JOAN, PIRIPI, MARGARET)

ANA = Account("Ana Petrovic", "ana.petrovic@webmail.example")
BEN = Account("Ben Carter", "ben.carter@icemail.example")
LUCY = Account("Lucy Tran", "lucy.tran@students.sunshine-uni.example")
NOAH = Account("Noah Edwards", "noah.edwards@students.westcoast-uni.example")
HANA = Account("Hana Yoshida", "hana.yoshida@webmail.example")
OMAR = Account("Omar Haddad", "omar.haddad@webmail.example")
ZOE = Account("Zoe Martin", "zoe.martin@students.hobart-uni.example")
WILL = Account("Will Chen", "will.chen@webmail.example")
AROHA = Account("Aroha Ngata", "aroha.ngata@students.aotearoa-uni.example")
FINN = Account("Finn O'Connor", "finn.oconnor@students.aotearoa-uni.example")
MEI = Account("Mei Lin", "mei.lin@webmail.example")
TANE = Account("Tāne Parata", "tane.parata@students.aotearoa-uni.example")
SOPHIE = Account("Sophie Walker", "sophie.walker@icemail.example")
RAVI = Account("Ravi Patel", "ravi.patel@webmail.example")
JACK = Account("Jack Thompson", "jack.thompson@icemail.example")

_SYDNEY, _AUCKLAND = "Australia/Sydney", "Pacific/Auckland"
SLOTS: tuple[tuple[str, str, str, str, tuple[Account, ...]], ...] = (
    ("tuesday", "tue", "19:00", _SYDNEY, (ELENI, JOAN)),
    ("wednesday", "wed", "19:30", _AUCKLAND, (PIRIPI, MARGARET)),
)
"""Id, weekday, hour, zone and leaders of each slot."""

_ZONES = {ELENI: _SYDNEY, JOAN: "Australia/Melbourne", PIRIPI: _AUCKLAND, MARGARET: _AUCKLAND}


@dataclass(frozen=True, slots=True)
class OnTheList:
    """A line of the coordinator's old spreadsheet.

    Attributes:
        student: Who waits.
        university: As she wrote it.
        year: Of study.
        city: Where they live.
        free: When they can, in her words.
        days: How many days they wait already.
    """

    student: Account
    university: str
    year: int
    city: str
    free: str
    days: int


SPREADSHEET: tuple[OnTheList, ...] = (
    OnTheList(ANA, "UNSW", 3, "Sydney", "Tuesday evenings", 190),
    OnTheList(BEN, "Monash", 4, "Melbourne", "Tue 6-9pm, Thu 6-9pm", 184),
    OnTheList(LUCY, "UQ", 2, "Brisbane", "Tuesdays 5pm to 9pm", 177),
    OnTheList(NOAH, "UWA", 5, "Perth", "Tue 3pm-7pm", 171),
    OnTheList(HANA, "University of Adelaide", 3, "Adelaide", "tuesday evenings", 165),
    OnTheList(OMAR, "ANU", 4, "Canberra", "Tuesday 6.30pm-9pm", 160),
    OnTheList(ZOE, "UTAS", 3, "Hobart", "Tues evenings", 152),
    OnTheList(WILL, "University of Sydney", 2, "Sydney", "Tuesday evenings", 100),
    OnTheList(AROHA, "University of Auckland", 4, "Auckland", "Wed evenings", 188),
    OnTheList(FINN, "Otago", 5, "Dunedin", "Wednesdays 7pm-10pm", 180),
    OnTheList(MEI, "Otago", 3, "Wellington", "Wed 6-10pm", 174),
    OnTheList(TANE, "Otago", 6, "Christchurch", "Wednesday evenings", 170),
    OnTheList(SOPHIE, "University of Auckland", 2, "Hamilton, New Zealand", "Wed evenings", 161),
    OnTheList(RAVI, "University of Auckland", 3, "Auckland", "Wednesday evenings", 140),
    OnTheList(JACK, "UNSW", 4, "Sydney", "Wed 4pm-8pm", 133),
)

PEOPLE = (*LEADERS, *(line.student for line in SPREADSHEET))
"""Who has a mailbox in the sandbox only for the two groups."""

_TAKES_IT = {
    ANA: "Yes please! I can come to all six. Ana",
    BEN: "Hi Ruth, happy to take the place, count me in.\n\nBen",
    LUCY: "That works perfectly, I'd love the spot. Thank you!!\nLucy",
    NOAH: "Yep, keen! I'll take the place, thanks Ruth.\n\nNoah",
    HANA: "Dear Ruth,\n\nI would be very glad to accept the place.\n\nKind regards,\nHana",
    WILL: "Yes, I'll take it, thanks so much!\n\nWill",
    PRIYA: "Yes please, I accept! I'll be there every week.\n\nPriya",
    AROHA: "Kia ora Ruth, āe, yes please, I'd love to take the place.\n\nNgā mihi, Aroha",
    FINN: "Happy to accept, see you there.\nFinn",
    MEI: "Yes, I would like to take the place. Thank you.\nMei Lin",
    TANE: "Sweet as, yes please, I'll take the place. Cheers, Tāne",
    SOPHIE: "Yes! Thank you so much, I'll take the place.\nSophie x",
    RAVI: "I accept, and I can commit to all the dates.\n\nRavi",
    JACK: "Yes from me, happy to join this group.\n\nJack",
    JASPER: "Yes, wonderful, I accept the place. Thank you, Ruth!\n\nJasper",
    GRACE: "Yes please :) I'll take it\nGrace",
}
_DECLINES = """\
Hi Ruth, thank you so much, but I have to say no to this place: I am on late shifts
now. Please keep me on the list for another time.

Omar
"""
_LATE = "So sorry, the train is stuck, I'll be running about 15 minutes late tonight!\n\nBen"
_AWAY = """\
Hi Ruth, I can't make it to session 3, I'm on nights that week. Sorry!

Lucy
"""
_WHO_WAS_MISSING = "Hi Ruth,\n\nLucy was missing, everyone else came.\n\nEleni"


@dataclass(slots=True)
class Once:
    """Answers certain mails, by a part of their subject, each with its words once.

    Attributes:
        texts: Part of the subject, and what is written back.
    """

    texts: tuple[tuple[str, str], ...]

    def __call__(
        self, student: Account, received: Mail, earlier: Sequence[Mail], now: datetime
    ) -> tuple[EmailMessage, ...]:
        """Answer the first mail with such a subject; be silent to all others."""
        for part, text in self.texts:
            before = any(part in mail.subject for mail in earlier)
            if part in received.subject and not before:
                return (write_reply(student, received, text, now),)
        return ()


@dataclass(frozen=True, slots=True)
class FirstOr:
    """Does what one part says, and where that is nothing, what the other says."""

    first: Actor
    other: Actor

    def __call__(
        self, student: Account, received: Mail, earlier: Sequence[Mail], now: datetime
    ) -> tuple[EmailMessage, ...]:
        """Answer by the one or the other."""
        return self.other(student, received, earlier, now) or self.first(
            student, received, earlier, now
        )


def together(cast: Mapping[Account, Actor]) -> Mapping[Account, Actor]:
    """Return what everybody does about mail, in `cast` and in the two groups.

    Zoe and all who are not named are silent.
    """
    offer = "A place in a group"
    takes: dict[Account, Actor] = {who: Once(((offer, text),)) for who, text in _TAKES_IT.items()}
    takes[OMAR] = Once(((offer, _DECLINES),))
    return {
        **cast,
        **{
            who: FirstOr(cast[who], actor) if who in cast else actor for who, actor in takes.items()
        },
    }


def late_words() -> str:
    """Return what a member writes shortly before a session."""
    return _LATE


def away_words() -> str:
    """Return what a member writes of a session that they will miss."""
    return _AWAY


def missing_words() -> str:
    """Return what a leader answers after that session."""
    return _WHO_WAS_MISSING


def slots_file(first: date) -> str:
    """Return `config/slots.toml` for groups that begin on that day or within the week after it."""
    lines = ["# The slots of the demo's two groups."]
    names = {leader: f"leader{number}" for number, leader in enumerate(LEADERS)}
    for leader, name in names.items():
        lines += [
            f"[leaders.{name}]",
            f'name = "{leader.name}"',
            f'email = "{leader.email}"',
            f'timezone = "{_ZONES[leader]}"',
            "",
        ]
    for slot_id, day, start, zone, leaders in SLOTS:
        led = ", ".join(f'"{names[each]}"' for each in leaders)
        lines += [
            f"[slots.{slot_id}]",
            f'day = "{day}"',
            f'start = "{start}"',
            f'timezone = "{zone}"',
            f"leaders = [{led}]",
            f"earliest = {first.isoformat()}",
            f'zoom = "https://zoom.example/j/{slot_id}"',
            "",
        ]
    return "\n".join(lines)


def spreadsheet(today: date) -> bytes:
    """Return the coordinator's old list as the CSV file that her spreadsheet writes."""
    rows = ["Student name,E-mail,Uni,Yr,City,Availability,Waiting since"]
    for line in SPREADSHEET:
        since = today - timedelta(days=line.days)
        rows.append(
            f"{line.student.name},{line.student.email},{line.university},{line.year},"
            f'"{line.city}","{line.free}",{since.day}/{since.month}/{since.year}'
        )
    return ("\n".join(rows) + "\n").encode()
