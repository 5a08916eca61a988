"""What a mail costs from the server to its draft, beside what merely fetching it costs.

    python -m bench.intake [MAILS] [--dovecot]

Mails in the words of the labelled enquiries, each of another sender, wait in an inbox. They are
fetched only; then Mailbot handles them, one durable transaction a mail. The processor's time is
counted, that of the embedded server included, so other work on the machine changes little.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import tempfile
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bench.enquiries import HOME, load_enquiries
from mailbot.mail.imap import open_mailbox
from mailbot.services import filing, looking
from mailbot.services.office import open_office
from tests.servers.dovecot import DovecotServer
from tests.servers.home import settings_for
from tests.servers.program import MailProgram
from tests.servers.sandbox import SandboxServer

if TYPE_CHECKING:
    from bench.enquiries import Enquiry
    from mailbot.model.folders import Mailbox
    from mailbot.services.office import Office
    from tests.servers.interface import Account

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("mails", type=int, nargs="?", default=500)
    parser.add_argument("--dovecot", action="store_true")
    parser.add_argument("--profile", action="store_true")
    wanted = parser.parse_args()
    server = DovecotServer() if wanted.dovecot else SandboxServer()
    try:
        with tempfile.TemporaryDirectory() as home:
            _measure(server.new_account(), Path(home), wanted.mails, wanted.profile)
    finally:
        server.stop()


def _measure(account: Account, home: Path, count: int, profile: bool) -> None:
    enquiries = load_enquiries(HOME.glob("*.jsonl"))
    program = MailProgram(account)
    office = open_office(settings_for(account, home))
    office.database.upgrade()
    mailbox = open_mailbox(account.mailbox, account.secrets)
    looking.start(office, mailbox, NOW)
    for number in range(count):
        program.put(_mail(enquiries[number % len(enquiries)], number), at=NOW)
    fetched = _timed(lambda: _fetch_only(mailbox))
    profiler = cProfile.Profile()
    if profile:
        profiler.enable()
    handled = _timed(lambda: _handle(office, mailbox))
    profiler.disable()
    filed = _timed(lambda: filing.file_all(office, mailbox, NOW))
    for name, spent in (("fetched only", fetched), ("handled", handled), ("filed", filed)):
        print(
            f"{name:14} {count / spent:8.0f} mails a second  {spent / count * 1000:7.2f} ms a mail"
        )
    print(f"handled / fetched only: {handled / fetched:.1f}")
    mailbox.close()
    office.database.close()
    if profile:
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(40)


def _timed(work: object) -> float:
    assert callable(work)
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _fetch_only(mailbox: Mailbox) -> None:
    for _ in mailbox.fetch("INBOX", mailbox.uids_after("INBOX", 0)):
        pass


def _handle(office: Office, mailbox: Mailbox) -> None:
    looking.look(office, mailbox, lambda: NOW + timedelta(minutes=1))


def _mail(enquiry: Enquiry, number: int) -> bytes:
    mail = EmailMessage()
    mail["From"] = f"Student {number} <student{number}@uni.example>"
    mail["To"] = "enquiries@balint.example"
    mail["Subject"] = enquiry.message.subject or "Balint groups"
    mail["Date"] = format_datetime(NOW)
    mail["Message-ID"] = f"<{number}@uni.example>"
    mail.set_content(enquiry.message.body)
    return mail.as_bytes().replace(b"\n", b"\r\n")


if __name__ == "__main__":
    main()
