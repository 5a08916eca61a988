"""A stage for the demo: the sandbox, the coordinator's opening mailbox, and Mailbot beside it."""

from __future__ import annotations

import contextlib
import functools
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mailbot.mail.imap import open_mailbox
from mailbot.sandbox import season_cast
from mailbot.sandbox.cast import CAST
from mailbot.sandbox.coordinator import MailProgram
from mailbot.sandbox.home import write_home
from mailbot.sandbox.people import CHLOE, COORDINATOR, EVERYONE, opening_mails
from mailbot.sandbox.server import Sandbox
from mailbot.sandbox.students import Students
from mailbot.services.office import open_office
from mailbot.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mailbot.clock import Clock
    from mailbot.model.folders import Mailbox
    from mailbot.sandbox.people import OpeningMail
    from mailbot.services.office import Office

_MEMORY = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Stage:
    """All that a demo plays on.

    Attributes:
        sandbox: The embedded mail server.
        office: Mailbot's rooms, on a home of its own.
        students: They answer what they get.
        program: The coordinator's mail program.
        clock: Everyone's clock.
        opening: Each brings one of the opening mails, where they were to come later.
    """

    sandbox: Sandbox
    office: Office
    students: Students
    program: MailProgram
    clock: Clock
    opening: tuple[Callable[[], int], ...] = ()

    @contextlib.contextmanager
    def mailbox(self) -> Iterator[Mailbox]:
        """Open the coordinator's mailbox as Mailbot sees it."""
        settings = self.office.settings
        mailbox = open_mailbox(settings.mailbox, settings.secrets)
        try:
            yield mailbox
        finally:
            mailbox.close()


@contextlib.contextmanager
def set_stage(
    clock: Clock, *, imap_port: int = 0, smtp_port: int = 0, later: bool = False
) -> Iterator[Stage]:
    """Start the sandbox with the coordinator's opening mails; all is gone afterwards.

    Args:
        clock: Everyone's clock.
        imap_port: Where IMAP listens; 0 takes a free port.
        smtp_port: Where SMTP listens; 0 takes a free port.
        later: Leave it to the caller to bring the mails that came in, by `Stage.opening`.

    Raises:
        OSError: A chosen port is taken.
    """
    sandbox = Sandbox(
        (*EVERYONE, *season_cast.PEOPLE),
        imap_port=imap_port,
        smtp_port=smtp_port,
        clock=clock,
        bouncing={CHLOE},
    )
    with tempfile.TemporaryDirectory(prefix="mailbot-demo-") as folder, sandbox:
        mails = opening_mails(clock.now())
        waiting = tuple(
            functools.partial(_deliver, sandbox, mail)
            for mail in mails
            if later and mail.folder != "Sent"
        )
        for mail in mails:
            if not later or mail.folder == "Sent":
                _deliver(sandbox, mail)
        home = write_home(Path(folder), sandbox, since=(clock.now() - _MEMORY).date())
        office = open_office(load_settings(home))
        office.database.upgrade()
        try:
            program = MailProgram(sandbox, COORDINATOR)
            students = Students(sandbox, season_cast.together(CAST))
            yield Stage(sandbox, office, students, program, clock, waiting)
        finally:
            office.database.close()


def _deliver(sandbox: Sandbox, mail: OpeningMail) -> int:
    flags = ("\\Seen",) if mail.folder == "Sent" else ()
    return sandbox.deliver(COORDINATOR.email, mail.raw, folder=mail.folder, flags=flags, at=mail.at)
