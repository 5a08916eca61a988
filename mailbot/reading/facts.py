"""What a mail states about its writer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.model.mail import Evidence
from mailbot.model.reading import Facts
from mailbot.reading.closing import split_closing, written_lines
from mailbot.reading.names import stated_name
from mailbot.reading.other_clock import read_hours
from mailbot.reading.places import Place, Places, load_places
from mailbot.reading.text import own_subject, own_text, sentences_of, straighten
from mailbot.reading.times import Times
from mailbot.reading.times.tables import spelled_out
from mailbot.reading.universities import Universities, load_universities
from mailbot.reading.years import stated_year

if TYPE_CHECKING:
    from mailbot.model.mail import Message


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """What facts are looked up in."""

    universities: Universities
    places: Places


def load_gazetteer() -> Gazetteer:
    """Return the universities and places that the package carries."""
    universities = load_universities()
    return Gazetteer(universities, load_places(universities))


def read_facts(message: Message, gazetteer: Gazetteer, *, times: bool) -> Facts:
    """Return what the new text and signature of `message` state about its writer.

    `times` says whether the mail is about when its writer can meet; else no hours are read.
    """
    body, closing = split_closing(own_text(message), message.sender.name)
    closing += written_lines(straighten(message.signature))
    told = [own_subject(message), *sentences_of(body)]
    university = gazetteer.universities.find(told, closing) or gazetteer.universities.of_sender(
        message.sender.email
    )
    year = stated_year(told, closing)
    name = stated_name(message, body, closing)
    place = gazetteer.places.find(told, _behind_name(closing, name))
    hours = _hours(told[0], body, place, gazetteer) if times else Times()
    evidence = [
        Evidence(words, why)
        for why, words in (
            ("name", name),
            ("university", university.words if university else None),
            ("year", year.words if year else None),
            ("city", place.city_words),
            ("timezone", place.zone_words),
        )
        if words
    ]
    evidence += [Evidence(words, "availability") for words in hours.evidence]
    return Facts(
        name=name,
        university=university.name if university else None,
        year=year.number if year else None,
        city=place.city,
        timezone=place.timezone,
        availability=hours.availability,
        unavailable=hours.unavailable,
        unplaced=hours.unplaced,
        evidence=tuple(evidence),
    )


def _behind_name(closing: list[str], name: str | None) -> list[str]:
    """Return the closing without the name: 'Sofia' and 'Te Aroha' are towns as well."""
    return [closing[0].replace(name or "", "").strip(" ,"), *closing[1:]] if closing else []


def _hours(subject: str, body: list[str], place: Place, gazetteer: Gazetteer) -> Times:
    """Return the hours of the text; the subject counts only where the text names none."""
    text = sentences_of(spelled_out(body))
    hours = read_hours(text, place.timezone, gazetteer.places)
    if hours.availability or hours.unavailable:
        return hours
    return read_hours([subject, *text], place.timezone, gazetteer.places)
