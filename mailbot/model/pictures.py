"""Pictures that stand in a letter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the HTML of a letter shows.

    Attributes:
        cid: Its Content-ID without angle brackets, by which the HTML names it (RFC 2392).
        png: The picture.
        alt: What it shows, in words; stands in the text of the letter as well.
    """

    cid: str
    png: bytes
    alt: str
