"""Which time zones lie in the programme's countries."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def zones_of(countries: tuple[str, ...]) -> frozenset[str]:
    """Return the IANA zones of `countries`, named in English as ISO 3166 names them.

    Source: `iso3166.tab` and `zone.tab` of the tz database, as the tzdata package carries them.
    """
    names = {name.casefold() for name in countries}
    codes = {code for code, name in _rows("iso3166.tab", 0, 1) if name.casefold() in names}
    return frozenset(zone for code, zone in _rows("zone.tab", 0, 2) if code in codes)


def code_of(country: str) -> str:
    """Return the code of a country in ISO 3166, such as `AU`; empty where there is none."""
    rows = _rows("iso3166.tab", 0, 1)
    return next((code for code, name in rows if name.casefold() == country.casefold()), "")


@cache
def _rows(table: str, first: int, second: int) -> tuple[tuple[str, str], ...]:
    text = files("tzdata").joinpath("zoneinfo", table).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return tuple((row[first], row[second]) for row in rows)
