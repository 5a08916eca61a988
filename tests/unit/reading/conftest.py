"""A reader, built once, and mails to read with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.model.mail import Address, Message, Origin, Screening
from mailbot.model.reading import Stage
from mailbot.reading import Reader, load_reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailbot.model.reading import Reading

HUMAN = Screening(Origin.HUMAN, answerable=True)


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The reader with the data that the package carries."""
    return load_reader()


@pytest.fixture
def read(reader: Reader) -> Callable[..., Reading]:
    """Reads a text as a mail: `read(text, stage=..., subject=..., name=..., quoted=...)`."""

    def _read(
        text: str,
        *,
        stage: Stage = Stage.NEW,
        subject: str = "Re: Balint groups",
        name: str = "",
        quoted: str = "",
        signature: str = "",
        screening: Screening = HUMAN,
    ) -> Reading:
        message = Message(
            sender=Address("someone@example.org", name),
            subject=subject,
            body=f"{text}\n{quoted}",
            new_text=text,
            quoted=quoted,
            signature=signature,
        )
        return reader.read(message, stage=stage, screening=screening)

    return _read
