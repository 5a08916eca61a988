"""What the commands tell of a draft."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from mailbot.cli.papers import leaving
from mailbot.services.holding import Hold

if TYPE_CHECKING:
    from mailbot.services.listing import File


@pytest.mark.parametrize("hold", Hold)
def test_whatever_holds_an_approved_mail_is_said_in_words(hold: Hold) -> None:
    file = cast("File", SimpleNamespace(paper=SimpleNamespace(hold=hold)))
    assert ("stays" in leaving(file)) or ("resume" in leaving(file))
