"""One thing after the other, each in its own transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from mailbot.errors import MailbotError, WorldProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Connection

    from mailbot.services.office import Office

_Thing = TypeVar("_Thing")


def singly(
    office: Office, things: Iterable[_Thing], deed: Callable[[Connection, _Thing], object]
) -> None:
    """Do a deed for each thing; what is wrong with one holds up no other.

    Raises:
        WorldProblem: The database is in the way; what was done stays done.
        MailbotError: The first thing that was wrong, once all others are done.
    """
    first: MailbotError | None = None
    for thing in things:
        try:
            with office.database.transaction() as connection:
                deed(connection, thing)
        except WorldProblem:
            raise
        except MailbotError as error:
            first = first or error
    if first is not None:
        raise first
