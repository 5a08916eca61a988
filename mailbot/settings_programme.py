"""`config/programme.toml`: what is true of the programme."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from mailbot.settings_types import Count, Line, Section, Words


class Programme(Section):
    """`config/programme.toml`: the programme's facts, from its flyer.

    From `certificate` on they are what the flyer does not settle; empty until the coordinator
    writes what is true.
    """

    name: Line
    short_name: Line
    society: Line
    website: str = ""
    countries: Words
    platform: Line
    weeks: Count
    minutes: Count
    season_from: Line
    season_to: Line
    members_least: Count
    members_most: Count
    leaders: Count
    fee: Annotated[float, Field(ge=0)] = 0
    in_need: str = ""
    certificate: str = ""
    recording: str = ""
    university_hears: str = ""
    who_else: str = ""
    missed_session: str = ""
    next_groups: str = ""
    presenting: str = ""
    camera: str = ""
    getting_in: str = ""
    assessment: str = ""
    again: str = ""

    @model_validator(mode="after")
    def _least_within_most(self) -> Self:
        if self.members_least > self.members_most:
            raise ValueError("members_least is more than members_most")
        return self
