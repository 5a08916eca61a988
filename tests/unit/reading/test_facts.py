"""What a mail states about its writer, and what it does not."""

from __future__ import annotations

import pytest

from mailbot.model.mail import Address, Message
from mailbot.reading.facts import Gazetteer, load_gazetteer, read_facts
from mailbot.reading.finder import Finder


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def message(text: str, name: str = "", subject: str = "Re: x") -> Message:
    return Message(sender=Address("a@example.org", name), subject=subject, new_text=text)


@pytest.mark.parametrize(
    ("text", "header", "name"),
    [
        ("Hello.\n\nKind regards,\nHinemoa Parata\nOtago", "Hinemoa Parata", "Hinemoa Parata"),
        ("hey can i join\n\ndev", "Dev R", "dev"),
        ("Can I join?\n\nCheers Josh", "Josh Keane", "Josh"),
        ("Can I join?", "Josh Keane", "Josh Keane"),
        ("My name is Nanami. May I join?", "", "Nanami"),
        ("Can I join?", "", None),
        ("Is it free?\n\nThanks,\nPip\nMD2, Deakin", "", "Pip"),
    ],
)
def test_name(gazetteer: Gazetteer, text: str, header: str, name: str | None) -> None:
    assert read_facts(message(text, header), gazetteer, times=False).name == name


def test_what_a_device_adds_is_no_name(gazetteer: Gazetteer) -> None:
    mail = Message(
        sender=Address("helen@example.org", "Helen Marsh"),
        subject="Sunday lunch",
        new_text="Are you two still on for Sunday?\n\nH xx",
        signature="Sent from my iPad",
    )
    assert read_facts(mail, gazetteer, times=False).name == "Helen Marsh"


@pytest.mark.parametrize(
    ("text", "university"),
    [
        ("I'm at UTAS.", "University of Tasmania"),
        ("MD2 at Melbourne.", "University of Melbourne"),
        ("I study at the University of Leeds.", "University of Leeds"),
        ("4th yr @ JCU", "James Cook University"),
        ("JCU4 here", "James Cook University"),
        ("A Sydney student out west.", "University of Sydney"),
        ("I live in Melbourne.", None),
        ("My flatmate is at Monash.", None),
        ("I'm on Otago time.", None),
    ],
)
def test_university(gazetteer: Gazetteer, text: str, university: str | None) -> None:
    assert read_facts(message(text), gazetteer, times=False).university == university


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("I'm a third-year student.", 3),
        ("MBBS III, Monash", 3),
        ("I'm in 2nd yr at Bond", 2),
        ("Year 4C, Monash", 4),
        ("MD3", 3),
        ("year six", 6),
        ("I'm a final-year student.", None),
        ("My flatmate is a second year.", None),
        ("I'm a GP registrar in my second year of training.", None),
        ("Can first years join?", None),
    ],
)
def test_year(gazetteer: Gazetteer, text: str, year: int | None) -> None:
    assert read_facts(message(text), gazetteer, times=False).year == year


@pytest.mark.parametrize(
    ("text", "city", "zone"),
    [
        ("I'm based in Ballarat for the year.", "Ballarat", "Australia/Melbourne"),
        ("I'm in Palmy at the moment", "Palmerston North", "Pacific/Auckland"),
        ("I live now in Wollongong.", "Wollongong", "Australia/Sydney"),
        ("I've moved from Brisbane to Auckland.", "Auckland", "Pacific/Auckland"),
        ("All Perth time.", None, "Australia/Perth"),
        ("Tuesdays 7pm AEDT", None, "Australia/Sydney"),
        ("I'm out at Broken Hill this year.", "Broken Hill", "Australia/Broken_Hill"),
        ("A patient from Dubbo told me that.", None, None),
        ("I study at the University of Newcastle.", None, None),
        ("The orange one, please.", None, None),
    ],
)
def test_place(gazetteer: Gazetteer, text: str, city: str | None, zone: str | None) -> None:
    facts = read_facts(message(text), gazetteer, times=False)
    assert (facts.city, facts.timezone) == (city, zone)


def test_every_zone_is_known_to_the_machine(gazetteer: Gazetteer) -> None:
    from zoneinfo import ZoneInfo

    for zone in {*gazetteer.places.zone_of.values(), *gazetteer.places.zone_words.values()}:
        assert ZoneInfo(zone).key == zone


def test_hours_under_the_name_are_office_hours(gazetteer: Gazetteer) -> None:
    text = "Mondays after 6 suit me.\n\nRegards\nSabrina Toll\nPeer tutor, library: Mon 10-1"
    hours = read_facts(message(text, "Sabrina Toll"), gazetteer, times=True).availability
    assert [(i.day, i.start, i.end) for i in hours] == [("mon", "18:00", "24:00")]


def test_each_fact_has_its_words(gazetteer: Gazetteer) -> None:
    facts = read_facts(message("I'm in Hobart. Third year, UTAS."), gazetteer, times=False)
    assert {each.why for each in facts.evidence} == {"university", "year", "city", "timezone"}


def test_the_longest_name_is_found() -> None:
    spans = list(Finder(["Wagga", "Wagga Wagga"]).find("in Wagga Wagga now"))
    assert [(span.start, span.end, span.name) for span in spans] == [(3, 14, "wagga wagga")]
