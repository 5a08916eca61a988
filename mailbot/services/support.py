"""Which support lines a student in need is told of: those of their country, as far as known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.errors import SettingsError
from mailbot.letters.zones import code_of, zones_of
from mailbot.reading.universities import load_universities
from mailbot.resources import default_folder
from mailbot.settings_support import load_support

if TYPE_CHECKING:
    from mailbot.model.alerts import SupportLine
    from mailbot.model.reading import Facts
    from mailbot.services.office import Office


def lines_for(office: Office, facts: Facts, email: str) -> tuple[SupportLine, ...]:
    """Return the lines of a student's country; of every country where it is not sure.

    Args:
        office: The rooms.
        facts: What is known of the student: time zone and university tell the country.
        email: Their address, whose end may tell it.
    """
    lines = _lines(office)
    countries = office.settings.programme.countries
    found = {each for each in countries if _says(each, facts, email)}
    # Signs of two countries are no sign of one.
    theirs = lines_in(found.pop(), lines) if len(found) == 1 else ()
    return theirs or lines


def lines_in(country: str, lines: tuple[SupportLine, ...]) -> tuple[SupportLine, ...]:
    """Return those of `lines` that are for a country."""
    return tuple(each for each in lines if each.country.casefold() == country.casefold())


def _lines(office: Office) -> tuple[SupportLine, ...]:
    try:
        return load_support(office.settings.home)
    except SettingsError:
        # A slip in the keeper's file must not keep an alert of distress; `mailbot check` tells it.
        return load_support(default_folder("config").parent)


def _says(country: str, facts: Facts, email: str) -> bool:
    if facts.timezone:
        return facts.timezone in zones_of((country,))
    end = f".{code_of(country).lower()}"
    domains = _domains(facts.university) if facts.university else (email.rpartition("@")[2],)
    return any(domain.endswith(end) for domain in domains)


def _domains(university: str) -> tuple[str, ...]:
    known = load_universities().domains
    return tuple(domain for domain, name in known.items() if name == university)
