"""Labels as the files of labelled enquiries have them, checked as LABELS.md describes them."""

from __future__ import annotations

import re
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from mailbot.cli.records import Record
from mailbot.model.reading import Day, Flag, Route, Stage, Topic
from mailbot.settings_types import Zone

_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)
_YEARS = range(1, 7)


def _clock(text: str) -> str:
    if not _CLOCK.fullmatch(text):
        raise ValueError("a time from 00:00 to 24:00, such as 18:30")
    return text


def _year(value: object) -> object:
    if type(value) is not int or value not in _YEARS:
        raise ValueError(f"a whole number from {_YEARS[0]} to {_YEARS[-1]}")
    return value


_Clock = Annotated[str, AfterValidator(_clock)]


class _Exact(BaseModel):
    """An object that holds nothing but what it may."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _only_what_is_known(cls, given: object) -> object:
        known = [field.alias or name for name, field in cls.model_fields.items()]
        unknown = [key for key in given if key not in known] if isinstance(given, dict) else []
        if unknown:
            raise ValueError(f"{unknown[0]!r} is unknown; there are {', '.join(known)}")
        return given


class _Interval(_Exact):
    day: Day
    start: _Clock = Field(alias="from")
    end: _Clock = Field(alias="to")

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        if self.start >= self.end:
            raise ValueError(f"it ends at {self.end}, which is not after {self.start}")
        return self


class _Facts(_Exact):
    name: str = ""
    university: str = ""
    year: Annotated[int, BeforeValidator(_year)] = 0
    city: str = ""
    timezone: Zone = ""
    availability: tuple[_Interval, ...] = ()
    unavailable: tuple[_Interval, ...] = ()


class Labelled(Record):
    """A mail with its labels; all that LABELS.md names must be there."""

    stage: Stage
    from_name: str
    from_addr: str
    subject: str
    topics: frozenset[Topic]
    flags: frozenset[Flag]
    facts: _Facts
    route: Route

    @property
    def stated(self) -> dict[str, Any]:
        """The facts that are stated, as the file has them, and no others."""
        return self.facts.model_dump(mode="json", by_alias=True, exclude_unset=True)
